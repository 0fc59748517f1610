import { signEcdsa } from './ecdsa.ts'
import { signPss } from './pss.ts'

/** Private members of a key as a JWK has them (RFC 7517). */
export type SigningJwk = Readonly<Record<string, unknown>>

/**
 * The same compact JWS (RFC 7515 §7.1) with a signature that the same key and text always give again. The signatures of
 * all algorithms but ECDSA and RSASSA-PSS repeat by themselves and stay as they are.
 */
export async function repeatSignature(jws: string, algorithm: string, jwk: SigningJwk): Promise<string> {
  const sign = { ES: signEcdsa, PS: signPss }[algorithm.slice(0, 2)]
  if (sign === undefined) return jws
  const input = jws.slice(0, jws.lastIndexOf('.'))
  const signature = await sign(algorithm, jwk, Buffer.from(input))
  return `${input}.${signature.toString('base64url')}`
}
