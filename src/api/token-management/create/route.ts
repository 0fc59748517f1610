import type { ApiTools } from '../../shared/api-tools.ts'
import { createAnswerWriter } from '../../shared/members.ts'
import { defineRoute, type ApiCall, type ApiRoute } from '../../shared/api-route.ts'
import type { ApiAnswer } from '../../../outcome/outcome.ts'
import { excerpt } from '../../../base/verdict.ts'
import {
  TokenCreateRequestSchema,
  TokenCreateResponseSchema,
  type TokenCreateRequest,
} from '../../../../schema/token-management.ts'
import { describeCreated } from './content.ts'
import { clientIdentifierOf, createToken, type CreateDecision } from './decision.ts'
import { tokenCreateOutcomes } from './outcomes.ts'

const writeAnswer = createAnswerWriter(TokenCreateResponseSchema)

/** Authlete's `POST /api/{serviceId}/auth/token/create`. */
export function tokenCreateRoute(tools: ApiTools): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: '/auth/token/create',
    operationId: 'auth_token_create_api',
    tag: 'Token Operations',
    summary: 'Create Access Token',
    description: 'Creates an access token without a flow.',
    right: 'USE_SERVICE',
    body: TokenCreateRequestSchema,
    response: TokenCreateResponseSchema,
    answer: async (call) => answerCreation(call, await createToken(call, tools)),
  })
}

/** The answer of POST /auth/token/create. */
function answerCreation(
  { body: request, service }: ApiCall<TokenCreateRequest>,
  { reason, detail = '', made, trace }: CreateDecision,
): ApiAnswer {
  const values = {
    detail,
    grantType: String(request.grantType).toLowerCase(),
    identifier: excerpt(clientIdentifierOf(request)),
    clientId: String(made?.records.accessToken.clientId),
    serviceId: service.serviceId,
  }
  const members = made === undefined ? {} : describeCreated(made, request, service)
  return writeAnswer(reason, tokenCreateOutcomes[reason], { values, members, trace })
}
