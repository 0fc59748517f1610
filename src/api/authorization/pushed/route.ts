import {
  PushedAuthorizationRequestSchema,
  PushedAuthorizationResponseSchema,
} from '../../../../schema/authorization/pushed-request.ts'
import type { Service } from '../../../model/service.ts'
import { resultMessage, type ApiAnswer } from '../../../outcome/outcome.ts'
import { defineRoute, type ApiRoute } from '../../shared/api-route.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { createAnswerWriter } from '../../shared/members.ts'
import { readValues } from '../answer.ts'
import { formatError } from '../delivery.ts'
import { authorizationOutcomes } from '../outcomes.ts'
import type { AuthorizationOutcomeRow } from '../rows.ts'
import { pushRequest, type PushDecision } from './decision.ts'

const writeAnswer = createAnswerWriter(PushedAuthorizationResponseSchema)

/** Authlete's `POST /api/{serviceId}/pushed_auth_req`. */
export function pushedRequestRoute(tools: ApiTools): ApiRoute {
  return defineRoute({
    method: 'POST',
    tag: 'Pushed Authorization Endpoint',
    right: 'USE_SERVICE',
    path: '/pushed_auth_req',
    operationId: 'pushed_auth_req_api',
    summary: 'Process Pushed Authorization Request',
    description: 'Stores an authorization request that an authenticated client has pushed.',
    body: PushedAuthorizationRequestSchema,
    response: PushedAuthorizationResponseSchema,
    answer: async (call) => answerPush(await pushRequest(call, tools), call.service),
  })
}

/** The client always gets JSON. */
function answerPush(decision: PushDecision, service: Service): ApiAnswer {
  const { reason, detail, client, parameters, dpopNonce, requestUri, seconds, trace } = decision
  if (requestUri !== undefined) {
    return writeAnswer('request_pushed', authorizationOutcomes.request_pushed, {
      values: { clientId: String(client?.clientId), uri: requestUri },
      members: {
        dpopNonce,
        requestUri,
        responseContent: JSON.stringify({ expires_in: seconds, request_uri: requestUri }),
      },
      trace,
    })
  }
  const row: AuthorizationOutcomeRow = authorizationOutcomes[reason]
  const values = readValues(detail, client, parameters)
  const action = row.action === 'LOCATION' ? 'BAD_REQUEST' : row.action
  const responseContent = formatError(row, resultMessage(row, values), service)
  return writeAnswer(reason, { ...row, action }, { values, members: { dpopNonce, responseContent }, trace })
}
