import { listRequestedClaims } from '../../../oauth/grants/grant-permissions.ts'
import { grantTypeOf } from '../../../oauth/token/request.ts'
import type { IssuedTokens } from '../../shared/issue-tokens.ts'
import { omitEmpty } from '../../shared/members.ts'
import { describeTokens, formatTokens } from '../shared/content.ts'
import type { TokenDecision } from './decision.ts'

/** Describes a success: the tokens, or what the authorization server needs before there are any. */
export function describeSuccess({ parameters, issued, members }: TokenDecision): object | undefined {
  if (issued === undefined || parameters === undefined) return members
  return {
    responseContent: formatTokens(issued),
    ...describeTokens(issued),
    ...describeGrant(issued, parameters.all('resource')),
    grantType: grantTypeOf(parameters),
  }
}

/**
 * The members of a token response that a token issue response does not have. `asked` are the resources of the token
 * request.
 */
function describeGrant({ spec, idToken }: IssuedTokens, asked: readonly string[]): object {
  return {
    grantId: spec.grantId,
    idToken,
    requestedIdTokenClaims: omitEmpty(listRequestedClaims([], spec.details.claims, ['id_token'])),
    resources: omitEmpty(asked),
  }
}
