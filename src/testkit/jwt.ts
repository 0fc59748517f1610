import { importJwk, signJws } from '../signature/jws.ts'
import { repeatSignature, type SigningJwk } from '../signature/repeatable-jws.ts'

type Members = Readonly<Record<string, unknown>>

/**
 * A JWT signed by a private key, the same facts always alike. Header and claims stand in it as they are given, without
 * those that are undefined. Throws a TypeError where the key is none for the algorithm.
 */
export async function signJwt(
  header: Members & { readonly alg: string },
  claims: Members,
  privateJwk: SigningJwk,
): Promise<string> {
  const { alg } = header
  const key = await importJwk(privateJwk, alg)
  if (key === undefined) throw new TypeError(`The key is no private key for ${alg}.`)
  return repeatSignature(await signJws(header, claims, key), alg, privateJwk)
}
