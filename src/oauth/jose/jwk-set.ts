import { isJsonObject, readJsonObject, type JsonObject } from '../../base/json.ts'
import { excerpt, verdict, type Verdict } from '../../base/verdict.ts'
import { findPrivateMembers, readPublicKey, type KeyError, type PublicKey } from './public-key.ts'

const rule = { check: 'jwks', clause: 'RFC 7517 §5', source: 'documented' } as const

/** The keys of a JWK set in JSON text, or undefined if it is none. */
export function readJwkSet(text: unknown): readonly JsonObject[] | undefined {
  const keys = typeof text === 'string' ? listKeys(text) : undefined
  return keys?.every(isKey) === true ? keys : undefined
}

/** The same without checking the single keys. */
export function listKeys(text: string): readonly unknown[] | undefined {
  const reading = readJsonObject(text)
  const keys = 'value' in reading ? reading.value['keys'] : undefined
  return Array.isArray(keys) ? keys : undefined
}

/** The usable keys of a set with their names, and the errors of all others. */
interface KeySearch<Found> {
  readonly found: readonly Found[]
  readonly names: readonly string[]
  /** Names of keys, each with its error. */
  readonly errors: readonly string[]
}

/** Reads each key of a set that has the key ID, if one is named (RFC 7515 §4.1.4, RFC 7517 §4.5). */
export function searchKeys<Found extends object>(
  keys: readonly unknown[],
  keyId: unknown,
  read: (jwk: JsonObject, name: string) => Found | KeyError,
): KeySearch<Found> {
  const readings = keys.map((key, index) => {
    const name = describeKeyPlace(key, `keys[${index}]`)
    return { name, reading: readNamed(key, keyId, (jwk) => read(jwk, name)) }
  })
  return {
    found: readings.flatMap(({ reading }) => ('error' in reading ? [] : [reading])),
    names: readings.flatMap(({ name, reading }) => ('error' in reading ? [] : [name])),
    errors: readings.flatMap(({ name, reading }) =>
      'error' in reading ? [`${name}: ${reading.error}`] : [],
    ),
  }
}

/** The public keys for an algorithm in a set in JSON text (RFC 7515 §6), and for a trace what is needed and what is there. */
export function searchPublicKeys(
  jwks: string,
  keyId: unknown,
  algorithm: string,
): { readonly found: readonly PublicKey[]; readonly expected: string; readonly actual: string } {
  const keys = listKeys(jwks)
  const search = searchKeys(keys ?? [], keyId, (jwk) => readPublicKey(jwk, algorithm))
  return {
    found: search.found,
    expected: `one key for ${algorithm}`,
    actual: keys === undefined ? 'a text that is no JWK set' : describeKeys(search),
  }
}

function readNamed<Found>(
  key: unknown,
  keyId: unknown,
  read: (jwk: JsonObject) => Found | KeyError,
): Found | KeyError {
  if (!isJsonObject(key)) return { error: 'it is not a JSON object' }
  if (keyId !== undefined && key['kid'] !== keyId) {
    return { error: `the JWK's 'kid' is not ${excerpt(JSON.stringify(keyId), 80)}` }
  }
  return read(key)
}

/** The name of a key in a trace: its place, and its key ID if it has one. */
export function describeKeyPlace(key: unknown, place: string): string {
  const kid = isJsonObject(key) ? key['kid'] : undefined
  return kid === undefined ? place : `${place} (kid ${excerpt(JSON.stringify(kid), 80)})`
}

/** How many keys a trace lists. */
const maxListedKeys = 50

/** Describes a set in which not exactly one key is usable: the usable ones, or else the errors. */
export function describeKeys({ names, errors }: Omit<KeySearch<unknown>, 'found'>): string {
  const entries = names.length > 0 ? names : errors
  const rest = entries.length - maxListedKeys
  const list = [...entries.slice(0, maxListedKeys), ...(rest > 0 ? [`${rest} more`] : [])]
  return [`${names.length} keys`, ...list].join('; ')
}

function isKey(key: unknown): key is JsonObject {
  return isJsonObject(key) && typeof key['kty'] === 'string'
}

/** RFC 7517 §5: a JWK set has `keys`, and each of them a `kty`. */
export function checkJwkSet(text: string | undefined): Verdict<'jwks_malformed'> {
  return verdict(rule, text === undefined || readJwkSet(text) !== undefined, 'jwks_malformed')
}

const asymmetric: readonly unknown[] = ['EC', 'RSA', 'OKP']

/** The public part of a JWK set: no private members, and no symmetric keys. */
export function listPublicKeys(keys: readonly JsonObject[]): readonly JsonObject[] {
  return keys
    .filter(({ kty }) => asymmetric.includes(kty))
    .map((key) => {
      const hidden = findPrivateMembers(key)
      return Object.fromEntries(Object.entries(key).filter(([member]) => !hidden.includes(member)))
    })
}
