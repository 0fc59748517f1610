import { LRUCache } from 'lru-cache'
import { sha256 } from '../../base/digest.ts'
import type { JsonObject } from '../../base/json.ts'
import { importJwk, signJws, type JwsKey } from './jws.ts'
import { repeatSignature } from '../../base/repeatable-signature.ts'
import { findUnsupportedExtension } from './compact-jws.ts'
import { listKeys, searchKeys, describeKeys } from './jwk-set.ts'
import { findMisuse, proofAlgorithms, type KeyError } from './public-key.ts'

/** A key to sign with, private or secret, and the algorithm it is for (RFC 7515 §4.1.1). */
export interface SigningKey {
  readonly algorithm: string
  readonly keyId?: string
  /** Its name in a trace, if it is one of a set. */
  readonly name?: string
  readonly jwk: JsonObject & { readonly kty: string }
}

/** Why there is no key to sign with. */
export type KeyLack = 'algorithm_unsupported' | 'key_set_missing' | 'key_missing' | 'key_ambiguous'

/** `actual` lists for a trace the keys and their errors. */
type KeyChoice = { readonly key: SigningKey } | { readonly lack: KeyLack; readonly actual: string }

/** Longer moduli than 4096 bits would let one service stall the others. */
const maximumModulusLength = 700

/**
 * Chooses the one key of a service's JWK set that signs with an asymmetric algorithm (Authlete Service `jwks`,
 * `idTokenSignatureKeyId`, `accessTokenSignatureKeyId`): private, for signing, for that algorithm, and with that key id
 * if one is configured.
 */
export function chooseServiceKey(jwks: string | undefined, algorithm: string, keyId?: string): KeyChoice {
  if (!proofAlgorithms.includes(algorithm)) return { lack: 'algorithm_unsupported', actual: algorithm }
  const keys = listKeys(jwks ?? '')
  if (keys === undefined) return { lack: 'key_set_missing', actual: 'no JWK set' }
  const search = searchKeys(keys, keyId, (jwk, name) => readSigningKey(jwk, algorithm, name))
  const [key, ...others] = search.found
  if (key === undefined) return { lack: 'key_missing', actual: describeKeys(search) }
  return others.length > 0 ? { lack: 'key_ambiguous', actual: describeKeys(search) } : { key }
}

/** A private key for signing with this algorithm, or its error. */
function readSigningKey(jwk: JsonObject, algorithm: string, name: string): SigningKey | KeyError {
  const { kid, kty, d, n = '' } = jwk
  const error = findMisuse(jwk, algorithm, 'sign')
  if (error !== undefined) return { error }
  if (typeof d !== 'string') return { error: 'the JWK is no private key' }
  if (String(n).length > maximumModulusLength) return { error: "the JWK's n has more than 4096 bits" }
  const named = { name, ...(typeof kid === 'string' && { keyId: kid }) }
  return { algorithm, ...named, jwk: { ...jwk, kty: String(kty) } }
}

/** A client's secret as a key (OpenID Connect Core §10.1): the UTF-8 octets of the secret. */
export function toSecretKey(secret: string, algorithm: string): SigningKey {
  return { algorithm, jwk: { kty: 'oct', k: Buffer.from(secret).toString('base64url') } }
}

type SigningError = 'key_unusable' | 'signing_failed'

type Signing = { readonly jwt: string } | { readonly error: SigningError }

/** Describes for a trace why a key signed nothing. */
export function describeSigningError(
  { algorithm, name = 'the secret' }: SigningKey,
  error: SigningError,
): string {
  return error === 'key_unusable'
    ? `${name}: the JWK is no private key for ${algorithm}`
    : `${name}: it did not sign by ${algorithm}`
}

/** Signs claims as a JWT. Header parameters are added to `alg` and `kid`, which they cannot replace. */
export type JwtSigner = (
  claims: JsonObject,
  key: SigningKey,
  headerParameters?: JsonObject,
) => Promise<Signing>

interface JwtSignerSettings {
  readonly maxCachedKeys?: number
  /** Whether the same claims and key always give the same signature. */
  readonly repeats?: boolean
}

/** Importing a key costs as much as using it, so the last ones are cached. */
export function createJwtSigner({ maxCachedKeys = 100, repeats = false }: JwtSignerSettings = {}): JwtSigner {
  const imported = new LRUCache<string, JwsKey>({ max: maxCachedKeys })
  return async (claims, { jwk, algorithm, keyId }, headerParameters = {}) => {
    const name = sha256(JSON.stringify([algorithm, jwk]))
    const key = imported.get(name) ?? (await importJwk(jwk, algorithm))
    if (key === undefined) return { error: 'key_unusable' }
    imported.set(name, key)
    const header = { ...headerParameters, alg: algorithm, ...(keyId !== undefined && { kid: keyId }) }
    const signing = await sign(claims, key, header)
    if (!repeats || 'error' in signing) return signing
    return { jwt: await repeatSignature(signing.jwt, algorithm, jwk) }
  }
}

/** A header cannot require an extension, because none is supported (RFC 7515 §4.1.11). */
async function sign(claims: JsonObject, key: JwsKey, header: { readonly alg: string }): Promise<Signing> {
  if (findUnsupportedExtension({ header }) !== undefined) return { error: 'signing_failed' }
  try {
    return { jwt: await signJws(header, claims, key) }
  } catch {
    return { error: 'signing_failed' }
  }
}
