import type { AuthorizationDetail } from '../model/grant.ts'

/** The members of RFC 9396 §2.2 by their names on the wire, and by Authlete's. */
const commonMembers = {
  type: 'type',
  locations: 'locations',
  actions: 'actions',
  datatypes: 'dataTypes',
  identifier: 'identifier',
  privileges: 'privileges',
} as const

/**
 * Authorization details as Authlete's APIs carry them: the members that all types share by name, all others as JSON
 * text (Authlete AuthzDetails). Undefined where there are none.
 */
export function describeAuthorizationDetails(
  details: readonly AuthorizationDetail[],
): { readonly elements: readonly object[] } | undefined {
  return details.length === 0 ? undefined : { elements: details.map(describeElement) }
}

function describeElement(detail: AuthorizationDetail): object {
  const others = Object.entries(detail).filter(([name]) => !Object.hasOwn(commonMembers, name))
  const common = Object.entries(commonMembers)
    .map(([name, member]) => [member, detail[name]] as const)
    .filter(([, value]) => value !== undefined && value !== null)
  return {
    ...Object.fromEntries(common),
    ...(others.length > 0 && { otherFields: JSON.stringify(Object.fromEntries(others)) }),
  }
}
