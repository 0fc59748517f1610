import type { Client } from '../../model/client.ts'
import { excerpt, failed, passed, type Fail, type Pass } from '../../base/verdict.ts'
import { listKeys, searchKeys, tellKeys } from '../jose/jwk-set.ts'
import { readPublicKey, type PublicKey } from '../jose/public-key.ts'

export type ClientKeyReason =
  'client_keys_unfetched' | 'client_keys_missing' | 'client_key_unknown' | 'client_key_ambiguous'

const registration = { check: 'client-jwks', clause: 'RFC 7591 §2', source: 'documented' } as const
const selection = { check: 'client-jwk', clause: 'RFC 7515 §6; RFC 7517 §4.5', source: 'documented' } as const

type KeySetReading =
  | { readonly verdict: Pass; readonly keys: readonly unknown[] }
  | { readonly verdict: Fail<ClientKeyReason>; readonly keys?: never }

/**
 * RFC 7591 §2: the keys that a client registered by value. A `jwks_uri` is never fetched: a mock that follows the URLs
 * of strangers is a way into the network that it runs in. A set that is no JSON holds no key.
 */
export function checkKeySet({ clientId, properties: { jwks, jwksUri } }: Client): KeySetReading {
  if (jwks) {
    const keys = listKeys(jwks)
    const actual = keys === undefined ? 'a text that is no JWK set' : `${keys.length} keys`
    return { verdict: passed(registration, { actual }), keys: keys ?? [] }
  }
  const detail = jwksUri
    ? `(ID = ${clientId}) from the location pointed to by 'jwks_uri' (${jwksUri})`
    : String(clientId)
  return {
    verdict: failed(registration, jwksUri ? 'client_keys_unfetched' : 'client_keys_missing', {
      expected: 'a JWK set registered by value',
      actual: jwksUri ? 'jwks_uri, which is never fetched' : 'none',
      detail,
    }),
  }
}

type KeyReading =
  | { readonly verdict: Pass; readonly key: PublicKey }
  | { readonly verdict: Fail<ClientKeyReason>; readonly key?: never }

/**
 * RFC 7515 §6, RFC 7517 §4.5: exactly one of the client's keys fits the algorithm and, where the header names one, the
 * key ID. Trying several keys one after another would let a signature pass that nobody meant.
 */
export function checkVerificationKey(
  keys: readonly unknown[],
  algorithm: string,
  keyId: string | undefined,
  clientId: number,
): KeyReading {
  const search = searchKeys(keys, keyId, (jwk) => readPublicKey(jwk, algorithm))
  const [key, ...others] = search.found
  const kid = keyId === undefined ? 'null' : excerpt(keyId)
  const found = (what: string) => ({
    expected: `one key for ${algorithm}`,
    actual: tellKeys(search),
    detail: `(ID = ${clientId}) ${what} for client authentication. (kid=${kid})`,
  })
  if (key === undefined) {
    return { verdict: failed(selection, 'client_key_unknown', found('does not contain the key')) }
  }
  if (others.length > 0) {
    return { verdict: failed(selection, 'client_key_ambiguous', found('contains multiple candidate keys')) }
  }
  return { verdict: passed(selection, { actual: key.thumbprint }), key }
}
