import type { StandardIntrospectionRequest } from '../../../schema/introspection.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import type { Service } from '../../model/service.ts'
import { errorMembers } from '../../outcome/error-content.ts'
import { resultMessage, writeAnswer, type ApiAnswer } from '../../outcome/outcome.ts'
import { introspectStandard } from './introspect-standard.ts'
import { standardIntrospectionOutcomes, type StandardIntrospectionRow } from './outcomes.ts'

/** Answers one request to an introspection endpoint (RFC 7662) for one service. */
export async function answerStandardIntrospection(
  request: StandardIntrospectionRequest,
  service: Service,
  tools: ApiTools,
): Promise<ApiAnswer> {
  const decision = await introspectStandard(request, service, tools)
  const { reason, detail = '', found, active = false, trace } = decision
  const row: StandardIntrospectionRow = standardIntrospectionOutcomes[reason]
  const values = { detail, type: found?.type ?? 'null', active: String(active) }
  const error = () => JSON.stringify(errorMembers(row, resultMessage(row, values), service.properties))
  return writeAnswer(reason, row, {
    values,
    members: { responseContent: decision.content ?? error() },
    trace,
  })
}
