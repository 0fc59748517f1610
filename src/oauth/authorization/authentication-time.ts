import { isJsonObject } from '../../base/json.ts'
import type { AuthorizationRequest } from '../../model/authorization.ts'
import type { Client } from '../../model/client.ts'
import { passed, skipped, type Verdict } from '../../base/verdict.ts'
import { findClaimsFor } from './claims.ts'

/**
 * OpenID Connect Core §2, Registration §2: the ID token states when the user authenticated if `max_age`, an essential
 * claim or the client asks for it. That Authlete refuses an issue without it is not documented anywhere.
 */
export function checkAuthenticationTime(
  authTime: number | undefined,
  scopes: readonly string[],
  request: AuthorizationRequest,
  client: Client,
): Verdict<never> {
  const rule = {
    check: 'authentication-time',
    clause: 'OpenID Connect Core §2; Authlete Client authTimeRequired',
    source: 'assumed',
  } as const
  const expected = scopes.includes('openid') ? findRequester(request, client) : undefined
  if (expected === undefined) return passed(rule)
  if (authTime !== undefined) return passed(rule, { expected, actual: String(authTime) })
  return skipped(rule, 'nobody has published what Authlete does', { expected, actual: 'no authTime' })
}

function findRequester({ maxAge, claims }: AuthorizationRequest, { properties }: Client): string | undefined {
  if (properties.authTimeRequired === true) return 'authTimeRequired of the client'
  if (maxAge !== undefined) return 'max_age'
  const requested = findClaimsFor('id_token', claims)?.['auth_time']
  return isJsonObject(requested) && requested['essential'] === true ? 'the claim auth_time' : undefined
}
