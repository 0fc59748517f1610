import {
  StandardIntrospectionRequestSchema,
  StandardIntrospectionResponseSchema,
} from '../../../../schema/introspection.ts'
import type { Service } from '../../../model/service.ts'
import { errorMembers } from '../../../outcome/error-content.ts'
import { resultMessage, type ApiAnswer } from '../../../outcome/outcome.ts'
import { defineRoute, type ApiRoute } from '../../shared/api-route.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { createAnswerWriter } from '../../shared/members.ts'
import { introspectStandard, type StandardIntrospectionDecision } from './decision.ts'
import { standardIntrospectionOutcomes, type StandardIntrospectionRow } from './outcomes.ts'

const writeAnswer = createAnswerWriter(StandardIntrospectionResponseSchema)

/** Authlete's `POST /api/{serviceId}/auth/introspection/standard` (RFC 7662). */
export function standardIntrospectionRoute(tools: ApiTools): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: '/auth/introspection/standard',
    operationId: 'auth_introspection_standard_api',
    tag: 'Introspection Endpoint',
    summary: 'Process OAuth 2.0 Introspection Request',
    description: 'Answers a request to an introspection endpoint (RFC 7662).',
    right: 'USE_INTROSPECTION',
    body: StandardIntrospectionRequestSchema,
    response: StandardIntrospectionResponseSchema,
    answer: async (call) => answerStandardIntrospection(await introspectStandard(call, tools), call.service),
  })
}

function answerStandardIntrospection(
  decision: StandardIntrospectionDecision,
  { properties }: Service,
): ApiAnswer {
  const { reason, detail = '', found, active = false, trace } = decision
  const row: StandardIntrospectionRow = standardIntrospectionOutcomes[reason]
  const values = { detail, type: found?.type ?? 'null', active: String(active) }
  const error = () => JSON.stringify(errorMembers(row, resultMessage(row, values), properties))
  return writeAnswer(reason, row, {
    values,
    members: { responseContent: decision.content ?? error() },
    trace,
  })
}
