import { TokenIssueRequestSchema, TokenIssueResponseSchema } from '../../../../schema/token.ts'
import type { Service } from '../../../model/service.ts'
import type { ApiAnswer, OutcomeRow } from '../../../outcome/outcome.ts'
import { defineRoute, type ApiRoute } from '../../shared/api-route.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { createAnswerWriter } from '../../shared/members.ts'
import { describeError, describeTokens, formatTokens } from '../shared/content.ts'
import { issuePasswordTokens, type TokenIssueDecision } from './decision.ts'
import { tokenIssueOutcomes } from './outcomes.ts'

const writeAnswer = createAnswerWriter(TokenIssueResponseSchema)

/** Authlete's `POST /api/{serviceId}/auth/token/issue`. */
export function tokenIssueRoute(tools: ApiTools): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: '/auth/token/issue',
    operationId: 'auth_token_issue_api',
    tag: 'Token Endpoint',
    summary: 'Issue Token Response',
    description: 'Issues the tokens of a token request whose resource owner was authenticated.',
    right: 'USE_SERVICE',
    body: TokenIssueRequestSchema,
    response: TokenIssueResponseSchema,
    answer: async (call) => answerTokenIssue(await issuePasswordTokens(call, tools), call.service),
  })
}

/** Writes the answer of a decision. */
function answerTokenIssue(
  { reason, trace, detail = '', issued }: TokenIssueDecision,
  service: Service,
): ApiAnswer {
  const row: OutcomeRow = tokenIssueOutcomes[reason]
  const values = { detail }
  const members =
    issued === undefined
      ? describeError(row, values, service)
      : { responseContent: formatTokens(issued), ...describeTokens(issued) }
  return writeAnswer(reason, row, { values, members: { ...members }, trace })
}
