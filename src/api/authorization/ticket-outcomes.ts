import type { GrantConsentReason } from '../../oauth/grant-request.ts'
import type { AuthorizationOutcomeRow } from './request-outcomes.ts'

export type IssueRefusal =
  | 'issue_ticket_missing'
  | 'issue_ticket_unknown'
  | 'issue_ticket_expired'
  | 'subject_missing'
  | 'subject_too_long'
  | 'subject_not_ascii'
  | 'acr_too_long'
  | 'claim_values_not_object'
  | 'id_token_header_not_object'
  | GrantConsentReason

export type IssueReason = 'code_issued' | IssueRefusal

const documented = { status: 200, source: 'documented', messageSource: 'documented' } as const
const assumed = { status: 200, source: 'assumed', messageSource: 'assumed' } as const
const wrongCall = { ...documented, action: 'INTERNAL_SERVER_ERROR', error: 'server_error' } as const
const ticketOver = { ...documented, action: 'BAD_REQUEST', error: 'invalid_request' } as const
const ofGrant = { ...assumed, action: 'LOCATION', error: 'invalid_grant_id' } as const

/** Every answer of POST /auth/authorization/issue. LOCATION is FORM where the response mode is form_post. */
// prettier-ignore
export const issueOutcomes = {
  code_issued: { ...documented, action: 'LOCATION', resultCode: 'A040001', message: 'The authorization request was processed successfully.', clause: 'RFC 6749 §4.1.2' },
  issue_ticket_missing: { ...wrongCall, resultCode: 'A041201', message: "The value of 'ticket' in the /api/auth/authorization/issue request is null or empty.", clause: 'Authlete AuthorizationIssueRequest ticket' },
  issue_ticket_unknown: { ...ticketOver, resultCode: 'A041202', message: 'There is no entity having the ticket specified in the /api/auth/authorization/issue request (ticket = {detail}).', clause: 'Authlete AuthorizationIssueRequest ticket' },
  issue_ticket_expired: { ...ticketOver, resultCode: 'A041301', message: 'The ticket in the /api/auth/authorization/issue request has expired.', clause: 'Authlete AuthorizationIssueRequest ticket' },
  subject_missing: { ...wrongCall, resultCode: 'A042201', message: "The value of 'subject' in the /api/auth/authorization/issue request is null or empty.", clause: 'Authlete AuthorizationIssueRequest subject' },
  subject_too_long: { ...wrongCall, resultCode: 'A042202', message: "The length of 'subject' in the /api/auth/authorization/issue request exceeds the maximum length (100).", clause: 'Authlete AuthorizationIssueRequest subject' },
  subject_not_ascii: { ...wrongCall, resultCode: 'A042203', message: "The 'subject' in the /api/auth/authorization/issue request contains non-ASCII letters.", clause: 'Authlete AuthorizationIssueRequest subject' },
  acr_too_long: { ...wrongCall, resultCode: 'A043201', message: "The length of 'acr' in the /api/auth/authorization/issue request exceeds the maximum length (200).", clause: 'Authlete AuthorizationIssueRequest acr' },
  claim_values_not_object: { ...wrongCall, resultCode: 'A044201', message: "The value of 'claims' in the /api/auth/authorization/issue request failed to be parsed as a JSON object.", clause: 'Authlete AuthorizationIssueRequest claims' },
  id_token_header_not_object: { ...wrongCall, resultCode: 'A255201', message: "The value of 'idtHeaderParams' in the /api/auth/authorization/issue request failed to be parsed as a JSON object.", clause: 'Authlete AuthorizationIssueRequest idtHeaderParams' },
  consented_grant_gone: { ...ofGrant, resultCode: 'A285308', message: 'The grant identified by the grant ID does not exist any longer.', clause: 'Grant Management §5.4' },
  consented_grant_of_other_subject: { ...ofGrant, resultCode: 'A285309', message: 'The subject of the grant identified by the grant ID is different from the end-user.', clause: 'Grant Management §5.4' },
} as const satisfies Record<IssueReason, AuthorizationOutcomeRow>
