import { requestOutcomes, type RequestRefusal } from './request/outcomes.ts'
import type { AuthorizationOutcomeRow } from './rows.ts'
import { pushedOutcomes, type PushedReason } from './pushed/outcomes.ts'
import { issueOutcomes, type IssueReason } from './issue/outcomes.ts'
import { ticketInfoOutcomes, type TicketInfoReason } from './ticket/outcomes.ts'
import { failOutcomes, type FailReason } from './fail/outcomes.ts'
import { documented } from './rows.ts'

export type RequestReason =
  'ticket_issued' | 'ticket_issued_without_interaction' | 'ticket_issued_without_consent' | RequestRefusal

export type AuthorizationReason =
  RequestReason | IssueReason | FailReason | TicketInfoReason | PushedReason | 'crash'

const ticketText =
  'Authlete has successfully issued a ticket to the service (API Key = {serviceId}) for the authorization request from the client (ID = {clientId}). [response_type={responseType}, openid={openid}]'

/** Every answer of the authorization family, API by API. Every action arrives with HTTP 200. */
// prettier-ignore
export const authorizationOutcomes = {
  ticket_issued: { ...documented, action: 'INTERACTION', resultCode: 'A004001', message: ticketText, clause: 'Authlete AuthorizationResponse INTERACTION', source: 'observed', conditionSource: 'observed' },
  ticket_issued_without_interaction: { ...documented, action: 'NO_INTERACTION', resultCode: 'A004001', message: ticketText, clause: 'OpenID Connect Core §3.1.2.1; Authlete AuthorizationResponse NO_INTERACTION', source: 'observed', conditionSource: 'observed' },
  ticket_issued_without_consent: { ...documented, action: 'NO_INTERACTION', resultCode: 'A004001', message: ticketText, clause: 'OpenID Connect Core §11; Authlete AuthorizationResponse NO_INTERACTION', source: 'inferred' },
  crash: { ...documented, action: 'INTERNAL_SERVER_ERROR', resultCode: 'A000101', message: 'Authlete Server error.', error: 'server_error', clause: 'Authlete AuthorizationResponse INTERNAL_SERVER_ERROR', source: 'inferred', conditionSource: 'documented' },
  ...requestOutcomes,
  ...issueOutcomes,
  ...failOutcomes,
  ...ticketInfoOutcomes,
  ...pushedOutcomes,
} as const satisfies Record<AuthorizationReason, AuthorizationOutcomeRow>
