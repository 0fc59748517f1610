import {
  IntrospectionRequestSchema,
  IntrospectionResponseSchema,
  StandardIntrospectionRequestSchema,
  StandardIntrospectionResponseSchema,
  type IntrospectionRequest,
  type StandardIntrospectionRequest,
} from '../../../schema/introspection.ts'
import { readClock } from '../../base/clock.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import { formatTokenRefusal } from '../shared/token-refusal.ts'
import type { ApiRoute } from '../shared/api-route.ts'
import type { Demands } from '../shared/challenge.ts'
import { resultMessage, writeAnswer, type ApiAnswer } from '../../outcome/outcome.ts'
import { describeToken } from './content.ts'
import { introspect, type IntrospectionCall, type IntrospectionDecision } from './introspect.ts'
import { introspectionOutcomes, type IntrospectionRow } from './outcomes.ts'
import { answerStandardIntrospection } from './standard-route.ts'

const tag = 'Introspection Endpoint'

/** Authlete's `POST /api/{serviceId}/auth/introspection` and `/auth/introspection/standard`. */
export function introspectionRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [
    {
      method: 'POST',
      path: '/auth/introspection',
      operationId: 'auth_introspection_api',
      tag,
      summary: 'Process Introspection Request',
      description:
        'Judges the access token that a client presented to a protected resource, and describes it.',
      right: 'USE_INTROSPECTION',
      body: IntrospectionRequestSchema,
      response: IntrospectionResponseSchema,
      answer: async ({ body, service }) => {
        const now = readClock(service.clock, tools.systemClock())
        const call = { request: body as IntrospectionRequest, service, now }
        return answerIntrospection(call, await introspect(call, tools))
      },
    },
    {
      method: 'POST',
      path: '/auth/introspection/standard',
      operationId: 'auth_introspection_standard_api',
      tag,
      summary: 'Process OAuth 2.0 Introspection Request',
      description: 'Answers a request to an introspection endpoint (RFC 7662).',
      right: 'USE_INTROSPECTION',
      body: StandardIntrospectionRequestSchema,
      response: StandardIntrospectionResponseSchema,
      answer: ({ body, service }) =>
        answerStandardIntrospection(body as StandardIntrospectionRequest, service, tools),
    },
  ]
}

function answerIntrospection(
  { request, service }: IntrospectionCall,
  decision: IntrospectionDecision,
): ApiAnswer {
  const { reason, detail = '', token, dpopNonce, trace } = decision
  const row: IntrospectionRow = introspectionOutcomes[reason]
  const values = { detail, acrValues: (request.acrValues ?? []).join(', ') }
  const content =
    reason === 'introspected'
      ? `Bearer error="${row.error}"`
      : formatTokenRefusal(
          row,
          resultMessage(row, values),
          token,
          listDemands(reason, request, token?.scopes),
        )
  const flags = {
    existent: token !== undefined,
    usable: token !== undefined && !reason.startsWith('access_token_'),
    sufficient: token !== undefined && row.error !== 'insufficient_scope',
  }
  const members = { ...describeToken(decision, service), ...flags, dpopNonce, responseContent: content }
  return writeAnswer(reason, row, { values, members, trace })
}

/** What a client needs to be let in: all scopes, an authentication context, a fresh authentication. */
function listDemands(
  reason: IntrospectionDecision['reason'],
  { scopes = [], acrValues = [], maxAge = 0 }: IntrospectionRequest,
  held: readonly string[] = [],
): Demands {
  if (reason === 'authentication_too_old') return { max_age: String(maxAge) }
  const { error } = introspectionOutcomes[reason]
  if (error === 'insufficient_user_authentication') return { acr_values: acrValues.join(' ') }
  if (error !== 'insufficient_scope') return {}
  return { scope: [...new Set([...scopes, ...held])].join(' ') }
}
