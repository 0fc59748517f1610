import {
  TokenFailRequestSchema,
  TokenFailResponseSchema,
  TokenIssueRequestSchema,
  TokenIssueResponseSchema,
  TokenRequestSchema,
  TokenResponseSchema,
  type TokenFailRequest,
  type TokenIssueRequest,
  type TokenRequest,
} from '../../../schema/token.ts'
import { readClock } from '../../base/clock.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import type { ApiCall, ApiRoute } from '../shared/api-route.ts'
import { answerToken, answerTokenFail, answerTokenIssue } from './answer.ts'
import { decideToken } from './request/decision.ts'
import { failPasswordRequest } from './fail/decision.ts'
import { issuePasswordTokens } from './issue/decision.ts'

/** Authlete's APIs for the token endpoint. */
export function tokenRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [tokenRoute(tools), tokenIssueRoute(tools), tokenFailRoute(tools)]
}

const common = { method: 'POST', tag: 'Token Endpoint', right: 'USE_SERVICE' } as const

/** The service of a call, and its time (epoch ms). */
function place({ service }: ApiCall, { systemClock }: ApiTools) {
  return { service, now: readClock(service.clock, systemClock()) }
}

function tokenRoute(tools: ApiTools): ApiRoute {
  return {
    ...common,
    path: '/auth/token',
    operationId: 'auth_token_api',
    summary: 'Process Token Request',
    description: 'Processes a token request, and issues its tokens.',
    body: TokenRequestSchema,
    response: TokenResponseSchema,
    answer: async (call) =>
      answerToken(
        await decideToken({ request: call.body as TokenRequest, ...place(call, tools) }, tools),
        call.service,
      ),
  }
}

function tokenIssueRoute(tools: ApiTools): ApiRoute {
  return {
    ...common,
    path: '/auth/token/issue',
    operationId: 'auth_token_issue_api',
    summary: 'Issue Token Response',
    description: 'Issues the tokens of a token request whose resource owner was authenticated.',
    body: TokenIssueRequestSchema,
    response: TokenIssueResponseSchema,
    answer: async (call) =>
      answerTokenIssue(
        await issuePasswordTokens({ request: call.body as TokenIssueRequest, ...place(call, tools) }, tools),
        call.service,
      ),
  }
}

function tokenFailRoute(tools: ApiTools): ApiRoute {
  return {
    ...common,
    path: '/auth/token/fail',
    operationId: 'auth_token_fail_api',
    summary: 'Fail Token Request',
    description: 'Ends a token request whose resource owner was not authenticated.',
    body: TokenFailRequestSchema,
    response: TokenFailResponseSchema,
    answer: async (call) =>
      answerTokenFail(
        await failPasswordRequest({ request: call.body as TokenFailRequest, ...place(call, tools) }, tools),
        call.service,
      ),
  }
}
