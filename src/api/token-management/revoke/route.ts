import type { ApiTools } from '../../shared/api-tools.ts'
import { defineRoute, type ApiRoute } from '../../shared/api-route.ts'
import {
  writeAnswer,
  writeBareAnswer,
  type ApiAnswer,
  type BareRow,
  type OutcomeRow,
} from '../../../outcome/outcome.ts'
import { excerpt } from '../../../base/verdict.ts'
import {
  TokenIdentifierSchema,
  TokenRevokeRequestSchema,
  TokenRevokeResponseSchema,
  type TokenRevokeRequest,
} from '../../../../schema/token-management.ts'
import { deleteToken, revokeTokens, type DeleteDecision, type RevokeDecision } from './decision.ts'
import { tokenDeleteOutcomes, tokenRevokeOutcomes } from './outcomes.ts'

/** Authlete's `DELETE /api/{serviceId}/auth/token/delete`. */
export function tokenDeleteRoute({ store }: ApiTools): ApiRoute {
  return {
    method: 'DELETE',
    path: '/auth/token/delete/:accessTokenIdentifier',
    operationId: 'auth_token_delete_api',
    tag: 'Token Operations',
    summary: 'Delete Access Token',
    description: 'Ends an access token and its refresh token.',
    right: 'USE_SERVICE',
    params: TokenIdentifierSchema,
    answer: async ({ params: { accessTokenIdentifier = '' }, service }) =>
      answerDeletion(await deleteToken(accessTokenIdentifier, service, store)),
  }
}

/** Authlete's `POST /api/{serviceId}/auth/token/revoke`. */
export function tokenRevokeRoute({ store }: ApiTools): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: '/auth/token/revoke',
    operationId: 'auth_token_revoke_api',
    tag: 'Token Operations',
    summary: 'Revoke Access Token',
    description:
      'Ends a token and its counterpart, or the 20 oldest tokens of a client, of a subject, or of both; repeated until its count is 0, all of them.',
    right: 'USE_SERVICE',
    body: TokenRevokeRequestSchema,
    response: TokenRevokeResponseSchema,
    answer: async ({ body, service }) => answerRevocation(body, await revokeTokens(body, service, store)),
  })
}

/** The answer of DELETE /auth/token/delete. */
function answerDeletion({ reason, trace }: DeleteDecision): ApiAnswer {
  const row: BareRow | OutcomeRow = tokenDeleteOutcomes[reason]
  return 'resultCode' in row ? writeAnswer(reason, row, { trace }) : writeBareAnswer(reason, row, trace)
}

/** The answer of POST /auth/token/revoke. Authlete's own example has the text without the code. */
function answerRevocation(
  { clientIdentifier = '' }: TokenRevokeRequest,
  { reason, count, trace }: RevokeDecision,
): ApiAnswer {
  const values = { count: String(count), identifier: excerpt(clientIdentifier) }
  const members = count === undefined ? {} : { count, resultMessage: `Revoked ${count} access token(s).` }
  return writeAnswer(reason, tokenRevokeOutcomes[reason], { values, members, trace })
}
