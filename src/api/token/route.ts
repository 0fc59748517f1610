import { TokenRequestSchema, TokenResponseSchema, type TokenRequest } from '../../../schema/token.ts'
import { readClock } from '../../clock.ts'
import type { ApiTools } from '../../decision/api-tools.ts'
import type { Service } from '../../model/service.ts'
import type { ApiRoute } from '../../outcome/api-route.ts'
import { errorMembers } from '../../outcome/error-content.ts'
import { resultMessage, writeAnswer, type ApiAnswer } from '../../outcome/outcome.ts'
import { describeTokens, formatTokens } from './content.ts'
import { decideToken, type TokenDecision } from './decide-token.ts'
import { tokenOutcomes, type TokenOutcomeRow } from './outcomes.ts'

/** Authlete's APIs for the token endpoint. */
export function tokenRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [tokenRoute(tools)]
}

function tokenRoute(tools: ApiTools): ApiRoute {
  return {
    method: 'POST',
    path: '/auth/token',
    operationId: 'auth_token_api',
    tag: 'Token Endpoint',
    summary: 'Process Token Request',
    description: 'Decides a token request, and issues the tokens that it has a right to.',
    right: 'USE_SERVICE',
    body: TokenRequestSchema,
    response: TokenResponseSchema,
    answer: async ({ body, service }) => {
      const now = readClock(service.clock, tools.systemClock())
      const decision = await decideToken({ request: body as TokenRequest, service, now }, tools)
      return answerToken(decision, service)
    },
  }
}

/** Writes the answer of a decision. */
function answerToken(decision: TokenDecision, { properties }: Service): ApiAnswer {
  const { reason, trace, dpopNonce, detail = '', facts, issued } = decision
  const row: TokenOutcomeRow = tokenOutcomes[reason]
  const values = {
    detail,
    clientId: String(facts?.client.clientId),
    keyId: properties.idTokenSignatureKeyId ?? 'null',
  }
  const outcome =
    issued === undefined || facts === undefined
      ? { responseContent: JSON.stringify(errorMembers(row, resultMessage(row, values), properties)) }
      : { responseContent: formatTokens(issued), ...describeTokens(issued, facts) }
  return writeAnswer(reason, row, { values, members: { dpopNonce, ...outcome }, trace })
}
