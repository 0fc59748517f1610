import {
  UserInfoIssueRequestSchema,
  UserInfoIssueResponseSchema,
  UserInfoRequestSchema,
  UserInfoResponseSchema,
  type UserInfoIssueRequest,
  type UserInfoRequest,
} from '../../../schema/userinfo.ts'
import { readClock } from '../../base/clock.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import { formatTokenRefusal } from '../shared/token-refusal.ts'
import type { AccessToken } from '../../model/access-token.ts'
import type { ApiRoute } from '../shared/api-route.ts'
import { resultMessage, writeAnswer, type ApiAnswer, type OutcomeRow } from '../../outcome/outcome.ts'
import { acceptToken, type UserInfoCall, type UserInfoDecision } from './accept-token.ts'
import { describeUserInfo } from './content.ts'
import { issueClaims, type UserInfoIssueDecision } from './issue-claims.ts'
import {
  userInfoIssueOutcomes,
  userInfoOutcomes,
  type UserInfoIssueRow,
  type UserInfoRow,
} from './outcomes.ts'

const tag = 'UserInfo Endpoint'

/** Authlete's `POST /api/{serviceId}/auth/userinfo` and `/auth/userinfo/issue`. */
export function userInfoRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [
    {
      method: 'POST',
      path: '/auth/userinfo',
      operationId: 'auth_userinfo_api',
      tag,
      summary: 'Process UserInfo Request',
      description: 'Judges the access token that a client presented to the userinfo endpoint.',
      right: 'USE_SERVICE',
      body: UserInfoRequestSchema,
      response: UserInfoResponseSchema,
      answer: async ({ body, service }) => {
        const now = readClock(service.clock, tools.systemClock())
        const call = { request: body as UserInfoRequest, service, now }
        return answerUserInfo(call, await acceptToken(call, tools))
      },
    },
    {
      method: 'POST',
      path: '/auth/userinfo/issue',
      operationId: 'auth_userinfo_issue_api',
      tag,
      summary: 'Issue UserInfo Response',
      description: 'Writes the response of the userinfo endpoint.',
      right: 'USE_SERVICE',
      body: UserInfoIssueRequestSchema,
      response: UserInfoIssueResponseSchema,
      answer: async ({ body, service }) => {
        const now = readClock(service.clock, tools.systemClock())
        const decision = await issueClaims({ request: body as UserInfoIssueRequest, service, now }, tools)
        return answerIssue(decision, service.properties.userInfoSignatureKeyId)
      },
    },
  ]
}

function answerUserInfo({ request, service }: UserInfoCall, decision: UserInfoDecision): ApiAnswer {
  const { reason, detail = '', dpopNonce, trace } = decision
  const row: UserInfoRow = userInfoOutcomes[reason]
  const values = { detail }
  const responseContent = formatChallenge(row, values, decision.token)
  const members = { ...describeUserInfo(request.token, decision, service), dpopNonce, responseContent }
  return writeAnswer(reason, row, { values, members, trace })
}

function answerIssue(decision: UserInfoIssueDecision, keyId = 'null'): ApiAnswer {
  const { reason, detail = '', content, trace } = decision
  const row: UserInfoIssueRow = userInfoIssueOutcomes[reason]
  const values = { detail, keyId }
  const responseContent = content ?? formatChallenge(row, values, decision.token)
  return writeAnswer(reason, row, { values, members: { responseContent }, trace })
}

function formatChallenge(
  { error, ...row }: OutcomeRow,
  values: Readonly<Record<string, string>>,
  token: AccessToken | undefined,
): string | undefined {
  return error && formatTokenRefusal({ ...row, error }, resultMessage(row, values), token)
}
