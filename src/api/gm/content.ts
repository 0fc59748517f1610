import { oncePer } from '../../base/once-per.ts'
import type { Grant, GrantedScope } from '../../model/grant.ts'

/** The grant as the client gets it (Grant Management §6.4): three members in this order, each left out when empty. */
export const formatGrant = oncePer(({ scopes, claims, authorizationDetails }: Grant): string =>
  JSON.stringify({
    ...(scopes.length > 0 && { scopes: scopes.map(formatGrantedScope) }),
    ...(claims.length > 0 && { claims: claims.toSorted() }),
    ...(authorizationDetails.length > 0 && { authorization_details: authorizationDetails }),
  }),
)

function formatGrantedScope({ scope, resource = [] }: GrantedScope): object {
  const sorted = scope.split(' ').toSorted().join(' ')
  return resource.length > 0 ? { scope: sorted, resource } : { scope: sorted }
}
