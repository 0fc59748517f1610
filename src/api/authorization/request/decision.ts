import type { AuthorizationRequestBody } from '../../../../schema/authorization/requests.ts'
import { sha256 } from '../../../base/digest.ts'
import type { AuthorizationRequest } from '../../../model/authorization.ts'
import type { Grant } from '../../../model/grant.ts'
import { lacksConsent } from '../../../oauth/authorization/interaction.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { defineDecision, type Decision, type OpenCall } from '../../shared/decision.ts'
import type { RequestReason } from '../outcomes.ts'
import type { ResolvedRequest } from './open-request-object.ts'
import type { RequestRefusal } from './outcomes.ts'
import { resolveRequest } from './resolve-request.ts'
import { validateRequest, type Destination } from './validate-request.ts'

/** The lifetime of a ticket; Authlete does not document its own. */
const ticketMilliseconds = 3_600_000

/** A request that now waits for its end user. */
export interface AcceptedRequest {
  readonly source: ResolvedRequest
  readonly request: AuthorizationRequest
  readonly grant: Grant | undefined
  readonly ticket: string
}

interface AuthorizationFacts {
  accepted: AcceptedRequest
  source: ResolvedRequest | undefined
  /** The target of a refusal; absent while the redirect URI is not known to be the client's. */
  destination: Destination | undefined
}

type AuthorizationCall = OpenCall<AuthorizationRequestBody, RequestRefusal, AuthorizationFacts>
export type AuthorizationDecision = Decision<RequestReason, AuthorizationFacts>

/** Decides one call of POST /auth/authorization: the client, its parameters, the request; then it gets a ticket. */
export const processAuthorizationRequest = defineDecision(
  async ({ request: body, service, now, check, facts }: AuthorizationCall, { store, random }: ApiTools) => {
    const { refusal, source } = await resolveRequest(body.parameters, { service, now, store, check })
    facts.source = source
    if (refusal !== undefined) return refusal
    const validation = await validateRequest(source, service, store, check)
    if (validation.refusal !== undefined) {
      facts.destination = validation.destination
      return validation.refusal
    }

    const ticket = random.token()
    const { request, grant } = validation
    await store.savePending(service.generation, 'ticket', {
      ticketHash: sha256(ticket),
      request,
      ...(body.context !== undefined && { info: body.context }),
      expiresAt: now + ticketMilliseconds,
    })
    facts.accepted = { source, request, grant, ticket }
    return ticketReasonOf(request)
  },
)

/** The reason of a success: with an end user to ask, or without. */
function ticketReasonOf(request: AuthorizationRequest) {
  if (request.prompts.includes('NONE')) return 'ticket_issued_without_interaction'
  return lacksConsent(request) ? 'ticket_issued_without_consent' : 'ticket_issued'
}
