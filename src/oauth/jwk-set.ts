import { isJsonObject, readJsonObject, type JsonObject } from '../json.ts'
import { judged, type Verdict } from '../verdict.ts'
import { findPrivateMembers, readPublicKey, type PublicKey } from './public-key.ts'

const rule = { check: 'jwks', clause: 'RFC 7517 §5', source: 'documented' } as const

/** The keys of a JWK set that is given as JSON text, or undefined where it is none. */
export function readJwkSet(text: unknown): readonly JsonObject[] | undefined {
  const keys = typeof text === 'string' ? readKeys(text) : undefined
  return keys?.every(isKey) === true ? keys : undefined
}

/** The same without a look at the single keys: whatever else than an object stands among them is passed over. */
export function findKeys(text: string): readonly JsonObject[] | undefined {
  return readKeys(text)?.filter(isJsonObject)
}

function readKeys(text: string): readonly unknown[] | undefined {
  const reading = readJsonObject(text)
  const keys = 'value' in reading ? reading.value['keys'] : undefined
  return Array.isArray(keys) ? keys : undefined
}

/** The keys that verify an algorithm (RFC 7517 §4) and have the key ID that a header names, where it names one. */
export function listVerificationKeys(
  keys: readonly JsonObject[],
  algorithm: string,
  keyId: unknown,
): readonly PublicKey[] {
  return keys
    .filter((jwk) => keyId === undefined || jwk['kid'] === keyId)
    .map((jwk) => readPublicKey(jwk, algorithm))
    .filter((reading): reading is PublicKey => !('flaw' in reading))
}

function isKey(key: unknown): key is JsonObject {
  return isJsonObject(key) && typeof key['kty'] === 'string'
}

/** RFC 7517 §5: a JWK set has `keys`, and each of them a `kty`. */
export function checkJwkSet(text: string | undefined): Verdict<'jwks_malformed'> {
  return judged(rule, text === undefined || readJwkSet(text) !== undefined, 'jwks_malformed')
}

const asymmetric: readonly unknown[] = ['EC', 'RSA', 'OKP']

/** What everybody may see of a JWK set: no private member, and no key that is secret as a whole. */
export function listPublicKeys(keys: readonly JsonObject[]): readonly JsonObject[] {
  return keys
    .filter(({ kty }) => asymmetric.includes(kty))
    .map((key) => {
      const hidden = findPrivateMembers(key)
      return Object.fromEntries(Object.entries(key).filter(([member]) => !hidden.includes(member)))
    })
}
