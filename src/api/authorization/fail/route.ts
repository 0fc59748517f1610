import {
  AuthorizationFailRequestSchema,
  AuthorizationFailResponseSchema,
} from '../../../../schema/authorization/tickets.ts'
import type { Service } from '../../../model/service.ts'
import type { ApiAnswer } from '../../../outcome/outcome.ts'
import { defineRoute, type ApiRoute } from '../../shared/api-route.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { createAnswerWriter } from '../../shared/members.ts'
import { answerRefusal } from '../answer.ts'
import { failRequest, type FailDecision } from './decision.ts'

const writeAnswer = createAnswerWriter(AuthorizationFailResponseSchema)

/** Authlete's `POST /api/{serviceId}/auth/authorization/fail`. */
export function authorizationFailRoute(tools: ApiTools): ApiRoute {
  return defineRoute({
    method: 'POST',
    tag: 'Authorization Endpoint',
    right: 'USE_SERVICE',
    path: '/auth/authorization/fail',
    operationId: 'auth_authorization_fail_api',
    summary: 'Fail Authorization Request',
    description: 'Ends a ticket, and returns the error response for the client.',
    body: AuthorizationFailRequestSchema,
    response: AuthorizationFailResponseSchema,
    answer: async (call) => answerFail(await failRequest(call, tools), call.service, call.body.description),
  })
}

/**
 * The caller's own description replaces the text, unless it is empty: RFC 6749, appendix A.8, requires at least one
 * character.
 */
function answerFail(
  { reason, ticket, trace }: FailDecision,
  service: Service,
  description: string | undefined,
): ApiAnswer {
  if (ticket === undefined) return answerRefusal(writeAnswer, reason, { service, trace })
  return answerRefusal(writeAnswer, reason, {
    service,
    trace,
    destination: ticket.request,
    description: description || undefined,
  })
}
