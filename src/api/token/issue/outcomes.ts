import type { TokenTicketReason } from '../../../oauth/token/password.ts'
import type { OutcomeRow } from '../../../outcome/outcome.ts'

export type TokenIssueRefusal =
  | TokenTicketReason
  | 'subject_missing'
  | 'properties_too_big'
  | 'jwt_impossible'
  | 'access_token_taken'
  | 'ticket_gone'

export type TokenIssueReason = 'issued' | 'crash' | TokenIssueRefusal

export interface TokenIssueOutcomeRow extends OutcomeRow {
  readonly status: 200
  readonly action: 'OK' | 'INTERNAL_SERVER_ERROR'
}

const wrongIssue = {
  status: 200,
  action: 'INTERNAL_SERVER_ERROR',
  error: 'server_error',
  source: 'documented',
  conditionSource: 'inferred',
  messageSource: 'documented',
} as const

/** Every answer that POST /auth/token/issue can give, in the order of the checks. */
// prettier-ignore
export const tokenIssueOutcomes = {
  issued: { status: 200, resultCode: 'A054001', action: 'OK', message: 'The token request (grant_type=password) was processed successfully.', clause: 'RFC 6749 §4.3.3', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  crash: { ...wrongIssue, resultCode: 'A061105', message: 'Authlete Server error.', clause: 'Authlete TokenIssueResponse INTERNAL_SERVER_ERROR', source: 'assumed', conditionSource: 'documented', messageSource: 'assumed' },
  ticket_missing: { ...wrongIssue, resultCode: 'A055201', message: "The value of 'ticket' in the /api/auth/token/issue request is null or empty.", clause: 'Authlete TokenIssueRequest ticket', conditionSource: 'documented' },
  ticket_unknown: { ...wrongIssue, resultCode: 'A055202', message: 'There is no entity having the ticket specified in the /api/auth/token/issue request.', clause: 'Authlete TokenIssueRequest ticket' },
  ticket_expired: { ...wrongIssue, resultCode: 'A055301', message: 'The ticket in the /api/auth/token/issue request has expired.', clause: 'Authlete TokenIssueRequest ticket' },
  subject_missing: { ...wrongIssue, resultCode: 'A055204', message: "The value of 'subject' in the /api/auth/token/issue request is null or empty.", clause: 'Authlete TokenIssueRequest subject', source: 'assumed', conditionSource: 'documented', messageSource: 'assumed' },
  properties_too_big: { ...wrongIssue, resultCode: 'A061201', message: "The total size of 'properties' is too big.", clause: 'Authlete TokenIssueRequest properties' },
  jwt_impossible: { ...wrongIssue, resultCode: 'A061202', message: 'Failed to prepare a JWT-based access token: {detail}', clause: 'RFC 9068 §2; Authlete Service accessTokenSignAlg' },
  access_token_taken: { ...wrongIssue, resultCode: 'A061101', message: 'Failed to issue an access token from /api/auth/token/issue endpoint.', clause: 'Authlete TokenIssueRequest accessToken' },
  ticket_gone: { ...wrongIssue, resultCode: 'A061301', message: 'The ticket for token issuance was consumed by another transaction, so token are not issued.', clause: 'Authlete TokenIssueRequest ticket' },
} as const satisfies Record<TokenIssueReason, TokenIssueOutcomeRow>

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
  crash: { ...wrongIssue, resultCode: 'A062102', message: 'Authlete Server error.', clause: 'Authlete TokenFailResponse INTERNAL_SERVER_ERROR', source: 'assumed', conditionSource: 'documented', messageSource: 'assumed' },
  ticket_missing: { ...wrongIssue, resultCode: 'A063201', message: "The value of 'ticket' in the /api/auth/token/fail request is null or empty.", clause: 'Authlete TokenFailRequest ticket', conditionSource: 'documented' },
  reason_missing: { ...wrongIssue, resultCode: 'A067201', message: "The /api/auth/token/fail request does not contain 'reason' parameter.", clause: 'Authlete TokenFailRequest reason', conditionSource: 'documented' },
  ticket_unknown: { ...wrongIssue, resultCode: 'A063202', message: 'There is no entity having the ticket specified in the /api/auth/token/fail request.', clause: 'Authlete TokenFailRequest ticket' },
  ticket_expired: { ...wrongIssue, resultCode: 'A063301', message: 'The ticket in the /api/auth/token/fail request has expired.', clause: 'Authlete TokenFailRequest ticket' },
} as const satisfies Record<TokenFailReason, TokenFailOutcomeRow>
