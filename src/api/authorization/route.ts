import {
  AuthorizationIssueRequestSchema,
  AuthorizationIssueResponseSchema,
  AuthorizationRequestSchema,
  AuthorizationResponseSchema,
  type AuthorizationIssueRequest,
  type AuthorizationRequestBody,
} from '../../../schema/authorization.ts'
import { readClock } from '../../clock.ts'
import type { ApiTools } from '../../decision/api-tools.ts'
import type { ApiCall, ApiRoute } from '../../outcome/api-route.ts'
import { answerAuthorization, answerIssue } from './answer.ts'
import { authorize, type AuthorizationCall } from './authorize.ts'
import { issueCode } from './issue.ts'

/** Authlete's APIs for authorization requests: from the client's request to its answer. */
export function authorizationRoutes(tools: ApiTools): readonly ApiRoute[] {
  const read = <Body>({ body, service }: ApiCall): AuthorizationCall<Body> => ({
    request: body as Body,
    service,
    now: readClock(service.clock, tools.systemClock()),
  })
  const common = { method: 'POST', tag: 'Authorization Endpoint', right: 'USE_SERVICE' } as const
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
  ]
}
