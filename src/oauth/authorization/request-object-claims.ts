import { isJsonObject, type JsonObject } from '../../base/json.ts'
import type { Service } from '../../model/service.ts'
import { failed, verdict, passed, skipped, type Verdict, show } from '../../base/verdict.ts'
import { isResponseType } from './request.ts'
import type { CompactJws } from '../jose/compact-jws.ts'
import { readIssuer } from '../metadata.ts'
import { hasCome, isBeforeExpiry, isNumericDate } from '../numeric-date.ts'
import { saysItsRole } from '../jwt-role.ts'
import { toParameters, type RequestParameters } from '../parameters.ts'
import {
  furtherTextMembers,
  membersOfRequestsAlone,
  parameterMembers,
  textMembers,
} from '../request-members.ts'
import { isTraditional } from './request-object.ts'

export type RequestObjectClaimReason =
  | `${(typeof textMembers)[number]}_not_text`
  | 'member_not_text'
  | 'max_age_not_numeric'
  | 'claims_not_json_object'
  | 'resource_not_list'
  | 'resource_element_not_text'
  | 'request_object_of_other_client'
  | 'request_object_iss_mismatch'
  | 'request_object_with_request'
  | 'request_object_with_request_uri'
  | 'request_object_without_response_type'
  | 'request_object_response_type_invalid'
  | 'request_object_response_type_differs'
  | 'request_object_exp_not_number'
  | 'request_object_expired'
  | 'request_object_nbf_not_number'
  | 'request_object_not_yet_valid'
  | 'request_object_aud_missing'
  | 'request_object_aud_unreadable'
  | 'request_object_aud_mismatch'
  | 'request_object_aud_without_issuer'

/** What the claims of a request object are compared with. */
interface RequestObjectExpectations {
  /** The names that the client has. */
  readonly clientNames: readonly string[]
  /** The parameters that came with the request object. */
  readonly outside: RequestParameters
  readonly service: Service
  /** Epoch milliseconds. */
  readonly now: number
}

/** The checks of a request object's members and claims, in the order of Authlete's result codes. */
export function listRequestObjectChecks(
  jws: CompactJws,
  expected: RequestObjectExpectations,
): readonly (() => Verdict<RequestObjectClaimReason | 'request_object_malformed'>)[] {
  const { payload } = jws
  return [
    () => checkMemberTypes(payload),
    () => checkRequestingParty(payload, expected),
    () => checkResponseTypeInside(payload),
    () => checkNoNesting(payload),
    () => checkResponseTypePlace(payload, expected),
    () => checkExpiry(payload, expected),
    () => checkNotBefore(payload, expected),
    () => checkIssuedAt(payload),
    () => checkAudience(payload, expected),
    () => checkSubject(jws, expected),
  ]
}

/** RFC 9101 §4: members keep the type that their parameter has; numbers and JSON values stand as such. */
function checkMemberTypes(payload: JsonObject): Verdict<RequestObjectClaimReason> {
  const rule = { check: 'request-object-members', clause: 'RFC 9101 §4', source: 'documented' } as const
  const wrong = textMembers.find((name) => !isTextOrAbsent(payload[name]))
  if (wrong !== undefined) return failed(rule, `${wrong}_not_text`)
  const further = furtherTextMembers.find((name) => !isTextOrAbsent(payload[name]))
  if (further !== undefined) return failed(rule, 'member_not_text', { detail: further })
  const { max_age: maxAge = 0, claims = {}, resource = [] } = payload
  if (typeof maxAge !== 'number') return failed(rule, 'max_age_not_numeric')
  if (!isJsonObject(claims)) return failed(rule, 'claims_not_json_object')
  if (typeof resource === 'string') return passed(rule)
  if (!Array.isArray(resource)) return failed(rule, 'resource_not_list')
  const index = resource.findIndex((element) => typeof element !== 'string')
  return verdict(rule, index === -1, 'resource_element_not_text', { detail: String(index) })
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}

/**
 * RFC 9101 §5, §6.3: `client_id` is the same inside and outside, and only the rules of OpenID Connect Core §6.1 let it
 * be absent inside. If it is absent outside, authentication has identified the client (RFC 9126 §2.1), and any name of
 * that client is accepted; `iss`, if present, is the client too.
 */
