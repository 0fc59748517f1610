import type { TokenFailRequest } from '../../../../schema/token.ts'
import { withServerError, type ApiTools } from '../../shared/api-tools.ts'
import { sha256 } from '../../../base/digest.ts'
import type { Service } from '../../../model/service.ts'
import {
  checkTokenTicketExpiry,
  checkTokenTicketGiven,
  checkTokenTicketKnown,
} from '../../../oauth/token/password.ts'
import { failed, checkInto, type Verdict } from '../../../base/verdict.ts'
import type { TokenFailReason, TokenFailRefusal } from '../issue/outcomes.ts'

/** `now` is the service's time in epoch milliseconds. */
export interface TokenFailCall {
  readonly request: TokenFailRequest
  readonly service: Service
  readonly now: number
}

export interface TokenFailDecision {
  readonly reason: TokenFailReason
  readonly trace: readonly Verdict[]
}

const reasonRule = {
  check: 'reason',
  clause: 'Authlete TokenFailRequest reason',
  source: 'documented',
} as const

const outcomes = {
  INVALID_RESOURCE_OWNER_CREDENTIALS: 'owner_refused',
  INVALID_TARGET: 'target_invalid',
  UNKNOWN: 'failed_for_unknown_reason',
  INVALID_CLIENT: 'client_refused',
  UNAUTHORIZED_CLIENT: 'client_unauthorized',
  INVALID_SCOPE: 'scope_refused',
} as const satisfies Record<NonNullable<TokenFailRequest['reason']>, TokenFailReason>

/**
 * Decides one call of POST /auth/token/fail: the authorization server does not let the token request pass. The order of
 * the checks stands here: ticket given, reason, ticket known and in time; then the ticket ends.
 */
export async function failPasswordRequest(call: TokenFailCall, tools: ApiTools): Promise<TokenFailDecision> {
  const trace: Verdict<TokenFailRefusal>[] = []
  const { reason } = await withServerError(() => decide(call, tools, trace), tools.onUnexpectedError)
  return { reason, trace }
}

async function decide(
  { request: { ticket: value = '', reason }, service, now }: TokenFailCall,
  { store }: ApiTools,
  trace: Verdict<TokenFailRefusal>[],
): Promise<{ readonly reason: TokenFailReason }> {
  const check = checkInto(trace)
  const missing = check(checkTokenTicketGiven(value))
  if (missing !== undefined) return missing
  if (reason === undefined) return check(failed(reasonRule, 'reason_missing'))
  const ticketHash = sha256(value)
  const ticket = (await store.findPending(service.generation, 'token_ticket', ticketHash))?.content
  if (ticket === undefined) return check(checkTokenTicketKnown(ticket))
  const unusable = check(checkTokenTicketKnown(ticket)) ?? check(checkTokenTicketExpiry(ticket, now))
  if (unusable !== undefined) return unusable
  const ended = await store.endPending(service.generation, 'token_ticket', ticketHash)
  return ended ? { reason: outcomes[reason] } : check(checkTokenTicketKnown(undefined))
}
