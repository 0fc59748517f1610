import {
  IntrospectionRequestSchema,
  IntrospectionResponseSchema,
  type IntrospectionRequest,
} from '../../../../schema/introspection.ts'
import { resultMessage, type ApiAnswer } from '../../../outcome/outcome.ts'
import { defineRoute, type ApiCall, type ApiRoute } from '../../shared/api-route.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { createAnswerWriter } from '../../shared/members.ts'
import type { Requirements } from '../../shared/challenge.ts'
import { formatTokenRefusal } from '../../shared/token-refusal.ts'
import { describeToken } from './content.ts'
import { introspect, type IntrospectionDecision } from './decision.ts'
import { introspectionOutcomes, type IntrospectionRow } from './outcomes.ts'

const writeAnswer = createAnswerWriter(IntrospectionResponseSchema)

/** Authlete's `POST /api/{serviceId}/auth/introspection`. */
export function introspectionRoute(tools: ApiTools): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: '/auth/introspection',
    operationId: 'auth_introspection_api',
    tag: 'Introspection Endpoint',
    summary: 'Process Introspection Request',
    description: 'Checks the access token that a client presented to a protected resource, and describes it.',
    right: 'USE_INTROSPECTION',
    body: IntrospectionRequestSchema,
    response: IntrospectionResponseSchema,
    answer: async (call) => answerIntrospection(call, await introspect(call, tools)),
  })
}

function answerIntrospection(
  { body: request, service }: ApiCall<IntrospectionRequest>,
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
          listRequirements(reason, request, token?.scopes),
        )
  const flags = {
    existent: token !== undefined,
    usable: token !== undefined && !reason.startsWith('access_token_'),
    sufficient: token !== undefined && row.error !== 'insufficient_scope',
  }
  const members = { ...describeToken(decision, service), ...flags, dpopNonce, responseContent: content }
  return writeAnswer(reason, row, { values, members, trace })
}

/** What a client needs for access: all scopes, an authentication context, a recent authentication. */
function listRequirements(
  reason: IntrospectionDecision['reason'],
  { scopes = [], acrValues = [], maxAge = 0 }: IntrospectionRequest,
  held: readonly string[] = [],
): Requirements {
  if (reason === 'authentication_too_old') return { max_age: String(maxAge) }
  const { error } = introspectionOutcomes[reason]
  if (error === 'insufficient_user_authentication') return { acr_values: acrValues.join(' ') }
  if (error !== 'insufficient_scope') return {}
  return { scope: [...new Set([...scopes, ...held])].join(' ') }
}
