import {
  AuthorizationIssueRequestSchema,
  AuthorizationIssueResponseSchema,
} from '../../../../schema/authorization/requests.ts'
import type { Service } from '../../../model/service.ts'
import { listConsentedClaims } from '../../../oauth/grants/grant-permissions.ts'
import type { ApiAnswer } from '../../../outcome/outcome.ts'
import { defineRoute, type ApiRoute } from '../../shared/api-route.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { createAnswerWriter, omitEmpty } from '../../shared/members.ts'
import { answerRefusal } from '../answer.ts'
import { deliverCode } from '../delivery.ts'
import { issueCode, type IssueDecision } from './decision.ts'
import { issueOutcomes } from './outcomes.ts'

const writeAnswer = createAnswerWriter(AuthorizationIssueResponseSchema)

/** Authlete's `POST /api/{serviceId}/auth/authorization/issue`. */
export function authorizationIssueRoute(tools: ApiTools): ApiRoute {
  return defineRoute({
    method: 'POST',
    tag: 'Authorization Endpoint',
    right: 'USE_SERVICE',
    path: '/auth/authorization/issue',
    operationId: 'auth_authorization_issue_api',
    summary: 'Issue Authorization Response',
    description: 'Issues an authorization code for a ticket, once the end user has consented.',
    body: AuthorizationIssueRequestSchema,
    response: AuthorizationIssueResponseSchema,
    answer: async (call) => answerIssue(await issueCode(call, tools), call.service),
  })
}

function answerIssue(decision: IssueDecision, service: Service): ApiAnswer {
  const { reason, detail = '', ticket, authorizationCode, code, trace } = decision
  if (reason === 'crash') return answerRefusal(writeAnswer, reason, { service, trace })
  const ticketInfo = ticket?.info === undefined ? undefined : { context: ticket.info }
  if (ticket === undefined || authorizationCode === undefined || code === undefined) {
    const destination = ticket?.request
    return answerRefusal(writeAnswer, reason, {
      service,
      trace,
      values: { detail },
      destination,
      members: { ticketInfo },
    })
  }
  const consentedClaims = omitEmpty(listConsentedClaims(code))
  const { action, responseContent } = deliverCode(ticket.request, authorizationCode, service)
  const members = { authorizationCode, consentedClaims, responseContent, ticketInfo }
  return writeAnswer('code_issued', { ...issueOutcomes.code_issued, action }, { members, trace })
}
