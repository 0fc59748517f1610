import { isJsonObject, readJsonObject, type JsonObject } from '../base/json.ts'
import { show } from '../base/verdict.ts'
import { listRefusedClaims } from '../oauth/token/id-token.ts'
import { listRefusedJwtClaims } from '../oauth/token/jwt-access-token.ts'
import { isReserved } from '../oauth/token/properties.ts'
import { listAssignedMembers } from './assigned-members.ts'
import { isRefused, readText, type LintedCall } from './linted-call.ts'
import type { LintRule } from './rule.ts'

/** Rules about what a successful answer does not say is lost. */
export const lossRules: readonly LintRule[] = [
  {
    rule: 'scopes-dropped',
    clause: 'RFC 6749 §3.3; Authlete Service supportedScopes',
    summary: 'scopes were asked for that are not granted, and the answer is a success all the same',
    check: lintScopes,
  },
  {
    rule: 'members-wiped',
    clause: 'Authlete API 3.0, service/update, client/update; Authlete TokenUpdateRequest properties',
    summary: 'an update left out members that were set, and so took them away',
    check: lintMembersKept,
  },
  {
    rule: 'id-token-without-key',
    clause: 'OpenID Connect Core §10.1; Authlete Service jwks',
    summary: 'an authorization request has scope `openid`, and nothing is there to sign its ID token with',
    check: lintIdTokenKey,
  },
  {
    rule: 'openid-missing',
    clause: 'OpenID Connect Core §3.1.2.1',
    summary:
      '`nonce` or `id_token` in `claims` is there without scope `openid`, so there will be no ID token',
    check: lintOpenidMissing,
  },
  {
    rule: 'openid-without-user',
    clause: 'OpenID Connect Core §3; RFC 6749 §4.3, §4.4',
    summary: 'scope `openid` in a grant that leads to no ID token: client credentials, password',
    check: lintOpenidWithoutUser,
  },
  {
    rule: 'claims-dropped',
    clause: 'OpenID Connect Core §2, §5.3.2; RFC 9068 §2.2',
    summary: 'claims were supplied that do not get into the token or the UserInfo answer',
    check: lintClaims,
  },
  {
    rule: 'properties-dropped',
    clause: 'Authlete TokenRequest properties; RFC 6749 §5.1',
    summary: 'a property has the name of a member of the token response, and so does not get into it',
    check: lintProperties,
  },
  {
    rule: 'subject-dropped',
    clause: 'Authlete TokenCreateRequest subject',
    summary: 'a token was created for a subject by client credentials, and has none',
    check: ({ entry, body }) =>
      entry.reason === 'created' &&
      body['grantType'] === 'CLIENT_CREDENTIALS' &&
      readText(body, 'subject') !== undefined
        ? 'The token has no subject, because grantType is CLIENT_CREDENTIALS. For a token of a user give another grantType, such as AUTHORIZATION_CODE.'
        : undefined,
  },
  {
    rule: 'member-assigned',
    clause: 'Authlete API 3.0, service and client',
    summary: 'a member that Authlete assigns was sent with another value, which was passed over',
    check: lintAssigned,
  },
]

function findSkip({ verdicts }: LintedCall, check: string) {
  const verdict = verdicts.get(check)
  return verdict?.verdict === 'skipped' ? verdict : undefined
}

function lintScopes(call: LintedCall): string | undefined {
  const skip = findSkip(call, 'scopes-kept')
  if (skip === undefined || isRefused(call)) return undefined
  return `Not granted, and no error says so: ${skip.why}. Add them there, or do not ask for them.`
}

function lintMembersKept(call: LintedCall): string | undefined {
  const { actual = '' } = findSkip(call, 'members-kept') ?? {}
  const lost = actual
    .replace(/^without /, '')
    .split(', ')
    .filter((name) => name !== '' && !Object.hasOwn(call.body, name))
  if (lost.length === 0) return undefined
  return `The update took away, or set to a default, what it left out: ${lost.join(', ')}. It replaces the whole: get, change and send all of it.`
}

function lintIdTokenKey(call: LintedCall): string | undefined {
  const skip = findSkip(call, 'id-token-key')
  if (skip === undefined || isRefused(call)) return undefined
  return `The token endpoint will refuse the code, because the ID token cannot be signed: expected ${skip.expected}, but there is ${skip.actual}. Set jwks of the service, or idTokenSignAlg of the client.`
}

const authorizationApis = ['auth/authorization', 'pushed_auth_req']

function readParameters({ body }: LintedCall): URLSearchParams {
  return new URLSearchParams(readText(body, 'parameters') ?? '')
}

