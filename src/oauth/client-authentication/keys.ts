import type { Client } from '../../model/client.ts'
import { excerpt, failed, passedWith, type Finding } from '../../base/verdict.ts'
import { listKeys, searchKeys, describeKeys } from '../jose/jwk-set.ts'
import { readPublicKey, type PublicKey } from '../jose/public-key.ts'

export type ClientKeyReason =
  'client_keys_unfetched' | 'client_keys_missing' | 'client_key_unknown' | 'client_key_ambiguous'

const registration = { check: 'client-jwks', clause: 'RFC 7591 §2', source: 'documented' } as const
const selection = { check: 'client-jwk', clause: 'RFC 7515 §6; RFC 7517 §4.5', source: 'documented' } as const

/**
 * RFC 7591 §2: the keys that a client registered by value. The mock never fetches a `jwks_uri`: following URLs of
 * clients would open its network to them. A set that is no JSON contains no key. Finds the keys.
 */
export function checkKeySet({
  clientId,
  properties: { jwks, jwksUri },
}: Client): Finding<ClientKeyReason, readonly unknown[]> {
  if (jwks) {
    const keys = listKeys(jwks)
    const actual = keys === undefined ? 'a text that is no JWK set' : `${keys.length} keys`
    return passedWith(registration, keys ?? [], { actual })
  }
  const detail = jwksUri
    ? `(ID = ${clientId}) from the location pointed to by 'jwks_uri' (${jwksUri})`
    : String(clientId)
  return failed(registration, jwksUri ? 'client_keys_unfetched' : 'client_keys_missing', {
    expected: 'a JWK set registered by value',
    actual: jwksUri ? 'jwks_uri, which is never fetched' : 'none',
    detail,
  })
}

/**
 * RFC 7515 §6, RFC 7517 §4.5: exactly one of the client's keys fits the algorithm and, if the header names one, the key
 * ID. Trying several keys would accept signatures by keys that the client did not mean. Finds the key.
 */
export function checkVerificationKey(
  keys: readonly unknown[],
  algorithm: string,
  keyId: string | undefined,
  clientId: number,
): Finding<ClientKeyReason, PublicKey> {
  const search = searchKeys(keys, keyId, (jwk) => readPublicKey(jwk, algorithm))
  const [key, ...others] = search.found
  const kid = keyId === undefined ? 'null' : excerpt(keyId)
  const evidence = (what: string) => ({
    expected: `one key for ${algorithm}`,
    actual: describeKeys(search),
    detail: `(ID = ${clientId}) ${what} for client authentication. (kid=${kid})`,
  })
  if (key === undefined) return failed(selection, 'client_key_unknown', evidence('does not contain the key'))
  if (others.length > 0) {
    return failed(selection, 'client_key_ambiguous', evidence('contains multiple candidate keys'))
  }
  return passedWith(selection, key, { actual: key.thumbprint })
}
