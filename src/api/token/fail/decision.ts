import type { TokenFailRequest } from '../../../../schema/token.ts'
import { sha256 } from '../../../base/digest.ts'
import { failed, type Fail } from '../../../base/verdict.ts'
import {
  checkTokenTicketExpiry,
  checkTokenTicketGiven,
  checkTokenTicketKnown,
} from '../../../oauth/token/password.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { defineDecision, type OpenCall } from '../../shared/decision.ts'
import type { TokenFailReason, TokenFailRefusal } from './outcomes.ts'

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

type TokenFailCall = OpenCall<TokenFailRequest, TokenFailRefusal, object>

/**
 * Decides one call of POST /auth/token/fail: the authorization server refuses the token request. The order of the
 * checks: ticket given, reason, ticket known and not expired; then the ticket ends.
 */
export const failPasswordRequest = defineDecision(async (call: TokenFailCall, { store }: ApiTools) => {
  const { request, service, now, check } = call
  const { ticket: value = '', reason } = request
  let refusal: Fail<TokenFailRefusal> | undefined
  refusal = check(checkTokenTicketGiven(value))
  if (refusal !== undefined) return refusal
  if (reason === undefined) return check(failed(reasonRule, 'reason_missing'))

  const ticketHash = sha256(value)
  const found = await store.findPending(service.generation, 'token_ticket', ticketHash)
  const ticket = check.find(checkTokenTicketKnown(found?.content))
  if (ticket.refusal !== undefined) return ticket.refusal
  refusal = check(checkTokenTicketExpiry(ticket.value, now))
  if (refusal !== undefined) return refusal
  const ended = await store.endPending(service.generation, 'token_ticket', ticketHash)
  return ended ? outcomes[reason] : check(checkTokenTicketKnown(undefined))
})