function checkRequestingParty(
  { client_id: inside, iss }: JsonObject,
  { clientNames, outside, service }: RequestObjectExpectations,
): Verdict<RequestObjectClaimReason> {
  const rule = {
    check: 'request-object-client',
    clause: 'RFC 9101 §4, §5, §6.3',
    source: 'documented',
  } as const
  const outsideName = outside.get('client_id')
  const names: readonly unknown[] = outsideName === undefined ? clientNames : [outsideName]
  if (!names.includes(inside) && (inside !== undefined || !isTraditional(service))) {
    const expected = names.join(' or ')
    const detail = inside === undefined ? 'null' : show(inside)
    return failed(rule, 'request_object_of_other_client', { expected, actual: detail, detail })
  }
  const holds = iss === undefined || (typeof iss === 'string' && clientNames.includes(iss))
  return verdict(rule, holds, 'request_object_iss_mismatch', {
    expected: clientNames.join(' or '),
    actual: show(iss),
    detail: show(iss),
  })
}

/** RFC 6749 §3.1.1: a `response_type` inside names response types that exist. */
function checkResponseTypeInside({ response_type: inside }: JsonObject): Verdict<RequestObjectClaimReason> {
  const rule = {
    check: 'request-object-response-type-known',
    clause: 'RFC 6749 §3.1.1; RFC 9101 §4',
    source: 'documented',
  } as const
  const known = typeof inside !== 'string' || isResponseType(inside)
  const actual = show(inside)
  return verdict(rule, known, 'request_object_response_type_invalid', { actual, detail: actual })
}

/** RFC 9101 §4: a request object contains no other request object. */
function checkNoNesting(payload: JsonObject): Verdict<RequestObjectClaimReason> {
  const rule = { check: 'request-object-nesting', clause: 'RFC 9101 §4', source: 'documented' } as const
  if (Object.hasOwn(payload, 'request')) return failed(rule, 'request_object_with_request')
  return verdict(rule, !Object.hasOwn(payload, 'request_uri'), 'request_object_with_request_uri')
}

/**
 * RFC 9101 §5: only the parameters inside count, so `response_type` must be inside too. Under OpenID Connect Core §6.1
 * it may be on both sides, with the same value.
 */
function checkResponseTypePlace(
  { response_type: inside }: JsonObject,
  { outside, service }: RequestObjectExpectations,
): Verdict<RequestObjectClaimReason> {
  const rule = {
    check: 'request-object-response-type',
    clause: 'RFC 9101 §5; OpenID Connect Core §6.1',
    source: 'documented',
  } as const
  if (!isTraditional(service)) {
    return verdict(rule, inside !== undefined, 'request_object_without_response_type')
  }
  const given = outside.get('response_type')
  const differs = inside !== undefined && given !== undefined && inside !== given
  const detail = show(inside)
  return verdict(rule, !differs, 'request_object_response_type_differs', { actual: detail, detail })
}

/** RFC 7519 §4.1.4: `exp`, if present, is in the future. */
function checkExpiry(
  { exp }: JsonObject,
  { now, service }: RequestObjectExpectations,
): Verdict<RequestObjectClaimReason> {
  const rule = { check: 'request-object-exp', clause: 'RFC 7519 §4.1.4', source: 'documented' } as const
  if (exp === undefined) return passed(rule)
  if (!isNumericDate(exp)) return failed(rule, 'request_object_exp_not_number', { actual: show(exp) })
  return verdict(rule, isBeforeExpiry(exp, now, clockSkew(service)), 'request_object_expired', {
    expected: `after ${now / 1000}`,
    actual: String(exp),
    detail: describeTimes('exp', exp, now, service),
  })
}

/** RFC 7519 §4.1.5: `nbf`, if present, has passed. */
function checkNotBefore(
  { nbf }: JsonObject,
  { now, service }: RequestObjectExpectations,
): Verdict<RequestObjectClaimReason> {
  const rule = { check: 'request-object-nbf', clause: 'RFC 7519 §4.1.5', source: 'documented' } as const
  if (nbf === undefined) return passed(rule)
  if (!isNumericDate(nbf)) return failed(rule, 'request_object_nbf_not_number', { actual: show(nbf) })
  return verdict(rule, hasCome(nbf, now, clockSkew(service)), 'request_object_not_yet_valid', {
    expected: `at most ${now / 1000}`,
    actual: String(nbf),
    detail: describeTimes('nbf', nbf, now, service),
  })
}

