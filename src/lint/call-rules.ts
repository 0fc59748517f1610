import { closest, distance } from 'fastest-levenshtein'
import { findPatternErrors } from '../oauth/dynamic-scopes.ts'
import { excerpt } from '../base/verdict.ts'
import { listAssignedMembers } from './assigned-members.ts'
import { listIneffectiveProperties } from './ineffective-properties.ts'
import { readText, withoutQuery, type LintedCall } from './linted-call.ts'
import type { LintFacts, LintRule } from './rule.ts'

/** Rules about the other members of a request. */
export const callRules: readonly LintRule[] = [
  {
    rule: 'grant-of-other-subject',
    clause: 'Grant Management §9',
    summary: "a grant of another subject than the token's was read or revoked",
    check: lintSubject,
  },
  {
    rule: 'grant-id-encoded',
    clause: 'Grant Management §6.3; RFC 3986 §2.1',
    summary: '`grantId` is percent-encoded as in `htu`, and no grant has it',
    check: lintGrantId,
  },
  {
    rule: 'token-with-scheme',
    clause: 'RFC 6750 §2.1; RFC 9449 §7.1',
    summary: 'the token is the whole `Authorization` value, scheme included',
    check: ({ presentedToken = '' }) =>
      /^(bearer|dpop)\s/i.test(presentedToken)
        ? 'The access token begins with the authentication scheme. Pass on only what follows it.'
        : undefined,
  },
  {
    rule: 'refresh-token-as-access-token',
    clause: 'RFC 6749 §1.5',
    summary: 'a refresh token was sent where an access token belongs',
    check: ({ presentedToken }, { memory }) =>
      presentedToken !== undefined && memory.isRefreshToken(presentedToken)
        ? 'What was sent as the access token is a refresh token of this service. It is for the token endpoint only.'
        : undefined,
  },
  {
    rule: 'token-in-url',
    clause: 'RFC 6750 §2.3, §5.3',
    summary: 'a token is in the path or in the query, and so gets into logs',
    check: lintUrl,
  },
  {
    rule: 'organization-token',
    clause: 'RFC 9700 §2.3; Authlete API 3.0, Authentication',
    summary: 'an organization token called an API for which a token of the service is enough',
    check: lintApiToken,
  },
  {
    rule: 'member-misspelt',
    clause: "Authlete API 3.0, the API's request",
    summary: 'the body has an unknown member whose name is nearly that of a known one',
    check: lintMembers,
  },
  {
    rule: 'member-unknown',
    clause: "Authlete API 3.0, the API's request",
    summary: 'the body has an unknown member whose name is like no known one',
    check: lintUnknown,
  },
  {
    rule: 'member-of-other-type',
    clause: "Authlete API 3.0, the API's request",
    summary: 'a number, a boolean or text is where the contract has one of the others, and was converted',
    check: lintTypes,
  },
  {
    rule: 'property-without-effect',
    clause: 'Authlete API 3.0, service and client',
    summary: 'a property of a service or client is set that has no effect here; reported once',
    check: lintProperties,
  },
  {
    rule: 'charset-not-utf-8',
    clause: 'RFC 8259 §8.1, §11',
    summary: 'the `Content-Type` names a charset other than UTF-8, which JSON does not have',
    check: lintCharset,
  },
  {
    rule: 'scope-regex-unusable',
    clause: 'Authlete DynamicScope, scope attribute regex',
    summary: 'the `regex` of a scope is invalid, so the scope has no values',
    check: lintScopes,
  },
]

function lintSubject({ entry, verdicts }: LintedCall): string | undefined {
  const verdict = verdicts.get('grant-subject')
  if (verdict?.verdict !== 'skipped' || verdict.expected === verdict.actual) return undefined
  const done = entry.reason === 'revoked' ? 'revoked' : 'read'
  return `The grant of ${verdict.expected} was ${done} with a token of ${verdict.actual}. Authlete does not compare them, so the authorization server has to, before it calls.`
}

/** An id may contain a percent sign, but then the URI contains `%25`. */
function lintGrantId({ entry, body }: LintedCall): string | undefined {
  const grantId = readText(body, 'grantId') ?? ''
  if (entry.reason !== 'grant_unknown' || !/%[0-9a-f]{2}/i.test(grantId)) return undefined
  if (!withoutQuery(readText(body, 'htu') ?? '').endsWith(`/${grantId}`)) return undefined
  return 'grantId is percent-encoded, just as it stands in htu. Decode the segment of the URI before you pass it on.'
}

const tokenParameters = ['access_token', 'accesstoken', 'token', 'refresh_token', 'refreshtoken']

