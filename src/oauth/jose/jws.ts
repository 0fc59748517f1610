import { KeyObject } from 'node:crypto'
import { CompactSign, compactVerify, importJWK, type CryptoKey } from 'jose'
import { importEs256kKey, signEs256k } from './es256k.ts'
import { isSignatureOf, type VerificationKey } from './public-key-signature.ts'
import type { SigningJwk } from '../../base/repeatable-signature.ts'

/** A key to sign with: jose's own type, or for ES256K Node's. */
export type JwsKey = CryptoKey | Uint8Array | KeyObject

/** A private or secret key imported for one algorithm; undefined if the cryptography refuses it. */
export async function importJwk(jwk: SigningJwk, algorithm: string): Promise<JwsKey | undefined> {
  try {
    return algorithm === 'ES256K' ? importEs256kKey(jwk) : await importJWK({ ...jwk }, algorithm)
  } catch {
    return undefined
  }
}

/** Signs a compact JWS (RFC 7515 §7.1). Rejects if the key does not fit the algorithm of the header. */
export async function signJws(
  header: { readonly alg: string },
  payload: object,
  key: JwsKey,
): Promise<string> {
  const octets = Buffer.from(JSON.stringify(payload))
  if (!(key instanceof KeyObject)) return new CompactSign(octets).setProtectedHeader({ ...header }).sign(key)
  const input = [Buffer.from(JSON.stringify(header)), octets]
    .map((part) => part.toString('base64url'))
    .join('.')
  return `${input}.${signEs256k(Buffer.from(input), key).toString('base64url')}`
}

/** Whether the private key of this public one signed the compact JWS by the algorithm of the key. */
export async function isJwsSignedBy(jws: string, key: VerificationKey): Promise<boolean> {
  const end = jws.lastIndexOf('.')
  const signature = Buffer.from(jws.slice(end + 1), 'base64url')
  return isSignatureOf(Buffer.from(jws.slice(0, end)), signature, key)
}

/** Whether the secret made the MAC of the compact JWS by this algorithm. */
export async function isJwsMacOf(jws: string, secret: Uint8Array, algorithm: string): Promise<boolean> {
  try {
    await compactVerify(jws, secret, { algorithms: [algorithm] })
    return true
  } catch {
    return false
  }
}
