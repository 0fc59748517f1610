import { importJWK, SignJWT, type JWK } from 'jose'

type Members = Readonly<Record<string, unknown>>

/** A JWT signed by a private key; header and claims stand in it as they are given, without those that are undefined. */
export async function signJwt(
  header: Members & { readonly alg: string },
  claims: Members,
  privateJwk: JWK,
): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ ...header })
    .sign(await importJWK(privateJwk, header.alg))
}
