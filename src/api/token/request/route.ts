import { TokenRequestSchema, TokenResponseSchema } from '../../../../schema/token.ts'
import type { Service } from '../../../model/service.ts'
import type { ApiAnswer } from '../../../outcome/outcome.ts'
import { defineRoute, type ApiRoute } from '../../shared/api-route.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { createAnswerWriter } from '../../shared/members.ts'
import { describeError } from '../shared/content.ts'
import type { TokenOutcomeRow } from '../shared/outcomes.ts'
import { describeSuccess } from './content.ts'
import { decideToken, type TokenDecision } from './decision.ts'
import { tokenOutcomes } from './outcomes.ts'

const writeAnswer = createAnswerWriter(TokenResponseSchema)

/** Authlete's `POST /api/{serviceId}/auth/token`. */
export function tokenRoute(tools: ApiTools): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: '/auth/token',
    operationId: 'auth_token_api',
    tag: 'Token Endpoint',
    summary: 'Process Token Request',
    description: 'Processes a token request, and issues its tokens.',
    right: 'USE_SERVICE',
    body: TokenRequestSchema,
    response: TokenResponseSchema,
    answer: async (call) => answerToken(await decideToken(call, tools), call.service),
  })
}

/** Writes the answer of a decision. */
function answerToken(decision: TokenDecision, service: Service): ApiAnswer {
  const { reason, trace, dpopNonce, detail = '', client, previousRefreshTokenUsed = false } = decision
  const row: TokenOutcomeRow = tokenOutcomes[reason]
  const values = {
    detail,
    serviceId: service.serviceId,
    clientId: String(client?.clientId),
    keyId: service.properties.idTokenSignatureKeyId ?? 'null',
  }
  const content = describeSuccess(decision) ?? describeError(row, values, service)
  const members = { dpopNonce, previousRefreshTokenUsed, ...content }
  return writeAnswer(reason, row, { values, members, trace })
}
