import type { TokenProperty } from '../../model/authorization.ts'
import { verdict, type Verdict } from '../../base/verdict.ts'

/** Octets of JSON; Authlete limits the properties of a token to 65,535. */
const maximumOctets = 65_535

/** Authlete TokenRequest `properties`: the size of a token's properties is bounded. `reason` is the API's own. */
export function checkPropertiesSize<Reason extends string>(
  properties: readonly TokenProperty[],
  reason: Reason,
): Verdict<Reason> {
  const rule = {
    check: 'properties',
    clause: 'Authlete TokenRequest properties',
    source: 'documented',
  } as const
  const octets = Buffer.byteLength(JSON.stringify(properties))
  return verdict(rule, octets <= maximumOctets, reason, {
    expected: `at most ${maximumOctets} octets`,
    actual: `${octets} octets`,
  })
}

/** Merges properties; a new one replaces the old one with its key. */
export function mergeProperties(
  old: readonly TokenProperty[] = [],
  added: readonly TokenProperty[] = [],
): readonly TokenProperty[] {
  return [...new Map([...old, ...added].map((property) => [property.key, property])).values()]
}

/** The members of a token response that properties cannot replace (RFC 6749 §5.1, §5.2, and other standards). */
const reserved = [
  'access_token',
  'token_type',
  'expires_in',
  'refresh_token',
  'scope',
  'id_token',
  'grant_id',
  'authorization_details',
  'error',
  'error_description',
  'error_uri',
]

/** Whether a token response has a member of its own by this name. */
export function isReserved(key: string): boolean {
  return reserved.includes(key)
}

/** The visible properties, as members of the token response. */
export function listVisibleProperties(
  properties: readonly TokenProperty[],
): Readonly<Record<string, string>> {
  const visible = properties.filter(({ key, hidden }) => hidden !== true && !isReserved(key))
  return Object.fromEntries(visible.map(({ key, value = '' }) => [key, value]))
}
