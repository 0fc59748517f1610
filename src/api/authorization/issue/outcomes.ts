import type { ConsentReason } from '../../../oauth/authorization/consent.ts'
import type { GrantConsentReason } from '../../../oauth/grants/grant-request.ts'
import type { AuthorizationOutcomeRow } from '../rows.ts'
import { assumed, documented } from '../rows.ts'

export type IssueRefusal =
  | 'issue_ticket_missing'
  | 'issue_ticket_unknown'
  | 'issue_ticket_expired'
  | 'issue_client_locked'
  | 'offline_access_without_consent'
  | 'pushed_request_used'
  | ConsentReason
  | GrantConsentReason

export type IssueReason = 'code_issued' | IssueRefusal

const wrongCall = { ...documented, action: 'INTERNAL_SERVER_ERROR', error: 'server_error' } as const
const ticketOver = { ...documented, action: 'BAD_REQUEST', error: 'invalid_request' } as const
const ofGrant = { ...assumed, action: 'LOCATION', error: 'invalid_grant_id' } as const

/** Every answer of POST /auth/authorization/issue. LOCATION becomes FORM if the response mode is form_post. */
// prettier-ignore
export const issueOutcomes = {
  code_issued: { ...documented, action: 'LOCATION', resultCode: 'A040001', message: 'The authorization request was processed successfully.', clause: 'RFC 6749 §4.1.2', source: 'observed', conditionSource: 'observed' },
  issue_ticket_missing: { ...wrongCall, resultCode: 'A041201', message: "The value of 'ticket' in the /api/auth/authorization/issue request is null or empty.", clause: 'Authlete AuthorizationIssueRequest ticket', conditionSource: 'documented' },
  issue_ticket_unknown: { ...ticketOver, resultCode: 'A041202', message: 'There is no entity having the ticket specified in the /api/auth/authorization/issue request (ticket = {detail}).', clause: 'Authlete AuthorizationIssueRequest ticket', conditionSource: 'documented' },
  issue_ticket_expired: { ...ticketOver, resultCode: 'A041301', message: 'The ticket in the /api/auth/authorization/issue request has expired.', clause: 'Authlete AuthorizationIssueRequest ticket', conditionSource: 'documented' },
  issue_client_locked: { ...ticketOver, resultCode: 'A010307', message: 'The client (ID = {detail}) is locked.', clause: 'Authlete Client locked', source: 'inferred' },
  offline_access_without_consent: { ...ticketOver, resultCode: 'A004303', message: "'consent' must be explicitly included in 'prompt' parameter when 'offline_access' is included in 'scope'.", error: 'consent_required', clause: 'OpenID Connect Core §11', source: 'inferred', conditionSource: 'assumed' },
  subject_missing: { ...wrongCall, resultCode: 'A042201', message: "The value of 'subject' in the /api/auth/authorization/issue request is null or empty.", clause: 'Authlete AuthorizationIssueRequest subject', conditionSource: 'documented' },
  subject_too_long: { ...wrongCall, resultCode: 'A042202', message: "The length of 'subject' in the /api/auth/authorization/issue request exceeds the maximum length (100).", clause: 'Authlete AuthorizationIssueRequest subject' },
  subject_not_ascii: { ...wrongCall, resultCode: 'A042203', message: "The 'subject' in the /api/auth/authorization/issue request contains non-ASCII letters.", clause: 'Authlete AuthorizationIssueRequest subject' },
  acr_too_long: { ...wrongCall, resultCode: 'A043201', message: "The length of 'acr' in the /api/auth/authorization/issue request exceeds the maximum length (200).", clause: 'Authlete AuthorizationIssueRequest acr' },
  claim_values_not_object: { ...wrongCall, resultCode: 'A044201', message: "The value of 'claims' in the /api/auth/authorization/issue request failed to be parsed as a JSON object.", clause: 'Authlete AuthorizationIssueRequest claims' },
  id_token_header_not_object: { ...wrongCall, resultCode: 'A255201', message: "The value of 'idtHeaderParams' in the /api/auth/authorization/issue request failed to be parsed as a JSON object.", clause: 'Authlete AuthorizationIssueRequest idtHeaderParams' },
  consented_details_malformed: { ...wrongCall, resultCode: 'A249304', message: "The format of the value of 'authorization_details' is wrong.", clause: 'Authlete AuthorizationIssueRequest authorizationDetails', source: 'inferred' },
  consented_grant_gone: { ...ofGrant, resultCode: 'A285308', message: 'The grant identified by the grant ID does not exist any longer.', clause: 'Grant Management §5.4' },
  consented_grant_of_other_subject: { ...ofGrant, resultCode: 'A285309', message: 'The subject of the grant identified by the grant ID is different from the end-user.', clause: 'Grant Management §5.4' },
  pushed_request_used: { ...ticketOver, resultCode: 'A045304', message: 'The ticket for token issuance was consumed by another transaction, so tokens are not issued.', clause: 'RFC 9126 §4, §7.3', source: 'inferred' },
} as const satisfies Record<IssueReason, AuthorizationOutcomeRow>
