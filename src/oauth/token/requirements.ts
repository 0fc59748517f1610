import type { AccessToken } from '../../model/access-token.ts'
import { excerpt, verdict, passed, failed, skipped, type Verdict } from '../../base/verdict.ts'

/** Why a valid access token does not satisfy a protected resource. */
export type RequirementReason =
  | 'client_locked'
  | 'scopes_absent'
  | 'scope_insufficient'
  | 'subject_absent'
  | 'subject_mismatch'
  | 'authentication_too_old'
  | 'authentication_context_absent'
  | 'authentication_context_insufficient'
  | 'resource_uncovered'

/** Authlete Client `locked`: a locked client is refused at every endpoint, and so are its tokens. */
export function checkClientUnlocked(clientId: number, locked = false): Verdict<'client_locked'> {
  const rule = {
    check: 'client-unlocked',
    clause: 'Authlete Client locked; RFC 6750 §3.1',
    source: 'documented',
  } as const
  return verdict(rule, !locked, 'client_locked', {
    expected: 'a client that is not locked',
    actual: `client ${clientId}${locked ? ', locked' : ''}`,
  })
}

/** RFC 6750 §3.1: the access token covers every scope that the resource needs. */
export function checkScopesCovered(
  held: readonly string[],
  required: readonly string[],
): Verdict<'scopes_absent' | 'scope_insufficient'> {
  const rule = {
    check: 'scopes',
    clause: 'RFC 6750 §3.1; Authlete IntrospectionRequest scopes',
    source: 'documented',
  } as const
  if (required.length === 0) return skipped(rule, 'no scope is required')
  const expected = excerpt(required.join(' '))
  if (held.length === 0) return failed(rule, 'scopes_absent', { expected, actual: 'no scopes' })
  const covered = new Set(held)
  const missing = required.find((scope) => !covered.has(scope))
  return verdict(rule, missing === undefined, 'scope_insufficient', {
    expected,
    actual: held.join(' '),
    detail: missing === undefined ? undefined : excerpt(missing),
  })
}

/** Authlete IntrospectionRequest `subject`: the access token is for this subject. */
export function checkSubjectRequirement(
  subject: string | undefined,
  required: string | undefined,
): Verdict<'subject_absent' | 'subject_mismatch'> {
  const rule = {
    check: 'subject',
    clause: 'Authlete IntrospectionRequest subject',
    source: 'documented',
  } as const
  if (required === undefined) return skipped(rule, 'no subject is required')
  const evidence = { expected: excerpt(required), actual: subject ?? 'no subject' }
  if (subject === undefined) return failed(rule, 'subject_absent', evidence)
  return verdict(rule, subject === required, 'subject_mismatch', evidence)
}

/** RFC 9470 §3: the user authentication is not older than this. `now` in epoch milliseconds, `maxAge` in seconds. */
export function checkAuthenticationAge(
  authTime: number | undefined,
  maxAge: number,
  now: number,
): Verdict<'authentication_too_old'> {
  const rule = {
    check: 'max-age',
    clause: 'RFC 9470 §3; Authlete IntrospectionRequest maxAge',
    source: 'documented',
  } as const
  if (maxAge <= 0) return skipped(rule, 'no age is required')
  const age = authTime === undefined ? undefined : Math.floor(now / 1000) - authTime
  return verdict(rule, age !== undefined && age <= maxAge, 'authentication_too_old', {
    expected: `at most ${maxAge} s ago`,
    actual: age === undefined ? 'unknown' : `${age} s ago`,
  })
}

/** RFC 9470 §3: the user authentication satisfied one of these contexts. */
export function checkAuthenticationContext(
  acr: string | undefined,
  acceptable: readonly string[],
): Verdict<'authentication_context_absent' | 'authentication_context_insufficient'> {
  const rule = {
    check: 'acr',
    clause: 'RFC 9470 §3; Authlete IntrospectionRequest acrValues',
    source: 'documented',
  } as const
  if (acceptable.length === 0) return skipped(rule, 'no authentication context is required')
  const expected = excerpt(acceptable.join(' '))
  if (acr === undefined) return failed(rule, 'authentication_context_absent', { expected, actual: 'none' })
  return verdict(rule, acceptable.includes(acr), 'authentication_context_insufficient', {
    expected,
    actual: acr,
    detail: acr,
  })
}

/** RFC 8707 §2: a token that is for certain resources is for this one. A token without resources is for any. */
export function checkResources(
  covered: readonly string[],
  required: readonly string[],
): Verdict<'resource_uncovered'> {
  const rule = {
    check: 'resources',
    clause: 'RFC 8707 §2; Authlete IntrospectionRequest resources',
    source: 'inferred',
  } as const
  if (required.length === 0) return skipped(rule, 'no resource is required')
  if (covered.length === 0) return skipped(rule, 'the access token is for no resource in particular')
  const allowed = new Set(covered)
  const uncovered = required.find((resource) => !allowed.has(resource))
  if (uncovered === undefined) return passed(rule, { expected: excerpt(required.join(' ')) })
  const detail = excerpt(uncovered)
  return failed(rule, 'resource_uncovered', { expected: detail, actual: covered.join(' '), detail })
}

/** The resources of an access token: those of its own request, else those of the authorization (RFC 8707 §2.2). */
export function listAudience({ details = {} }: Pick<AccessToken, 'details'>): readonly string[] {
  return details.accessTokenResources ?? details.resources ?? []
}

export type ScopeReason = 'scope_missing'

/** Grant Management §6.1; RFC 6750 §3.1: the access token covers the scope that the action needs. */
export function checkScope(scopes: readonly string[], required: string): Verdict<ScopeReason> {
  const rule = { check: 'scope', clause: 'Grant Management §6.1; RFC 6750 §3.1', source: 'observed' } as const
  return verdict(rule, scopes.includes(required), 'scope_missing', {
    expected: required,
    actual: scopes.length === 0 ? 'no scopes' : scopes.join(' '),
  })
}
