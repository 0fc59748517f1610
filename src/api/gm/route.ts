import { GmRequestSchema, GmResponseSchema, type GmRequest } from '../../../schema/gm.ts'
import { readClock, type SystemClock } from '../../base/clock.ts'
import { formatTokenRefusal } from '../shared/token-refusal.ts'
import type { Service } from '../../model/service.ts'
import { isGmAction, scopeFor } from '../../oauth/grants/grant-management.ts'
import type { ApiRoute } from '../shared/api-route.ts'
import { resultMessage, writeAnswer, type ApiAnswer } from '../../outcome/outcome.ts'
import { formatGrant } from './content.ts'
import { manageGrant, type GmDecision, type GrantManagement } from './manage-grant.ts'
import { gmOutcomes, type GmOutcomeRow } from './outcomes.ts'

/** Answers one request for one service. */
export type GmAnswerer = (request: GmRequest, service: Service) => Promise<ApiAnswer>

export function createGmAnswerer(management: GrantManagement, systemClock: SystemClock): GmAnswerer {
  return async (request, service) => {
    const now = readClock(service.clock, systemClock())
    return answerGm(request, await manageGrant({ request, service, now }, management))
  }
}

/** Authlete's `POST /api/{serviceId}/gm`. */
export function gmRoute(answer: GmAnswerer): ApiRoute {
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
    answer: ({ body, service }) => answer(body as GmRequest, service),
  }
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
    const demands = error === 'insufficient_scope' ? { scope: values.scope } : {}
    return formatTokenRefusal({ ...row, error }, resultMessage(row, values), token, demands)
  }
  return reason === 'queried' && grant !== undefined ? formatGrant(grant) : undefined
}
