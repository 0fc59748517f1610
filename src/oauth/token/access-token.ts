import type { FoundAccessToken } from '../../model/access-token.ts'
import { found, verdict, type Fail, type Finding, type Verdict } from '../../base/verdict.ts'
import type { Service } from '../../model/service.ts'

export type AccessTokenReason =
  | 'access_token_missing'
  | 'access_token_unknown'
  | 'access_token_expired_refreshable'
  | 'access_token_and_refresh_token_expired'
  | 'access_token_expired'

/** RFC 6750 §3.1: the request carries an access token. */
export function checkAccessTokenPresent(accessToken: string): Verdict<AccessTokenReason> {
  const rule = {
    check: 'access-token-present',
    clause: 'RFC 6750 §3; Authlete GMRequest accessToken',
    source: 'documented',
  } as const
  return verdict(rule, accessToken !== '', 'access_token_missing', {
    expected: 'an access token',
    actual: accessToken === '' ? 'none' : `${accessToken.length} characters`,
  })
}

/** RFC 6750 §3.1: the access token is one that this service issued and still has. Finds the token. */
export function checkAccessTokenKnown(known: undefined): Fail<'access_token_unknown'>
export function checkAccessTokenKnown(
  known: FoundAccessToken | undefined,
): Finding<AccessTokenReason, FoundAccessToken>
export function checkAccessTokenKnown(
  known: FoundAccessToken | undefined,
): Finding<AccessTokenReason, FoundAccessToken> {
  const rule = { check: 'access-token-known', clause: 'RFC 6750 §3.1', source: 'observed' } as const
  return found(rule, known, 'access_token_unknown', {
    expected: 'an access token of this service',
    actual: known === undefined ? 'unknown' : `an access token of client ${known.token.clientId}`,
  })
}

/** RFC 6750 §3.1: the access token has not expired. The state of its refresh token decides the reason. */
export function checkAccessTokenExpiry(
  { token, refreshTokenExpiresAt }: FoundAccessToken,
  now: number,
): Verdict<AccessTokenReason> {
  const rule = {
    check: 'access-token-expiry',
    clause: 'RFC 6750 §3.1; Authlete KB, introspection of an expired access token',
    source: 'documented',
  } as const
  return verdict(rule, !isExpired(token.expiresAt, now), expiryReasonOf(refreshTokenExpiresAt, now), {
    expected: 'an access token that has not expired',
    actual: describeLife(token.expiresAt - now),
  })
}

/** A token is valid before its end, not at it (RFC 7519 §4.1.4 defines `exp` so). Epoch milliseconds. */
export function isExpired(expiresAt: number, now: number): boolean {
  return now >= expiresAt
}

function describeLife(milliseconds: number): string {
  const seconds = Math.abs(milliseconds) / 1000
  return milliseconds > 0 ? `expires in ${seconds} s` : `expired ${seconds} s ago`
}

function expiryReasonOf(refreshTokenExpiresAt: number | undefined, now: number): AccessTokenReason {
  if (refreshTokenExpiresAt === undefined) return 'access_token_expired'
  return isExpired(refreshTokenExpiresAt, now)
    ? 'access_token_and_refresh_token_expired'
    : 'access_token_expired_refreshable'
}

/** The type of an access token (RFC 6749 §7.1): DPoP for one that is bound to a key (RFC 9449 §5). */
export function tokenTypeOf(jkt: string | undefined, { properties }: Pick<Service, 'properties'>): string {
  return jkt === undefined ? (properties.accessTokenType ?? 'Bearer') : 'DPoP'
}
