import { KeyObject } from 'node:crypto'
import { CompactSign, compactVerify, importJWK, type CryptoKey } from 'jose'
import { importEs256kKey, signEs256k, verifyEs256k } from './es256k.ts'
import type { SigningJwk } from '../../base/repeatable-signature.ts'

/** An imported key: jose's own type, or for ES256K Node's. */
export type JwsKey = CryptoKey | Uint8Array | KeyObject

/** A key imported for signing or verifying with one algorithm; undefined if the cryptography refuses it. */
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

/** Whether the key signed the compact JWS by this algorithm. */
export async function isJwsSignedBy(jws: string, key: JwsKey, algorithm: string): Promise<boolean> {
  if (key instanceof KeyObject) {
    const end = jws.lastIndexOf('.')
    return verifyEs256k(Buffer.from(jws.slice(0, end)), Buffer.from(jws.slice(end + 1), 'base64url'), key)
  }
  try {
    await compactVerify(jws, key, { algorithms: [algorithm] })
    return true
  } catch {
    return false
  }
}
