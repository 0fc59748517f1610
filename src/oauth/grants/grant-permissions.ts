import { isJsonObject, writeCanonically, type JsonObject } from '../../base/json.ts'
import type { AuthorizationCode } from '../../model/authorization.ts'
import type { AuthorizationDetail, Grant, GrantedScope } from '../../model/grant.ts'
import { distinctClaims } from '../language-tag.ts'

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
  claims: JsonObject = {},
  destinations: readonly ('userinfo' | 'id_token')[] = ['userinfo', 'id_token'],
): readonly string[] {
  const names: string[] = []
  for (const scope of scopes) names.push(...(claimsOfScope.get(scope) ?? []))
  for (const destination of destinations) {
    const members = claims[destination]
    if (isJsonObject(members)) for (const name of Object.keys(members)) names.push(name)
  }
  return distinctClaims(names)
}

/**
 * The claims that the client may know: the consented ones, or else, if none are named, those of the scopes and those
 * that have values (Authlete AuthorizationIssueRequest `consentedClaims`).
 */
export function listConsentedClaims({
  scopes,
  consentedClaims = [],
  claims = {},
}: Pick<AuthorizationCode, 'scopes' | 'consentedClaims' | 'claims'>): readonly string[] {
  const given = Object.keys(claims).filter((name) => claims[name] !== null)
  return distinctClaims(
    consentedClaims.length > 0 ? consentedClaims : [...listRequestedClaims(scopes), ...given],
  )
}

/**
 * What a consent permits: its scopes for its resources, the claims that count as consented to, its authorization
 * details. A request for a claim in the client's `claims` parameter is no consent to it.
 */
export function readPermissions(code: AuthorizationCode): Permissions {
  const { request, scopes } = code
  return {
    scopes: scopes.length === 0 ? [] : [describeScopes(scopes, request.resources)],
    claims: listConsentedClaims(code).toSorted(),
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
    scopes: mergeScopes(one.scopes, other.scopes),
    claims: distinctClaims([...one.claims, ...other.claims]).toSorted(),
    authorizationDetails: mergeDetails(one.authorizationDetails, other.authorizationDetails),
  }
}

// Both sides come from clients: this avoids searching one side for each entry of the other.

function mergeScopes(
  granted: readonly GrantedScope[],
  added: readonly GrantedScope[],
): readonly GrantedScope[] {
  const merged = [...granted]
  const places = new Map(granted.map((row, index) => [resourceKeyOf(row), index] as const).toReversed())
  for (const row of added) {
    const place = places.get(resourceKeyOf(row)) ?? merged.length
    places.set(resourceKeyOf(row), place)
    merged[place] = joinScopes(merged[place], row)
  }
  return merged
}

function joinScopes(granted: GrantedScope | undefined, added: GrantedScope): GrantedScope {
  if (granted === undefined) return added
  return describeScopes([...granted.scope.split(' '), ...added.scope.split(' ')], granted.resource ?? [])
}

function resourceKeyOf({ resource = [] }: GrantedScope): string {
  return JSON.stringify(sortOnce(resource))
}

function mergeDetails(
  granted: readonly AuthorizationDetail[],
  added: readonly AuthorizationDetail[],
): readonly AuthorizationDetail[] {
  const known = new Set(granted.map(writeCanonically))
  const fresh = added.filter((detail) => {
    const name = writeCanonically(detail)
    return !known.has(name) && known.add(name)
  })
  return [...granted, ...fresh]
}
