import type { Service } from '../../model/service.ts'
import { excerpt, failed, verdict, type Fail, type Pass, show } from '../../base/verdict.ts'
import type { JsonObject } from '../../base/json.ts'
import type { CompactJws } from '../jose/compact-jws.ts'
import { hasCome, isBeforeExpiry } from '../numeric-date.ts'

export type ClientAssertionClaimReason =
  | 'client_assertion_iss_wrong'
  | 'client_assertion_sub_wrong'
  | 'client_assertion_aud_undefined'
  | 'client_assertion_aud_wrong'
  | 'client_assertion_exp_missing'
  | 'client_assertion_exp_wrong'
  | 'client_assertion_nbf_wrong'
  | 'client_assertion_iat_in_future'
  | 'client_assertion_jti_missing'

type CheckResult = Pass | Fail<ClientAssertionClaimReason>

/** What the claims of an assertion are compared with. */
interface AssertionExpectations {
  /** The names that the client has: its id, and its alias where it may use it. */
  readonly clientNames: readonly string[]
  readonly audiences: readonly string[]
  /** Epoch milliseconds. */
  readonly now: number
  readonly clockSkewSeconds: number
}

const documented = 'documented' as const

/** An assertion is valid for a few minutes; one that lasts longer than a day would have to be stored as long. */
const maximumLifetimeSeconds = 86_400

/**
 * The audiences that an assertion may name (RFC 7523 §3 (3), RFC 9126 §2): the issuer, the token endpoint, and the
 * endpoint that receives it; the issuer alone if the service is configured so.
 */
export function listAudiences(api: string, { properties }: Service): readonly string[] {
  const { issuer, tokenEndpoint, pushedAuthReqEndpoint } = properties
  const endpoints =
    properties['clientAssertionAudRestrictedToIssuer'] === true
      ? []
      : [
          tokenEndpoint,
          ...(api === 'pushed_auth_req' ? [pushedAuthReqEndpoint] : []),
          ...(api === 'revocation' ? [properties['revocationEndpoint']] : []),
        ]
  return [issuer, ...endpoints].filter(
    (audience) => typeof audience === 'string' && audience !== '',
  ) as string[]
}

/** The checks of an assertion's claims (RFC 7523 §3), in the order of Authlete's result codes. */
export function listClaimChecks(
  { payload }: CompactJws,
  expected: AssertionExpectations,
): readonly (() => CheckResult)[] {
  return [
    () => checkAssertionIssuer(payload, expected),
    () => checkAssertionSubject(payload, expected),
    () => checkAssertionAudience(payload, expected),
    () => checkAssertionExpiry(payload, expected),
    () => checkAssertionNotBefore(payload, expected),
    () => checkAssertionIssuedAt(payload, expected),
    () => checkAssertionId(payload),
  ]
}

/** RFC 7523 §3 (1): the issuer is the client. */
function checkAssertionIssuer({ iss }: JsonObject, { clientNames }: AssertionExpectations): CheckResult {
  const rule = { check: 'client-assertion-iss', clause: 'RFC 7523 §3 (1)', source: documented } as const
  return verdict(rule, isOneOf(iss, clientNames), 'client_assertion_iss_wrong', {
    expected: clientNames.join(' or '),
    actual: show(iss),
    detail: `iss = ${show(iss)}, expected issuer = ${clientNames.join(' or ')}`,
  })
}

/** RFC 7523 §3 (2): the subject is the client. */
function checkAssertionSubject({ sub }: JsonObject, { clientNames }: AssertionExpectations): CheckResult {
  const rule = { check: 'client-assertion-sub', clause: 'RFC 7523 §3 (2)', source: documented } as const
  return verdict(rule, isOneOf(sub, clientNames), 'client_assertion_sub_wrong', {
    expected: clientNames.join(' or '),
    actual: show(sub),
    detail: `sub = ${show(sub)}, expected subject = ${clientNames.join(' or ')}`,
  })
}

