import type { AuthorizationFailRequest } from '../../../../schema/authorization/tickets.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { defineDecision, type Decision, type OpenCall } from '../../shared/decision.ts'
import { sha256 } from '../../../base/digest.ts'
import type { AuthorizationTicket } from '../../../model/authorization.ts'
import {
  checkFailureReason,
  checkTicketAlive,
  checkTicketKnown,
  checkTicketPresent,
} from '../../../oauth/authorization/ticket.ts'
import { silentFailures, type FailReason, type FailRefusal, type ReportedFailure } from './outcomes.ts'

interface FailFacts {
  /** Present if the client gets an answer. */
  ticket: AuthorizationTicket
}

type FailCall = OpenCall<AuthorizationFailRequest, FailRefusal, FailFacts>
export type FailDecision = Decision<FailReason, FailFacts>

/** Decides one call of POST /auth/authorization/fail: ticket, reason; then ticket and pushed request end. */
export const failRequest = defineDecision(
  async (
    { request, service, now, check, facts }: FailCall,
    { store }: Pick<ApiTools, 'store' | 'onUnexpectedError'>,
  ) => {
    const { ticket: presented = '' } = request
    const missing = check(checkTicketPresent(presented, 'fail'))
    if (missing !== undefined) return missing
    const reason = check.find(checkFailureReason(request.reason))
    if (reason.refusal !== undefined) return reason.refusal
    const ticketHash = sha256(presented)
    const found = await store.findPending(service.generation, 'ticket', ticketHash)
    const ticket = check.find(checkTicketKnown(found?.content, 'fail', presented))
    if (ticket.refusal !== undefined) return ticket.refusal
    const expired = check(checkTicketAlive(ticket.value, now, 'fail'))
    if (expired !== undefined) return expired
    if (!(await store.endPending(service.generation, 'ticket', ticketHash))) {
      return check(checkTicketKnown(undefined, 'fail', presented))
    }
    facts.ticket = ticket.value
    return failureReasonOf(reason.value, ticket.value)
  },
)

/** The name of the row of a failure: some texts concern prompt=none, and are for requests that have it. */
function failureReasonOf(
  reason: NonNullable<AuthorizationFailRequest['reason']>,
  { request: { prompts } }: AuthorizationTicket,
): ReportedFailure {
  const name = reason.toLowerCase() as Lowercase<typeof reason>
  const silent = prompts.includes('NONE') ? silentFailures.find((one) => one === name) : undefined
  return silent === undefined ? `failed_${name}` : `failed_${silent}_silently`
}
