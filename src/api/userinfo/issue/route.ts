import { UserInfoIssueRequestSchema, UserInfoIssueResponseSchema } from '../../../../schema/userinfo.ts'
import type { ApiAnswer } from '../../../outcome/outcome.ts'
import { defineRoute, type ApiRoute } from '../../shared/api-route.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { createAnswerWriter } from '../../shared/members.ts'
import { formatChallenge } from '../challenge.ts'
import { issueUserInfo, type UserInfoIssueDecision } from './decision.ts'
import { userInfoIssueOutcomes, type UserInfoIssueRow } from './outcomes.ts'

const writeAnswer = createAnswerWriter(UserInfoIssueResponseSchema)

/** Authlete's `POST /api/{serviceId}/auth/userinfo/issue`. */
export function userInfoIssueRoute(tools: ApiTools): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: '/auth/userinfo/issue',
    operationId: 'auth_userinfo_issue_api',
    tag: 'UserInfo Endpoint',
    summary: 'Issue UserInfo Response',
    description: 'Builds the response of the UserInfo endpoint.',
    right: 'USE_SERVICE',
    body: UserInfoIssueRequestSchema,
    response: UserInfoIssueResponseSchema,
    answer: async (call) =>
      answerUserInfoIssue(await issueUserInfo(call, tools), call.service.properties.userInfoSignatureKeyId),
  })
}

function answerUserInfoIssue(decision: UserInfoIssueDecision, keyId = 'null'): ApiAnswer {
  const { reason, detail = '', content, trace } = decision
  const row: UserInfoIssueRow = userInfoIssueOutcomes[reason]
  const values = { detail, keyId }
  const responseContent = content ?? formatChallenge(row, values, decision.token)
  return writeAnswer(reason, row, { values, members: { responseContent }, trace })
}