function lintOpenidMissing(call: LintedCall): string | undefined {
  if (!authorizationApis.includes(call.entry.api) || isRefused(call)) return undefined
  const parameters = readParameters(call)
  if (parameters.get('scope')?.split(' ').includes('openid') === true || parameters.has('request'))
    return undefined
  const claims = readJsonObject(parameters.get('claims') ?? '')
  const wanted = [
    ...(parameters.has('nonce') ? ['nonce'] : []),
    ...('value' in claims && Object.hasOwn(claims.value, 'id_token') ? ['id_token in claims'] : []),
  ]
  if (wanted.length === 0) return undefined
  return `There will be no ID token for ${wanted.join(' and ')}, because the request does not ask for scope openid.`
}

const userless = ['CLIENT_CREDENTIALS', 'PASSWORD']

function lintOpenidWithoutUser({ entry }: LintedCall): string | undefined {
  const { action, api, response } = entry
  const { grantType = api === 'auth/token/issue' && 'PASSWORD', scopes } = response
  if (action !== 'OK' || !api.startsWith('auth/token') || !userless.includes(String(grantType)))
    return undefined
  if (!Array.isArray(scopes) || !scopes.includes('openid')) return undefined
  return `The token has scope openid, and no ID token is issued: ${String(grantType)} has none. Use the authorization code flow for one.`
}

function lintClaims(call: LintedCall): string | undefined {
  const { entry, body } = call
  if (isRefused(call)) return undefined
  const lost = [...listLostClaims(entry.api, body), ...listLostJwtClaims(entry, body)]
  if (lost.length === 0) return undefined
  return `Supplied, and left out: ${lost.join('; ')}.`
}

/** The claims that each API refuses. */
const refusals: Readonly<Record<string, (claims: JsonObject) => readonly string[]>> = {
  'auth/authorization/issue': listRefusedClaims,
  'auth/userinfo/issue': (claims) => Object.keys(claims).filter((name) => name === 'sub'),
}

function listLostClaims(api: string, body: JsonObject): readonly string[] {
  const refused = refusals[api]?.(readObject(body, 'claims')) ?? []
  return refused.length === 0
    ? []
    : [`${refused.join(', ')} of claims (the issuer's own: the call has the members sub, acr and authTime)`]
}

function listLostJwtClaims({ response }: LintedCall['entry'], body: JsonObject): readonly string[] {
  const claims = readObject(body, 'jwtAtClaims')
  if (Object.keys(claims).length === 0) return []
  const isIssued = response['action'] === 'OK' && readText(response, 'accessToken') !== undefined
  if (isIssued && readText(response, 'jwtAccessToken') === undefined) {
    return ['all of jwtAtClaims (the access token is no JWT: set accessTokenSignAlg of the service)']
  }
  const refused = listRefusedJwtClaims(claims)
  return refused.length === 0 ? [] : [`${refused.join(', ')} of jwtAtClaims (they are the issuer's own)`]
}

/** A member that is a JSON object in text; empty if it is not. */
function readObject(body: JsonObject, member: string): JsonObject {
  const reading = readJsonObject(readText(body, member) ?? '')
  return 'value' in reading ? reading.value : {}
}

const answersWithProperties = ['auth/authorization/issue', 'auth/token', 'auth/token/issue']

function lintProperties(call: LintedCall): string | undefined {
  const { entry, body } = call
  const { properties } = body
  if (!answersWithProperties.includes(entry.api) || !Array.isArray(properties) || isRefused(call))
    return undefined
  const lost = properties.flatMap((property: unknown) => {
    const { key, hidden } = isJsonObject(property) ? property : {}
    return typeof key === 'string' && hidden !== true && isReserved(key) ? [key] : []
  })
  if (lost.length === 0) return undefined
  return `The token response has members of its own by the names of these properties: ${[...new Set(lost)].join(', ')}. Give them other names.`
}

/** Zero and the empty text are what Authlete's libraries write for an unset member. */
function lintAssigned(call: LintedCall): string | undefined {
  const { entry, body } = call
  if (isRefused(call)) return undefined
  const { api, response } = entry
  const changed = listAssignedMembers(api).filter((name) => {
    const sent = body[name] ?? ''
    return sent !== '' && sent !== 0 && show(sent) !== show(response[name])
  })
  if (changed.length === 0) return undefined
  return `Assigned by Authlete, so what was sent was passed over: ${changed.join(', ')}.${changed.includes('clientSecret') ? ' A secret is set by client/secret/update.' : ''}`
}
