import type { AuthorizationFailRequest } from '../../../../schema/authorization/tickets.ts'
import { withServerError, type ApiTools } from '../../shared/api-tools.ts'
import { sha256 } from '../../../base/digest.ts'
import type { AuthorizationTicket } from '../../../model/authorization.ts'
import {
  checkFailureReason,
  checkTicketAlive,
  checkTicketKnown,
  checkTicketPresent,
} from '../../../oauth/authorization/ticket.ts'
import { checkInto, type Fail, type Verdict } from '../../../base/verdict.ts'
import type { AuthorizationCall } from '../request/decision.ts'
import { silentFailures, type FailRefusal, type ReportedFailure } from './outcomes.ts'

/** The client is told why, or the call itself was refused. */
export type FailRuling =
  | { readonly ticket: AuthorizationTicket; readonly failure: ReportedFailure }
  | { readonly refusal: Fail<FailRefusal> }
  | { readonly reason: 'crash' }

type FailCall = AuthorizationCall<AuthorizationFailRequest>

/** Decides one call of POST /auth/authorization/fail: ticket, reason; then ticket and pushed request end. */
export async function failRequest(
  call: FailCall,
  tools: Pick<ApiTools, 'store' | 'onUnexpectedError'>,
): Promise<{ readonly ruling: FailRuling; readonly trace: readonly Verdict[] }> {
  const trace: Verdict<FailRefusal>[] = []
  const ruling = await withServerError(() => decide(call, tools, trace), tools.onUnexpectedError)
  return { ruling, trace }
}

async function decide(
  { request, service, now }: FailCall,
  { store }: Pick<ApiTools, 'store'>,
  trace: Verdict<FailRefusal>[],
): Promise<FailRuling> {
  const check = checkInto(trace)
  const { reason, ticket: presented = '' } = request
  const missing = check(checkTicketPresent(presented, 'fail'))
  if (missing !== undefined) return { refusal: missing }
  if (reason === undefined) return { refusal: check(checkFailureReason(reason)) }
  check(checkFailureReason(reason))
  const ticketHash = sha256(presented)
  const ticket = (await store.findPending(service.generation, 'ticket', ticketHash))?.content
  if (ticket === undefined) return { refusal: check(checkTicketKnown(ticket, 'fail', presented)) }
  const refusal =
    check(checkTicketKnown(ticket, 'fail', presented)) ?? check(checkTicketAlive(ticket, now, 'fail'))
  if (refusal !== undefined) return { refusal }
  const failure = failureReasonOf(reason, ticket)
  return (await store.endPending(service.generation, 'ticket', ticketHash))
    ? { ticket, failure }
    : { refusal: check(checkTicketKnown(undefined, 'fail', presented)) }
}

/** A failure by the name of its row: some texts speak of prompt=none, and are for requests that have it. */
function failureReasonOf(
  reason: NonNullable<AuthorizationFailRequest['reason']>,
  { request: { prompts } }: AuthorizationTicket,
): ReportedFailure {
  const name = reason.toLowerCase() as Lowercase<typeof reason>
  const silent = prompts.includes('NONE') ? silentFailures.find((one) => one === name) : undefined
  return silent === undefined ? `failed_${name}` : `failed_${silent}_silently`
}
