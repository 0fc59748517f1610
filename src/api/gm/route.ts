import { GmRequestSchema, GmResponseSchema, type GmRequest } from '../../../schema/gm.ts'
import { readClock, type SystemClock } from '../../clock.ts'
import { isGmAction, scopeFor } from '../../oauth/grant-management.ts'
import type { ApiRoute } from '../../outcome/api-route.ts'
import { resultMessage, type ApiAnswer } from '../../outcome/outcome.ts'
import { formatGrant, formatRefusal } from './content.ts'
import { manageGrant, type GmDecision, type GrantManagement } from './manage-grant.ts'
import { gmOutcomes, type GmOutcomeRow } from './outcomes.ts'

/** Authlete's `POST /api/{serviceId}/gm`. */
export function gmRoute(management: GrantManagement, systemClock: SystemClock): ApiRoute {
  return {
    method: 'POST',
    path: '/gm',
    operationId: 'grant_m_api',
    tag: 'Grant Management Endpoint',
    summary: 'Process Grant Management Request',
    description: 'Reads or ends a grant on behalf of the client that presented the access token.',
    right: 'USE_SERVICE',
    body: GmRequestSchema,
    response: GmResponseSchema,
    answer: async (body, service) => {
      const request = body as GmRequest
      const now = readClock(service.clock, systemClock())
      return answerGm(request, await manageGrant({ request, service, now }, management))
    },
  }
}

/** Writes the answer of a decision. Members in Authlete's order: the result, then the rest alphabetically. */
export function answerGm(request: GmRequest, decision: GmDecision): ApiAnswer {
  const { reason, trace, dpopNonce } = decision
  const row: GmOutcomeRow = gmOutcomes[reason]
  const scope = isGmAction(request.gmAction) ? scopeFor[request.gmAction] : ''
  const message = resultMessage(row, { detail: decision.detail ?? '', scope })
  const responseContent = formatContent(row, message, decision, scope)
  return {
    status: row.status,
    body: {
      resultCode: row.resultCode,
      resultMessage: message,
      action: row.action,
      ...(dpopNonce !== undefined && { dpopNonce }),
      ...(responseContent !== undefined && { responseContent }),
    },
    explanation: { reason, source: row.source, messageSource: row.messageSource, trace },
  }
}

function formatContent(
  { error, ...row }: GmOutcomeRow,
  message: string,
  { reason, grant, token }: GmDecision,
  scope: string,
): string | undefined {
  if (error !== undefined) return formatRefusal({ ...row, error }, message, token, scope)
  return reason === 'queried' && grant !== undefined ? formatGrant(grant) : undefined
}
