import type { TokenTicketReason } from '../../../oauth/token/password.ts'
import type { OutcomeRow } from '../../../outcome/outcome.ts'
import { ticketError } from '../shared/outcomes.ts'

export type TokenFailRefusal = TokenTicketReason | 'reason_missing'

export type TokenFailReason =
  | 'owner_refused'
  | 'target_invalid'
  | 'failed_for_unknown_reason'
  | 'client_refused'
  | 'client_unauthorized'
  | 'scope_refused'
  | 'crash'
  | TokenFailRefusal

export interface TokenFailOutcomeRow extends OutcomeRow {
  readonly status: 200
  readonly action: 'BAD_REQUEST' | 'INTERNAL_SERVER_ERROR'
}

/** Only Authlete's Java library has the reason, with its error; codes and texts are ours. */
const ofLibrary = {
  status: 200,
  action: 'BAD_REQUEST',
  source: 'assumed',
  conditionSource: 'inferred',
  messageSource: 'assumed',
} as const

/** Every answer that POST /auth/token/fail can give. */
// prettier-ignore
export const tokenFailOutcomes = {
  owner_refused: { status: 200, resultCode: 'A067301', action: 'BAD_REQUEST', message: 'The credentials (username & password) passed to the token endpoint are invalid.', error: 'invalid_request', clause: 'Authlete TokenFailRequest reason', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  target_invalid: { status: 200, resultCode: 'A067303', action: 'BAD_REQUEST', message: 'The requested resource is invalid.', error: 'invalid_target', clause: 'Authlete TokenFailRequest reason; RFC 8707 §2', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  failed_for_unknown_reason: { status: 200, resultCode: 'A067302', action: 'INTERNAL_SERVER_ERROR', message: 'The token request failed due to an unknown reason.', error: 'server_error', clause: 'Authlete TokenFailRequest reason', source: 'inferred', conditionSource: 'documented', messageSource: 'documented' },
  client_refused: { ...ofLibrary, resultCode: 'A067304', message: 'The client authentication failed.', error: 'invalid_client', clause: 'RFC 6749 §5.2' },
  client_unauthorized: { ...ofLibrary, resultCode: 'A067305', message: 'The client is not authorized to use the grant type.', error: 'unauthorized_client', clause: 'RFC 6749 §5.2' },
  scope_refused: { ...ofLibrary, resultCode: 'A067306', message: 'The requested scope is invalid.', error: 'invalid_scope', clause: 'RFC 6749 §5.2' },
  crash: { ...ticketError, resultCode: 'A062102', message: 'Authlete Server error.', clause: 'Authlete TokenFailResponse INTERNAL_SERVER_ERROR', source: 'assumed', conditionSource: 'documented', messageSource: 'assumed' },
  ticket_missing: { ...ticketError, resultCode: 'A063201', message: "The value of 'ticket' in the /api/auth/token/fail request is null or empty.", clause: 'Authlete TokenFailRequest ticket', conditionSource: 'documented' },
  reason_missing: { ...ticketError, resultCode: 'A067201', message: "The /api/auth/token/fail request does not contain 'reason' parameter.", clause: 'Authlete TokenFailRequest reason', conditionSource: 'documented' },
  ticket_unknown: { ...ticketError, resultCode: 'A063202', message: 'There is no entity having the ticket specified in the /api/auth/token/fail request.', clause: 'Authlete TokenFailRequest ticket' },
  ticket_expired: { ...ticketError, resultCode: 'A063301', message: 'The ticket in the /api/auth/token/fail request has expired.', clause: 'Authlete TokenFailRequest ticket' },
} as const satisfies Record<TokenFailReason, TokenFailOutcomeRow>
