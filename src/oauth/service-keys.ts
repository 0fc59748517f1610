import { CompactSign, importJWK, type CryptoKey } from 'jose'
import { LRUCache } from 'lru-cache'
import { sha256 } from '../digest.ts'
import type { JsonObject } from '../json.ts'
import { findKeys } from './jwk-set.ts'
import { repeatSignature } from '../signature/repeatable-jws.ts'
import { keyForAlgorithm } from './public-key.ts'

/** A key to sign with, private or secret, and the algorithm it is for (RFC 7515 §4.1.1). */
export interface SigningKey {
  readonly algorithm: string
  readonly keyId?: string
  readonly jwk: JsonObject & { readonly kty: string }
}

/** Why there is no key to sign with. */
export type KeyFlaw = 'algorithm_unsupported' | 'key_set_missing' | 'key_missing' | 'key_ambiguous'

export type KeyChoice = { readonly key: SigningKey } | { readonly flaw: KeyFlaw }

/** Longer moduli than 4096 bits would let one service stall the others. */
const maximumModulusLength = 700

/**
 * Chooses the one key of a service's JWK set that signs with an asymmetric algorithm (Authlete Service `jwks`,
 * `idTokenSignatureKeyId`, `accessTokenSignatureKeyId`): private, for signing, for that algorithm, and with that key
 * id where one is configured.
 */
export function chooseServiceKey(jwks: string | undefined, algorithm: string, keyId?: string): KeyChoice {
  const type = Object.hasOwn(keyForAlgorithm, algorithm) ? keyForAlgorithm[algorithm] : undefined
  if (type === undefined) return { flaw: 'algorithm_unsupported' }
  const keys = readPrivateKeys(jwks)
  if (keys === undefined) return { flaw: 'key_set_missing' }
  const [jwk, ...others] = keys.filter(
    (key) => fits(key, algorithm, type) && (keyId === undefined || key['kid'] === keyId),
  )
  if (jwk === undefined) return { flaw: 'key_missing' }
  if (others.length > 0) return { flaw: 'key_ambiguous' }
  const { kid, kty } = jwk
  return {
    key: { algorithm, ...(typeof kid === 'string' && { keyId: kid }), jwk: { ...jwk, kty: String(kty) } },
  }
}

function readPrivateKeys(jwks: string | undefined): readonly JsonObject[] | undefined {
  return findKeys(jwks ?? '')?.filter((key) => typeof key['d'] === 'string')
}

/** RFC 7517 §4.2 to §4.4: a key that says what it is for must be for signing with this algorithm. */
function fits(jwk: JsonObject, algorithm: string, type: { kty: string; crv?: string }): boolean {
  const { kty, crv, use = 'sig', alg = algorithm, key_ops: operations = ['sign'], n = '' } = jwk
  return (
    kty === type.kty &&
    (type.crv === undefined || crv === type.crv) &&
    use === 'sig' &&
    alg === algorithm &&
    Array.isArray(operations) &&
    operations.includes('sign') &&
    String(n).length <= maximumModulusLength
  )
}

/** A client's secret as a key (OpenID Connect Core §10.1): the UTF-8 octets of the secret. */
export function toSecretKey(secret: string, algorithm: string): SigningKey {
  return { algorithm, jwk: { kty: 'oct', k: Buffer.from(secret).toString('base64url') } }
}

export type Signing = { readonly jwt: string } | { readonly flaw: 'key_unusable' | 'signing_failed' }

/** Signs claims as a JWT. Header parameters are added to `alg` and `kid`, which they cannot replace. */
export type JwtSigner = (
  claims: JsonObject,
  key: SigningKey,
  headerParameters?: JsonObject,
) => Promise<Signing>

export interface JwtSignerSettings {
  readonly rememberedKeys?: number
  /** Whether the same claims and key always give the same signature. */
  readonly repeats?: boolean
}

/** Importing a key costs as much as using it, so the last ones are kept. */
export function createJwtSigner({
  rememberedKeys = 100,
  repeats = false,
}: JwtSignerSettings = {}): JwtSigner {
  const imported = new LRUCache<string, CryptoKey | Uint8Array>({ max: rememberedKeys })
  return async (claims, { jwk, algorithm, keyId }, headerParameters = {}) => {
    const name = sha256(JSON.stringify([algorithm, jwk]))
    const key = imported.get(name) ?? (await importKey(jwk, algorithm))
    if (key === undefined) return { flaw: 'key_unusable' }
    imported.set(name, key)
    const header = { ...headerParameters, alg: algorithm, ...(keyId !== undefined && { kid: keyId }) }
    const signing = await sign(claims, key, header)
    if (!repeats || 'flaw' in signing) return signing
    return { jwt: await repeatSignature(signing.jwt, algorithm, jwk) }
  }
}

async function importKey(
  jwk: SigningKey['jwk'],
  algorithm: string,
): Promise<CryptoKey | Uint8Array | undefined> {
  try {
    return await importJWK({ ...jwk }, algorithm)
  } catch {
    return undefined
  }
}

async function sign(
  claims: JsonObject,
  key: CryptoKey | Uint8Array,
  header: { readonly alg: string },
): Promise<Signing> {
  try {
    const jws = new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader({ ...header })
    return { jwt: await jws.sign(key) }
  } catch {
    return { flaw: 'signing_failed' }
  }
}
