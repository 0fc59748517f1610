import type { AccessToken } from '../../model/access-token.ts'
import type { Grant, GrantedScope } from '../../model/grant.ts'
import { proofAlgorithms } from '../../oauth/public-key.ts'
import { formatChallenge } from '../../outcome/challenge.ts'
import type { OutcomeRow } from '../../outcome/outcome.ts'

/** The grant as the client gets it (Grant Management §6.4): three members in this order, each left out when empty. */
export function formatGrant({ scopes, claims, authorizationDetails }: Grant): string {
  return JSON.stringify({
    ...(scopes.length > 0 && { scopes: scopes.map(formatGrantedScope) }),
    ...(claims.length > 0 && { claims: claims.toSorted() }),
    ...(authorizationDetails.length > 0 && { authorization_details: authorizationDetails }),
  })
}

function formatGrantedScope({ scope, resource = [] }: GrantedScope): object {
  const sorted = scope.split(' ').toSorted().join(' ')
  return resource.length > 0 ? { scope: sorted, resource } : { scope: sorted }
}

/** The challenge of a refusal: in the DPoP scheme as soon as the token is known to be bound to a key. */
export function formatRefusal(
  row: OutcomeRow & { readonly error: NonNullable<OutcomeRow['error']> },
  message: string,
  token: AccessToken | undefined,
  scope: string,
): string {
  return formatChallenge({
    ...(token?.jkt !== undefined && { proofAlgorithms }),
    error: row.error,
    resultCode: row.resultCode,
    resultMessage: message,
    ...(row.error === 'insufficient_scope' && { scope }),
  })
}
