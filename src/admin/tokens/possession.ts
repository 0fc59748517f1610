import type { Random } from '../../base/random.ts'
import { makeCertificate } from '../../testkit/certificate.ts'
import { makeKey, type ProofKey } from '../../testkit/key.ts'

/** The key or certificate of a bound token, and what the token is bound to. */
export type Possession =
  | { readonly cnf: { readonly jkt: string }; readonly key: ProofKey }
  | {
      readonly cnf: { readonly 'x5t#S256': string }
      readonly certificate: string
      readonly privateKey: string
    }

/** Makes the key (RFC 9449 §6.1) or the certificate (RFC 8705 §3.1) that a token is bound to. `now` in epoch ms. */
export async function makePossession(
  bind: 'dpop' | 'mtls',
  random: Random,
  now: number,
): Promise<Possession> {
  if (bind === 'dpop') {
    const key = makeKey(random)
    return { cnf: { jkt: key.jkt }, key }
  }
  const { thumbprint, certificate, privateKey } = await makeCertificate({ now }, random)
  return { cnf: { 'x5t#S256': thumbprint }, certificate, privateKey }
}
