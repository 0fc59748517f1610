import { repeatSignature, type SigningJwk } from '../base/repeatable-signature.ts'

type Members = Readonly<Record<string, unknown>>

/**
 * Signs a JWT with a private key, repeatably. Header and claims are used as given, without undefined members. Throws a
 * TypeError if the key does not fit the algorithm.
 */
export async function signJwt(
  header: Members & { readonly alg: string },
  claims: Members,
  privateJwk: SigningJwk,
): Promise<string> {
  const { alg } = header
  const sign = alg === 'ES256K' ? leaveUnsigned : signByJose
  const jws = await sign(header, Buffer.from(JSON.stringify(claims)), privateJwk)
  if (jws === undefined) throw new TypeError(`The key is no private key for ${alg}.`)
  return repeatSignature(jws, alg, privateJwk)
}

/** A compact JWS (RFC 7515 §7.1), or undefined if the key does not fit the algorithm. */
type Signer = (
  header: Members & { readonly alg: string },
  payload: Buffer,
  jwk: SigningJwk,
) => Promise<string | undefined>

const signByJose: Signer = async (header, payload, jwk) => {
  const { CompactSign, importJWK } = await import('jose')
  const key = await importJWK({ ...jwk }, header.alg).catch(() => undefined)
  return key && new CompactSign(payload).setProtectedHeader({ ...header }).sign(key)
}

/** jose does not support ES256K: the JWS is signed here. */
const leaveUnsigned: Signer = async (header, payload, jwk) => {
  if (!(await isKeyOnSecp256k1(jwk))) return undefined
  const parts = [Buffer.from(JSON.stringify(header)), payload]
  return `${parts.map((part) => part.toString('base64url')).join('.')}.`
}

/** Whether a JWK is a private key for ES256K (RFC 8812 §3.1) and the public part is of the same key. */
async function isKeyOnSecp256k1({ kty, crv, x, y, d }: SigningJwk): Promise<boolean> {
  const { secp256k1 } = await import('@noble/curves/secp256k1.js')
  const octets = Buffer.from(String(d), 'base64url')
  if (kty !== 'EC' || crv !== 'secp256k1' || !secp256k1.utils.isValidSecretKey(octets)) return false
  const point = Buffer.from(secp256k1.getPublicKey(octets, false))
  return point.subarray(1, 33).toString('base64url') === x && point.subarray(33).toString('base64url') === y
}
