import {
  AuthorizationIssueRequestSchema,
  AuthorizationIssueResponseSchema,
  AuthorizationRequestSchema,
  AuthorizationResponseSchema,
  type AuthorizationIssueRequest,
  type AuthorizationRequestBody,
} from '../../../schema/authorization/requests.ts'
import {
  AuthorizationFailRequestSchema,
  AuthorizationFailResponseSchema,
  TicketInfoRequestSchema,
  TicketInfoResponseSchema,
  TicketUpdateRequestSchema,
  TicketUpdateResponseSchema,
  type AuthorizationFailRequest,
  type TicketInfoRequest,
  type TicketUpdateRequest,
} from '../../../schema/authorization/tickets.ts'
import {
  PushedAuthorizationRequestSchema,
  PushedAuthorizationResponseSchema,
  type PushedAuthorizationRequest,
} from '../../../schema/authorization/pushed-request.ts'
import { readClock } from '../../base/clock.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import type { ApiCall, ApiRoute } from '../shared/api-route.ts'
import { answerAuthorization, answerFail, answerIssue, answerPush } from './answer.ts'
import { authorize, type AuthorizationCall } from './request/decision.ts'
import { failRequest } from './fail/decision.ts'
import { issueCode } from './issue/decision.ts'
import { pushRequest } from './pushed/decision.ts'
import { showTicket, updateTicket } from './ticket/decision.ts'

/** Authlete's APIs for authorization requests: from the client's request to its answer. */
export function authorizationRoutes(tools: ApiTools): readonly ApiRoute[] {
  const read = <Body>({ body, service }: ApiCall): AuthorizationCall<Body> => ({
    request: body as Body,
    service,
    now: readClock(service.clock, tools.systemClock()),
  })
  return [...requestRoutes(tools, read), ...ticketRoutes(tools, read), pushRoute(tools, read)]
}

type Reader = <Body>(call: ApiCall) => AuthorizationCall<Body>

const common = { method: 'POST', tag: 'Authorization Endpoint', right: 'USE_SERVICE' } as const

function requestRoutes(tools: ApiTools, read: Reader): readonly ApiRoute[] {
  return [
    {
      ...common,
      path: '/auth/authorization',
      operationId: 'auth_authorization_api',
      summary: 'Process Authorization Request',
      description:
        'Examines an authorization request and says what the authorization server is to do with it.',
      body: AuthorizationRequestSchema,
      response: AuthorizationResponseSchema,
      answer: async (call) =>
        answerAuthorization(await authorize(read<AuthorizationRequestBody>(call), tools), call.service),
    },
    {
      ...common,
      path: '/auth/authorization/issue',
      operationId: 'auth_authorization_issue_api',
      summary: 'Issue Authorization Response',
      description: 'Issues an authorization code for a ticket, once the end user has consented.',
      body: AuthorizationIssueRequestSchema,
      response: AuthorizationIssueResponseSchema,
      answer: async (call) =>
        answerIssue(await issueCode(read<AuthorizationIssueRequest>(call), tools), call.service),
    },
    {
      ...common,
      path: '/auth/authorization/fail',
      operationId: 'auth_authorization_fail_api',
      summary: 'Fail Authorization Request',
      description: 'Ends a ticket, and says what the client is told.',
      body: AuthorizationFailRequestSchema,
      response: AuthorizationFailResponseSchema,
      answer: async (call) => {
        const fail = read<AuthorizationFailRequest>(call)
        return answerFail(await failRequest(fail, tools), call.service, fail.request.description)
      },
    },
  ]
}

function ticketRoutes(tools: ApiTools, read: Reader): readonly ApiRoute[] {
  return [
    {
      ...common,
      path: '/auth/authorization/ticket/info',
      operationId: 'getAuthorizationTicketInfo',
      summary: 'Get Ticket Information',
      description: 'Gives back the text that was put beside a ticket.',
      body: TicketInfoRequestSchema,
      response: TicketInfoResponseSchema,
      answer: (call) => showTicket(read<TicketInfoRequest>(call), tools),
    },
    {
      ...common,
      path: '/auth/authorization/ticket/update',
      operationId: 'updateAuthorizationTicket',
      summary: 'Update Ticket Information',
      description: 'Puts a text beside a ticket.',
      body: TicketUpdateRequestSchema,
      response: TicketUpdateResponseSchema,
      answer: (call) => updateTicket(read<TicketUpdateRequest>(call), tools),
    },
  ]
}

function pushRoute(tools: ApiTools, read: Reader): ApiRoute {
  return {
    ...common,
    tag: 'Pushed Authorization Endpoint',
    path: '/pushed_auth_req',
    operationId: 'pushed_auth_req_api',
    summary: 'Process Pushed Authorization Request',
    description: 'Keeps an authorization request that an authenticated client has pushed.',
    body: PushedAuthorizationRequestSchema,
    response: PushedAuthorizationResponseSchema,
    answer: async (call) =>
      answerPush(await pushRequest(read<PushedAuthorizationRequest>(call), tools), call.service),
  }
}
