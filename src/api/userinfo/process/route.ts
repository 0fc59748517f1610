import {
  UserInfoRequestSchema,
  UserInfoResponseSchema,
  type UserInfoRequest,
} from '../../../../schema/userinfo.ts'
import type { ApiAnswer } from '../../../outcome/outcome.ts'
import { defineRoute, type ApiCall, type ApiRoute } from '../../shared/api-route.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { createAnswerWriter } from '../../shared/members.ts'
import { formatChallenge } from '../challenge.ts'
import { buildUserInfo } from './content.ts'
import { processUserInfoRequest, type UserInfoDecision } from './decision.ts'
import { userInfoOutcomes, type UserInfoRow } from './outcomes.ts'

const writeAnswer = createAnswerWriter(UserInfoResponseSchema)

/** Authlete's `POST /api/{serviceId}/auth/userinfo`. */
export function userInfoRoute(tools: ApiTools): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: '/auth/userinfo',
    operationId: 'auth_userinfo_api',
    tag: 'UserInfo Endpoint',
    summary: 'Process UserInfo Request',
    description: 'Checks the access token that a client presented to the UserInfo endpoint.',
    right: 'USE_SERVICE',
    body: UserInfoRequestSchema,
    response: UserInfoResponseSchema,
    answer: async (call) => answerUserInfo(call, await processUserInfoRequest(call, tools)),
  })
}

function answerUserInfo(
  { body: request, service }: ApiCall<UserInfoRequest>,
  decision: UserInfoDecision,
): ApiAnswer {
  const { reason, detail = '', dpopNonce, trace } = decision
  const row: UserInfoRow = userInfoOutcomes[reason]
  const values = { detail }
  const responseContent = formatChallenge(row, values, decision.token)
  const members = { ...buildUserInfo(request.token, decision, service), dpopNonce, responseContent }
  return writeAnswer(reason, row, { values, members, trace })
}
