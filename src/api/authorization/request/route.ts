import {
  AuthorizationRequestSchema,
  AuthorizationResponseSchema,
} from '../../../../schema/authorization/requests.ts'
import type { Service } from '../../../model/service.ts'
import type { ApiAnswer } from '../../../outcome/outcome.ts'
import { defineRoute, type ApiRoute } from '../../shared/api-route.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { createAnswerWriter } from '../../shared/members.ts'
import { answerRefusal, readValues } from '../answer.ts'
import { authorizationOutcomes } from '../outcomes.ts'
import { describeRefusal, describeRequest } from './content.ts'
import { processAuthorizationRequest, type AuthorizationDecision } from './decision.ts'

const writeAnswer = createAnswerWriter(AuthorizationResponseSchema)

/** Authlete's `POST /api/{serviceId}/auth/authorization`. */
export function authorizationRoute(tools: ApiTools): ApiRoute {
  return defineRoute({
    method: 'POST',
    tag: 'Authorization Endpoint',
    right: 'USE_SERVICE',
    path: '/auth/authorization',
    operationId: 'auth_authorization_api',
    summary: 'Process Authorization Request',
    description:
      'Processes an authorization request, and returns what the authorization server has to do next.',
    body: AuthorizationRequestSchema,
    response: AuthorizationResponseSchema,
    answer: async (call) => answerAuthorization(await processAuthorizationRequest(call, tools), call.service),
  })
}

function answerAuthorization(decision: AuthorizationDecision, service: Service): ApiAnswer {
  const { reason, detail, accepted, trace } = decision
  if (accepted === undefined || reason === 'crash') {
    const { source, destination } = reason === 'crash' ? {} : decision
    return answerRefusal(writeAnswer, reason, {
      service,
      trace,
      values: readValues(detail, source?.client, source?.parameters),
      destination,
      members: describeRefusal(service, source?.aliasUsed),
    })
  }
  const { request } = accepted
  const values = {
    serviceId: service.serviceId,
    clientId: String(request.clientId),
    responseType: 'code',
    openid: String(request.scopes.includes('openid')),
  }
  const members = describeRequest(accepted, service)
  return writeAnswer(reason, authorizationOutcomes[reason], { values, members, trace })
}