function lintUrl({ entry }: LintedCall, { memory }: LintFacts): string | undefined {
  const [path = '', query = ''] = entry.request.path.split('?')
  const names = [...new URLSearchParams(query).keys()]
  const parameter = names.find((name) => tokenParameters.includes(name.toLowerCase()))
  if (parameter !== undefined) return `The query has ${parameter}. Send tokens in the body.`
  if (!entry.api.endsWith('{accessTokenIdentifier}')) return undefined
  const identifier = path.slice(path.lastIndexOf('/') + 1)
  if (!memory.isAccessToken(identifier) && !identifier.includes('.')) return undefined
  return 'The path has the access token itself. Name it by its SHA-256 in base64url, which the API takes too.'
}

function lintApiToken({ entry, verdicts }: LintedCall): string | undefined {
  const verdict = verdicts.get('api-token-rights')
  if (verdict?.verdict !== 'pass' || entry.api.startsWith('service/')) return undefined
  if (verdict.actual?.endsWith('for every service') !== true) return undefined
  return 'The API token is one of the organization, which opens every service. A token of this service is enough for this call.'
}

/** A body of so many unknown members is not misspelt, and a journal may contain a thousand of them. */
const maxCheckedUnknownMembers = 20

function lintMembers(call: LintedCall, { bodyMembers }: LintFacts): string | undefined {
  const misspelt = readUnknown(call, bodyMembers).flatMap(({ written, intended }) =>
    intended === undefined || Object.hasOwn(call.body, intended)
      ? []
      : [`${written} (did you mean ${intended}?)`],
  )
  if (misspelt.length === 0) return undefined
  return `Not a member of this request, and passed over: ${misspelt.slice(0, 5).join(', ')}.`
}

/** Authlete passes over what it does not know. */
function lintUnknown(call: LintedCall, { bodyMembers }: LintFacts): string | undefined {
  const unknown = readUnknown(call, bodyMembers)
    .filter(({ intended }) => intended === undefined)
    .map(({ written }) => written)
  if (unknown.length === 0) return undefined
  return `Not in the contract of this request, so Authlete passes it over: ${unknown.slice(0, 5).join(', ')}. Leave it out, or see /docs for what the request has.`
}

/** The unknown members of a body, and the known ones that they are nearly. */
function readUnknown({ entry, body }: LintedCall, bodyMembers: LintFacts['bodyMembers']) {
  const contract = bodyMembers.get(entry.api) ?? []
  if (contract.length === 0) return []
  const known = [...contract, ...listAssignedMembers(entry.api)]
  return Object.keys(body)
    .filter((member) => !known.includes(member))
    .slice(0, maxCheckedUnknownMembers)
    .map((member) => ({ written: excerpt(member, 40), intended: findIntended(member, known) }))
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, '')
}

/** The intended member: equal but for case, `_` and `-`, or one or two letters away. */
function findIntended(written: string, known: readonly string[]): string | undefined {
  if (written.length > 64) return undefined
  const same = known.find((name) => plain(name) === plain(written))
  if (same !== undefined) return same
  const nearest = closest(written, [...known])
  return nearest.length > 4 && distance(written, nearest) <= 2 ? nearest : undefined
}

function lintTypes({ verdicts }: LintedCall): string | undefined {
  const verdict = verdicts.get('body')
  if (verdict?.verdict !== 'pass' || verdict.actual === undefined) return undefined
  return `Bound, but not of the type that the contract names: ${verdict.actual}. Clients that are generated from the contract refuse to send it.`
}

function lintCharset({ entry }: LintedCall): string | undefined {
  const contentType = readText(entry.request.headers, 'content-type') ?? ''
  const charset = /;\s*charset=["']?([^"';\s]+)/i.exec(contentType)?.[1]
  if (charset === undefined || /^utf-?8$/i.test(charset)) return undefined
  return `The Content-Type says charset=${excerpt(charset, 40)}, but bodies are read as UTF-8 and the parameter means nothing.`
}

function lintScopes({ entry, body: { supportedScopes } }: LintedCall): string | undefined {
  if (!/^service\/(create|update)$/.test(entry.api) || entry.status >= 400) return undefined
  const errors = findPatternErrors(supportedScopes)
    .slice(0, 5)
    .map(({ path, error }) => `/supportedScopes${path} ${excerpt(error)}`)
  return errors.length === 0 ? undefined : `No value can be asked for of these scopes: ${errors.join('; ')}.`
}

/** Reported once for each property. */
function lintProperties(call: LintedCall, { memory }: LintFacts): string | undefined {
  const fresh = listIneffectiveProperties(call).filter((property) => !memory.isSet(property))
  if (fresh.length === 0) return undefined
  return `Kept, without effect here: ${fresh.map(({ name, about }) => `${name} (${about.replace(/\.$/, '')})`).join('; ')}.`
}
