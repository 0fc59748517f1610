import type { TokenTicketReason } from '../../../oauth/token/password.ts'
import type { OutcomeRow } from '../../../outcome/outcome.ts'
import { ticketError } from '../shared/outcomes.ts'

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

/** Every answer that POST /auth/token/issue can give, in the order of the checks. */
// prettier-ignore
export const tokenIssueOutcomes = {
  issued: { status: 200, resultCode: 'A054001', action: 'OK', message: 'The token request (grant_type=password) was processed successfully.', clause: 'RFC 6749 §4.3.3', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  crash: { ...ticketError, resultCode: 'A061105', message: 'Authlete Server error.', clause: 'Authlete TokenIssueResponse INTERNAL_SERVER_ERROR', source: 'assumed', conditionSource: 'documented', messageSource: 'assumed' },
  ticket_missing: { ...ticketError, resultCode: 'A055201', message: "The value of 'ticket' in the /api/auth/token/issue request is null or empty.", clause: 'Authlete TokenIssueRequest ticket', conditionSource: 'documented' },
  ticket_unknown: { ...ticketError, resultCode: 'A055202', message: 'There is no entity having the ticket specified in the /api/auth/token/issue request.', clause: 'Authlete TokenIssueRequest ticket' },
  ticket_expired: { ...ticketError, resultCode: 'A055301', message: 'The ticket in the /api/auth/token/issue request has expired.', clause: 'Authlete TokenIssueRequest ticket' },
  subject_missing: { ...ticketError, resultCode: 'A055204', message: "The value of 'subject' in the /api/auth/token/issue request is null or empty.", clause: 'Authlete TokenIssueRequest subject', source: 'assumed', conditionSource: 'documented', messageSource: 'assumed' },
  properties_too_big: { ...ticketError, resultCode: 'A061201', message: "The total size of 'properties' is too big.", clause: 'Authlete TokenIssueRequest properties' },
  jwt_impossible: { ...ticketError, resultCode: 'A061202', message: 'Failed to prepare a JWT-based access token: {detail}', clause: 'RFC 9068 §2; Authlete Service accessTokenSignAlg' },
  access_token_taken: { ...ticketError, resultCode: 'A061101', message: 'Failed to issue an access token from /api/auth/token/issue endpoint.', clause: 'Authlete TokenIssueRequest accessToken' },
  ticket_gone: { ...ticketError, resultCode: 'A061301', message: 'The ticket for token issuance was consumed by another transaction, so token are not issued.', clause: 'Authlete TokenIssueRequest ticket' },
} as const satisfies Record<TokenIssueReason, TokenIssueOutcomeRow>
