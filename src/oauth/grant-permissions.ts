import { isDeepStrictEqual } from 'node:util'
import { isJsonObject } from '../json.ts'
import type { AuthorizationCode } from '../model/authorization.ts'
import type { AuthorizationDetail, Grant, GrantedScope } from '../model/grant.ts'

/** What one consent permits. */
export type Permissions = Pick<Grant, 'scopes' | 'claims' | 'authorizationDetails'>

/** The claims that a scope asks for (OpenID Connect Core §5.4). */
const claimsOfScope = new Map<string, readonly string[]>(
  Object.entries({
    profile: [
      'name',
      'family_name',
      'given_name',
      'middle_name',
      'nickname',
      'preferred_username',
      'profile',
      'picture',
      'website',
      'gender',
      'birthdate',
      'zoneinfo',
      'locale',
      'updated_at',
    ],
    email: ['email', 'email_verified'],
    address: ['address'],
    phone: ['phone_number', 'phone_number_verified'],
  }),
)

/**
 * The names of the claims that scopes and the `claims` parameter ask for, in one destination or in both (OpenID
 * Connect Core §5.4, §5.5).
 */
export function listRequestedClaims(
  scopes: readonly string[],
  claims: string | undefined,
  destinations: readonly ('userinfo' | 'id_token')[] = ['userinfo', 'id_token'],
): readonly string[] {
  const requested = readClaims(claims)
  const named = destinations.flatMap((destination) => {
    const members = requested[destination]
    return isJsonObject(members) ? Object.keys(members) : []
  })
  return [...new Set([...scopes.flatMap((scope) => claimsOfScope.get(scope) ?? []), ...named])]
}

function readClaims(claims: string | undefined): Readonly<Record<string, unknown>> {
  const parsed: unknown = claims === undefined ? {} : JSON.parse(claims)
  return isJsonObject(parsed) ? parsed : {}
}

/**
 * What a consent permits: its scopes for its resources, the claims that were consented to or else all that were asked
 * for (Authlete AuthorizationIssueRequest `consentedClaims`), its authorization details.
 */
export function readPermissions(code: AuthorizationCode): Permissions {
  const { request, scopes, consentedClaims } = code
  return {
    scopes: scopes.length === 0 ? [] : [describeScopes(scopes, request.resources)],
    claims: sortOnce(consentedClaims ?? listRequestedClaims(scopes, request.claims)),
    authorizationDetails: request.authorizationDetails,
  }
}

function sortOnce(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted()
}

function describeScopes(scopes: readonly string[], resource: readonly string[]): GrantedScope {
  const scope = sortOnce(scopes).join(' ')
  return resource.length === 0 ? { scope } : { scope, resource }
}

/** The old permissions and the new ones (Grant Management §5.2, `merge`): scopes side by side for each set of resources. */
export function mergePermissions(one: Permissions, other: Permissions): Permissions {
  return {
    scopes: other.scopes.reduce(mergeScopes, one.scopes),
    claims: sortOnce([...one.claims, ...other.claims]),
    authorizationDetails: other.authorizationDetails.reduce(mergeDetail, one.authorizationDetails),
  }
}

function mergeScopes(granted: readonly GrantedScope[], added: GrantedScope): readonly GrantedScope[] {
  const same = granted.find(({ resource }) => hasSameMembers(resource, added.resource))
  if (same === undefined) return [...granted, added]
  const scopes = [...same.scope.split(' '), ...added.scope.split(' ')]
  const merged = describeScopes(scopes, same.resource ?? [])
  return granted.map((entry) => (entry === same ? merged : entry))
}

function hasSameMembers(one: readonly string[] = [], other: readonly string[] = []): boolean {
  return isDeepStrictEqual(new Set(one), new Set(other))
}

function mergeDetail(
  granted: readonly AuthorizationDetail[],
  added: AuthorizationDetail,
): readonly AuthorizationDetail[] {
  return granted.some((detail) => isDeepStrictEqual(detail, added)) ? granted : [...granted, added]
}
