import { GmRequestSchema, GmResponseSchema, type GmRequest } from '../../../schema/gm.ts'
import { formatTokenRefusal } from '../shared/token-refusal.ts'
import { isGmAction, scopeFor } from '../../oauth/grants/grant-management.ts'
import { defineRoute, type ApiRoute } from '../shared/api-route.ts'
import type { DecisionCall } from '../shared/decision.ts'
import { createAnswerWriter } from '../shared/members.ts'
import { resultMessage, type ApiAnswer } from '../../outcome/outcome.ts'
import { formatGrant } from './content.ts'
import { manageGrant, type GmDecision, type GmTools } from './decision.ts'
import { gmOutcomes, type GmOutcomeRow } from './outcomes.ts'

const writeAnswer = createAnswerWriter(GmResponseSchema)

/** Answers one call of POST /gm. */
type GmAnswerer = (call: DecisionCall<GmRequest>) => Promise<ApiAnswer>

export function createGmAnswerer(tools: GmTools): GmAnswerer {
  return async (call) => answerGm(call.body, await manageGrant(call, tools))
}

/** Authlete's `POST /api/{serviceId}/gm`. */
export function gmRoute(tools: GmTools): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: '/gm',
    operationId: 'grant_m_api',
    tag: 'Grant Management Endpoint',
    summary: 'Process Grant Management Request',
    description: 'Reads or ends a grant on behalf of the client that presented the access token.',
    right: 'USE_SERVICE',
    body: GmRequestSchema,
    response: GmResponseSchema,
    answer: createGmAnswerer(tools),
  })
}

/** Writes the answer of a decision. */
function answerGm(request: GmRequest, decision: GmDecision): ApiAnswer {
  const { reason, trace, dpopNonce } = decision
  const row: GmOutcomeRow = gmOutcomes[reason]
  const scope = isGmAction(request.gmAction) ? scopeFor[request.gmAction] : ''
  const values = { detail: decision.detail ?? '', scope }
  const responseContent = formatContent(row, values, decision)
  return writeAnswer(reason, row, {
    values,
    members: { dpopNonce, responseContent },
    trace,
  })
}

function formatContent(
  { error, ...row }: GmOutcomeRow,
  values: { readonly detail: string; readonly scope: string },
  { reason, grant, token }: GmDecision,
): string | undefined {
  if (error !== undefined) {
    const requirements = error === 'insufficient_scope' ? { scope: values.scope } : {}
    return formatTokenRefusal({ ...row, error }, resultMessage(row, values), token, requirements)
  }
  return reason === 'queried' && grant !== undefined ? formatGrant(grant) : undefined
}
