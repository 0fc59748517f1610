import { importJWK, SignJWT, type JWK } from 'jose'
import { repeatSignature } from '../signature/repeatable-jws.ts'

type Members = Readonly<Record<string, unknown>>

/**
 * A JWT signed by a private key, the same facts always alike. Header and claims stand in it as they are given, without
 * those that are undefined.
 */
export async function signJwt(
  header: Members & { readonly alg: string },
  claims: Members,
  privateJwk: JWK,
): Promise<string> {
  const jwt = new SignJWT({ ...claims }).setProtectedHeader({ ...header })
  const signed = await jwt.sign(await importJWK(privateJwk, header.alg))
  return repeatSignature(signed, header.alg, { ...privateJwk })
}
