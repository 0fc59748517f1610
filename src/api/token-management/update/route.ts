import type { ApiTools } from '../../shared/api-tools.ts'
import { createAnswerWriter } from '../../shared/members.ts'
import { defineRoute, type ApiRoute } from '../../shared/api-route.ts'
import type { ApiAnswer } from '../../../outcome/outcome.ts'
import type { Service } from '../../../model/service.ts'
import { TokenUpdateRequestSchema, TokenUpdateResponseSchema } from '../../../../schema/token-management.ts'
import { describeUpdated } from './content.ts'
import { updateToken, type UpdateDecision } from './decision.ts'
import { tokenUpdateOutcomes } from './outcomes.ts'

const writeAnswer = createAnswerWriter(TokenUpdateResponseSchema)

/** Authlete's `POST /api/{serviceId}/auth/token/update`. */
export function tokenUpdateRoute(tools: ApiTools): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: '/auth/token/update',
    operationId: 'auth_token_update_api',
    tag: 'Token Operations',
    summary: 'Update Access Token',
    description: 'Changes an access token.',
    right: 'USE_SERVICE',
    body: TokenUpdateRequestSchema,
    response: TokenUpdateResponseSchema,
    answer: async (call) => answerUpdate(call.service, await updateToken(call, tools)),
  })
}

/** The answer of POST /auth/token/update. */
function answerUpdate(service: Service, { reason, updated, trace }: UpdateDecision): ApiAnswer {
  const members = updated === undefined ? {} : describeUpdated(updated, service)
  return writeAnswer(reason, tokenUpdateOutcomes[reason], { members, trace })
}
