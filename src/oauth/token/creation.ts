import type { GrantType } from '../../model/access-token.ts'
import type { TokenProperty } from '../../model/authorization.ts'
import type { Service } from '../../model/service.ts'
import {
  excerpt,
  failed,
  found,
  passed,
  skipped,
  verdict,
  type Finding,
  type Verdict,
} from '../../base/verdict.ts'
import { findDynamicScopes } from '../dynamic-scopes.ts'

/** A hundred years, in seconds: the lifetime of a token that does not expire (Authlete `accessTokenPersistent`). */
export const persistentSeconds = 3_155_760_000

const longestSubject = 100
const largestProperties = 65_535

/** Authlete TokenCreateRequest `grantType`: any that the service supports, but not REFRESH_TOKEN. Finds the grant type. */
export function checkGrantType(
  grantType: GrantType | undefined,
  service: Service,
): Finding<'grant_type_missing' | 'grant_type_refresh_token' | 'grant_type_unsupported', GrantType> {
  const rule = {
    check: 'grant-type',
    clause: 'Authlete TokenCreateRequest grantType',
    source: 'documented',
  } as const
  const evidence = { expected: 'a grant type that the service supports', actual: grantType ?? 'none' }
  if (grantType === undefined) return failed(rule, 'grant_type_missing', evidence)
  if (grantType === 'REFRESH_TOKEN') return failed(rule, 'grant_type_refresh_token', evidence)
  return found(
    rule,
    isSupported(grantType, service) ? grantType : undefined,
    'grant_type_unsupported',
    evidence,
  )
}

/** A service without a list of grant types forbids none (Authlete Service `supportedGrantTypes`). */
function isSupported(grantType: GrantType, { properties: { supportedGrantTypes } }: Service): boolean {
  return supportedGrantTypes?.includes(grantType) ?? true
}

/** Authlete TokenCreateRequest `subject`: who the token is for; ASCII, at most 100 characters. */
export function checkNewSubject(
  subject: string,
  grantType: GrantType,
): Verdict<'subject_missing' | 'subject_too_long' | 'subject_not_ascii'> {
  const rule = {
    check: 'subject',
    clause: 'Authlete TokenCreateRequest subject',
    source: 'documented',
  } as const
  if (grantType === 'CLIENT_CREDENTIALS') return skipped(rule, 'the client acts for itself')
  const evidence = { expected: '1 to 100 ASCII characters', actual: excerpt(subject, 120) }
  if (subject === '') {
    return grantType === 'JWT_BEARER' ? passed(rule, evidence) : failed(rule, 'subject_missing', evidence)
  }
  if (subject.length > longestSubject) return failed(rule, 'subject_too_long', evidence)
  return verdict(rule, /^[\x20-\x7E]*$/.test(subject), 'subject_not_ascii', evidence)
}

/** Authlete TokenCreateRequest `scopes`: the service knows every scope, by name or as a value of a parameterised one. */
export function checkScopesSupported(
  scopes: readonly string[],
  { properties }: Service,
): Verdict<'scope_unsupported'> {
  const rule = {
    check: 'scopes',
    clause: 'Authlete TokenCreateRequest scopes',
    source: 'documented',
  } as const
  const { supportedScopes = [] } = properties
  const names = supportedScopes.map(({ name }) => name)
  const dynamic = findDynamicScopes(scopes, supportedScopes, properties).map(({ value }) => value)
  const known = new Set([...names, ...dynamic])
  const unsupported = scopes.find((scope) => !known.has(scope))
  return verdict(rule, unsupported === undefined, 'scope_unsupported', {
    expected: excerpt(names.join(' ')),
    actual: excerpt(scopes.join(' ')),
    detail: unsupported === undefined ? undefined : excerpt(unsupported),
  })
}

/** Authlete TokenCreateRequest `properties`: 65,535 characters of JSON at most. */
export function checkPropertiesSize(properties: readonly TokenProperty[]): Verdict<'properties_too_big'> {
  const rule = {
    check: 'properties',
    clause: 'Authlete TokenCreateRequest properties',
    source: 'inferred',
  } as const
  const size = JSON.stringify(properties).length
  return verdict(rule, size <= largestProperties, 'properties_too_big', {
    expected: `at most ${largestProperties} characters`,
    actual: `${size} characters`,
  })
}

/** Whether a refresh token goes with a token (Authlete TokenCreateRequest `refreshTokenDuration`). */
export function isRefreshTokenIssued(grantType: GrantType, service: Service): boolean {
  return (
    grantType !== 'IMPLICIT' && grantType !== 'CLIENT_CREDENTIALS' && isSupported('REFRESH_TOKEN', service)
  )
}

/** Authlete TokenCreateRequest `refreshToken`: a value is only given if a refresh token is issued. */
export function checkRefreshTokenWanted(
  refreshToken: string,
  grantType: GrantType,
  service: Service,
): Verdict<
  'refresh_token_unsupported' | 'refresh_token_of_implicit' | 'refresh_token_of_client_credentials'
> {
  const rule = {
    check: 'refresh-token',
    clause: 'Authlete TokenCreateRequest refreshToken',
    source: 'documented',
  } as const
  if (refreshToken === '') return skipped(rule, 'no value for a refresh token is given')
  const evidence = { expected: 'a grant that has refresh tokens', actual: grantType }
  if (!isSupported('REFRESH_TOKEN', service)) return failed(rule, 'refresh_token_unsupported', evidence)
  if (grantType === 'IMPLICIT') return failed(rule, 'refresh_token_of_implicit', evidence)
  return verdict(rule, grantType !== 'CLIENT_CREDENTIALS', 'refresh_token_of_client_credentials', evidence)
}