/** RFC 7519 §4.1.6: `iat`, if present, is a time. Its value does not matter. */
function checkIssuedAt({ iat }: JsonObject): Verdict<'request_object_malformed'> {
  const rule = { check: 'request-object-iat', clause: 'RFC 7519 §2, §4.1.6', source: 'documented' } as const
  return verdict(rule, iat === undefined || isNumericDate(iat), 'request_object_malformed', {
    expected: 'a time',
    actual: show(iat),
    detail: "JWT claim 'iat' is not a NumericDate",
  })
}

/** What Authlete adds to the text: its clock, the claim, and the allowed skew, in whole seconds. */
function describeTimes(name: 'exp' | 'nbf', seconds: number, now: number, service: Service): string {
  return `now=${Math.floor(now / 1000)}, ${name}=${Math.floor(seconds)}, skew=${clockSkew(service)}`
}

function clockSkew({ properties: { allowableClockSkew = 0 } }: Service): number {
  return allowableClockSkew
}

/** RFC 9101 §4: the audience is this server, if the service checks it (Authlete `requestObjectAudienceChecked`). */
function checkAudience(
  { aud }: JsonObject,
  { service }: RequestObjectExpectations,
): Verdict<RequestObjectClaimReason> {
  const rule = {
    check: 'request-object-aud',
    clause: 'RFC 9101 §4; Authlete Service requestObjectAudienceChecked',
    source: 'documented',
  } as const
  if (service.properties['requestObjectAudienceChecked'] !== true) return passed(rule)
  const issuer = readIssuer(service)
  if (aud === undefined) return failed(rule, 'request_object_aud_missing', { expected: issuer })
  const evidence = { expected: issuer, actual: show(aud) }
  if (typeof aud === 'string') return verdict(rule, aud === issuer, 'request_object_aud_mismatch', evidence)
  if (!Array.isArray(aud)) return failed(rule, 'request_object_aud_unreadable', evidence)
  return verdict(rule, aud.includes(issuer), 'request_object_aud_without_issuer', evidence)
}

/**
 * RFC 9101 §10.8: a request object whose subject is its client, and whose `typ` names no other use, could serve as
 * client assertion. Without a member that only requests have, it is one.
 */
function checkSubject(
  { header, payload }: CompactJws,
  { clientNames }: RequestObjectExpectations,
): Verdict<'request_object_malformed'> {
  const rule = { check: 'request-object-sub', clause: 'RFC 9101 §10.8', source: 'inferred' } as const
  const { sub } = payload
  if (typeof sub !== 'string' || !clientNames.includes(sub) || saysItsRole(header['typ'])) return passed(rule)
  const evidence = { expected: "another subject, or 'typ' oauth-authz-req+jwt", actual: show(sub) }
  if (membersOfRequestsAlone.some((name) => Object.hasOwn(payload, name))) {
    return skipped(rule, 'RFC 9101 advises against it and does not forbid it', evidence)
  }
  const detail = 'a JWT about its client that asks for nothing is a client assertion'
  return failed(rule, 'request_object_malformed', { ...evidence, detail })
}

/**
 * The parameters of a request with a valid request object: those inside alone (RFC 9101 §5, §6.3), or, under OpenID
 * Connect Core §6.1, those inside before those outside.
 */
export function readObjectParameters(
  { payload }: CompactJws,
  outside: RequestParameters,
  service: Service,
): RequestParameters {
  const inside = parameterMembers
    .filter((name) => payload[name] !== undefined)
    .flatMap((name) => listValues(name, payload[name]).map((value) => [name, value] as const))
  if (!isTraditional(service)) return toParameters(inside)
  const overridden = new Set(inside.map(([name]) => name))
  return toParameters([...inside, ...outside.entries.filter(([name]) => !overridden.has(name))])
}

/** A member as parameters have it: text as it is, resources one by one, all else as JSON. */
function listValues(name: string, value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return name === 'resource' ? (value as readonly string[]) : [JSON.stringify(value)]
}
