import type { RefreshToken, Renewal } from '../../model/access-token.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import {
  excerpt,
  failed,
  found,
  verdict,
  passedWith,
  type Finding,
  type Verdict,
} from '../../base/verdict.ts'
import { isExpired } from './access-token.ts'
import { type RequestParameters, findParameterError } from '../parameters.ts'

export type RefreshTokenReason =
  | 'refresh_token_missing'
  | 'refresh_token_empty'
  | 'refresh_token_repeated'
  | 'refresh_token_unknown'
  | 'refresh_token_of_other_client'
  | 'refresh_token_expired'
  | 'refresh_scope_repeated'
  | 'refresh_scope_exceeded'

/** A refresh token that was presented: usable by itself, or used before, and then the one that replaced it. */
export interface PresentedRefreshToken {
  readonly token: RefreshToken
  /** Only where the used one was presented; it may have ended. */
  readonly renewal?: Renewal
}

/** RFC 6749 §6: the request has one refresh token. Finds its value. */
export function checkRefreshTokenGiven(parameters: RequestParameters): Finding<RefreshTokenReason, string> {
  const rule = { check: 'refresh-token', clause: 'RFC 6749 §6', source: 'documented' } as const
  const error = findParameterError(parameters, 'refresh_token')
  return error === undefined
    ? passedWith(rule, String(parameters.get('refresh_token')))
    : failed(rule, `refresh_token_${error}`)
}

/** RFC 6749 §6: the refresh token is one that this service issued and still has. Finds it. */
export function checkRefreshTokenKnown(
  known: PresentedRefreshToken | undefined,
): Finding<RefreshTokenReason, PresentedRefreshToken> {
  const rule = { check: 'refresh-token-known', clause: 'RFC 6749 §6', source: 'observed' } as const
  return found(rule, known, 'refresh_token_unknown', {
    actual: known === undefined ? 'unknown' : `a refresh token of client ${known.token.clientId}`,
  })
}

/** RFC 6749 §6: the refresh token was issued to the client that presents it. */
export function checkRefreshTokenClient(
  token: RefreshToken,
  { clientId }: Client,
): Verdict<RefreshTokenReason> {
  const rule = { check: 'refresh-token-client', clause: 'RFC 6749 §6, §10.4', source: 'documented' } as const
  return verdict(rule, token.clientId === clientId, 'refresh_token_of_other_client', {
    expected: String(token.clientId),
    actual: String(clientId),
  })
}

/** RFC 6749 §5.2: the refresh token has not expired. `now` in epoch milliseconds. */
export function checkRefreshTokenExpiry(
  { expiresAt }: RefreshToken,
  now: number,
): Verdict<RefreshTokenReason> {
  const rule = { check: 'refresh-token-expiry', clause: 'RFC 6749 §5.2, §6', source: 'documented' } as const
  return verdict(rule, !isExpired(expiresAt, now), 'refresh_token_expired', {
    actual: `${Math.abs(expiresAt - now)} ms ${isExpired(expiresAt, now) ? 'after' : 'before'} its end`,
  })
}

/** RFC 6749 §6: every requested scope was granted. */
export function checkRefreshScopes(
  { scopes }: RefreshToken,
  parameters: RequestParameters,
): Verdict<RefreshTokenReason> {
  const rule = { check: 'refresh-scope', clause: 'RFC 6749 §6', source: 'documented' } as const
  if (parameters.repeated.includes('scope')) return failed(rule, 'refresh_scope_repeated')
  const asked = parameters.words('scope')
  const granted = new Set(scopes)
  const covered = asked.every((scope) => granted.has(scope))
  return verdict(rule, covered, 'refresh_scope_exceeded', {
    expected: scopes.join(' '),
    actual: excerpt(asked.join(' ')),
  })
}

/**
 * The scopes of the new access token: the requested ones, or all that were granted (RFC 6749 §6); without `openid`, if
 * the service is configured so and offline access was not granted (Authlete Service
 * `openidDroppedOnRefreshWithoutOfflineAccess`).
 */
export function chooseRefreshScopes(
  { scopes }: RefreshToken,
  parameters: RequestParameters,
  { properties: { openidDroppedOnRefreshWithoutOfflineAccess: drops = false } }: Service,
): readonly string[] {
  const asked = new Set(parameters.words('scope'))
  const chosen = asked.size === 0 ? scopes : scopes.filter((scope) => asked.has(scope))
  return drops && !scopes.includes('offline_access') ? chosen.filter((scope) => scope !== 'openid') : chosen
}