/** RFC 7523 §3 (3): the audience is this authorization server, compared exactly (RFC 3986 §6.2.1). */
function checkAssertionAudience({ aud }: JsonObject, { audiences }: AssertionExpectations): CheckResult {
  const rule = { check: 'client-assertion-aud', clause: 'RFC 7523 §3 (3)', source: documented } as const
  const expected = excerpt(audiences.join(' or '))
  if (audiences.length === 0) return failed(rule, 'client_assertion_aud_undefined', { actual: show(aud) })
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  const holds = named.some((audience) => isOneOf(audience, audiences))
  return verdict(rule, holds, 'client_assertion_aud_wrong', {
    expected,
    actual: show(aud),
    detail: `aud = ${show(aud)}, valid audiences = ${expected}`,
  })
}

/** RFC 7523 §3 (4): the assertion expires, not in the past and within a day. */
function checkAssertionExpiry({ exp }: JsonObject, expected: AssertionExpectations): CheckResult {
  const rule = { check: 'client-assertion-exp', clause: 'RFC 7523 §3 (4)', source: documented } as const
  const { earliest, latest } = findNow(expected)
  const bounds = `after ${earliest}, until ${latest + maximumLifetimeSeconds}`
  const actual = show(exp)
  if (exp === undefined) return failed(rule, 'client_assertion_exp_missing', { expected: bounds })
  const holds =
    isBeforeExpiry(exp, expected.now, expected.clockSkewSeconds) &&
    Number(exp) <= latest + maximumLifetimeSeconds
  return verdict(rule, holds, 'client_assertion_exp_wrong', { expected: bounds, actual, detail: actual })
}

/** RFC 7523 §3 (5): `nbf`, if present, has passed. */
function checkAssertionNotBefore({ nbf }: JsonObject, expected: AssertionExpectations): CheckResult {
  const rule = { check: 'client-assertion-nbf', clause: 'RFC 7523 §3 (5)', source: documented } as const
  const { latest } = findNow(expected)
  const actual = show(nbf)
  return verdict(rule, isOptionalPast(nbf, expected), 'client_assertion_nbf_wrong', {
    expected: `${latest} or earlier`,
    actual,
    detail: actual,
  })
}

/** RFC 7523 §3 (6): `iat`, if present, has passed. */
function checkAssertionIssuedAt({ iat }: JsonObject, expected: AssertionExpectations): CheckResult {
  const rule = { check: 'client-assertion-iat', clause: 'RFC 7523 §3 (6)', source: documented } as const
  const { latest } = findNow(expected)
  const actual = show(iat)
  return verdict(rule, isOptionalPast(iat, expected), 'client_assertion_iat_in_future', {
    expected: `${latest} or earlier`,
    actual,
    detail: actual,
  })
}

/** OpenID Connect Core §9: `jti` is required of client assertions. */
function checkAssertionId({ jti }: JsonObject): CheckResult {
  const rule = {
    check: 'client-assertion-jti',
    clause: 'OpenID Connect Core §9',
    source: documented,
  } as const
  return verdict(rule, typeof jti === 'string' && jti !== '', 'client_assertion_jti_missing', {
    expected: 'a string',
    actual: show(jti),
  })
}

/** The service's time in seconds, moved back and forward by the allowed skew. */
function findNow({ now, clockSkewSeconds }: AssertionExpectations): { earliest: number; latest: number } {
  return { earliest: now / 1000 - clockSkewSeconds, latest: now / 1000 + clockSkewSeconds }
}

function isOneOf(value: unknown, names: readonly string[]): boolean {
  return typeof value === 'string' && names.includes(value)
}

/** An optional claim that, if present, is a time that has passed. */
function isOptionalPast(value: unknown, { now, clockSkewSeconds }: AssertionExpectations): boolean {
  return value === undefined || hasCome(value, now, clockSkewSeconds)
}
