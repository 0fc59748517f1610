import { TokenFailRequestSchema, TokenFailResponseSchema } from '../../../../schema/token.ts'
import type { OutcomeRow } from '../../../outcome/outcome.ts'
import { defineRoute, type ApiRoute } from '../../shared/api-route.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { createAnswerWriter } from '../../shared/members.ts'
import { describeError } from '../shared/content.ts'
import { failPasswordRequest } from './decision.ts'
import { tokenFailOutcomes } from './outcomes.ts'

const writeAnswer = createAnswerWriter(TokenFailResponseSchema)

/** Authlete's `POST /api/{serviceId}/auth/token/fail`. */
export function tokenFailRoute(tools: ApiTools): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: '/auth/token/fail',
    operationId: 'auth_token_fail_api',
    tag: 'Token Endpoint',
    summary: 'Fail Token Request',
    description: 'Ends a token request whose resource owner was not authenticated.',
    right: 'USE_SERVICE',
    body: TokenFailRequestSchema,
    response: TokenFailResponseSchema,
    answer: async (call) => {
      const { reason, trace } = await failPasswordRequest(call, tools)
      const row: OutcomeRow = tokenFailOutcomes[reason]
      return writeAnswer(reason, row, { members: { ...describeError(row, {}, call.service) }, trace })
    },
  })
}
