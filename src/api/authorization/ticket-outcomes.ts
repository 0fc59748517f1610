import type { AuthorizationFailRequest } from '../../../schema/authorization/tickets.ts'
import type { ConsentReason } from '../../oauth/authorization/consent.ts'
import type { GrantConsentReason } from '../../oauth/grants/grant-request.ts'
import type { AuthorizationOutcomeRow } from './request-outcomes.ts'
import { assumed, documented } from './labels.ts'

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

/** Every answer of POST /auth/authorization/issue. LOCATION is FORM where the response mode is form_post. */
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

type FailureReason = NonNullable<AuthorizationFailRequest['reason']>

export type FailRefusal =
  'fail_ticket_missing' | 'fail_ticket_unknown' | 'fail_ticket_expired' | 'fail_reason_missing'

/** Failures whose published texts speak of prompt=none, and which come about without it too. */
export const silentFailures = [
  'not_logged_in',
  'max_age_not_supported',
  'exceeds_max_age',
  'different_subject',
  'acr_not_satisfied',
] as const

type SilentFailure = (typeof silentFailures)[number]

/** What a client is told of a failure. */
export type ReportedFailure = `failed_${Lowercase<FailureReason>}` | `failed_${SilentFailure}_silently`

export type FailReason = ReportedFailure | FailRefusal

const reportedFailure = { ...documented, action: 'LOCATION', conditionSource: 'documented' } as const
const openFailure = { ...reportedFailure, messageSource: 'inferred' } as const

/** Only Authlete's Java library has the reason, with its error; codes and texts are ours. */
const ofLibrary = { ...assumed, action: 'LOCATION', conditionSource: 'inferred' } as const

/** Every answer of POST /auth/authorization/fail. LOCATION is FORM where the response mode is form_post. */
// prettier-ignore
export const failOutcomes = {
  fail_ticket_missing: { ...wrongCall, resultCode: 'A059201', message: "The value of 'ticket' in the /api/auth/authorization/fail request is null or empty.", clause: 'Authlete AuthorizationFailRequest ticket', conditionSource: 'documented' },
  fail_reason_missing: { ...wrongCall, resultCode: 'A060201', message: "The /api/auth/authorization/fail request does not contain 'reason' parameter.", clause: 'Authlete AuthorizationFailRequest reason', conditionSource: 'documented' },
  fail_ticket_unknown: { ...ticketOver, resultCode: 'A059202', message: 'There is no entity having the ticket specified in the /api/auth/authorization/fail request.', clause: 'Authlete AuthorizationFailRequest ticket', conditionSource: 'documented' },
  fail_ticket_expired: { ...ticketOver, resultCode: 'A059301', message: 'The ticket in the /api/auth/authorization/fail request has expired.', clause: 'Authlete AuthorizationFailRequest ticket', conditionSource: 'documented' },
  failed_not_logged_in: { ...openFailure, resultCode: 'A060301', message: 'No end-user has logged in this service.', error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6', conditionSource: 'inferred' },
  failed_not_logged_in_silently: { ...reportedFailure, resultCode: 'A060301', message: 'The authorization request contains prompt=none, but no end-user has logged in this service.', error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6', source: 'observed', conditionSource: 'observed' },
  failed_max_age_not_supported: { ...openFailure, resultCode: 'A060302', message: "This service cannot handle 'max_age' parameter properly.", error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_max_age_not_supported_silently: { ...reportedFailure, resultCode: 'A060302', message: "This service cannot handle 'max_age' parameter properly when the authorization request contains prompt=none.", error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_exceeds_max_age: { ...openFailure, resultCode: 'A060303', message: 'The maximum authentication age has passed.', error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_exceeds_max_age_silently: { ...reportedFailure, resultCode: 'A060303', message: 'The authorization request contains prompt=none, but the maximum authentication age has passed.', error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6', source: 'observed', conditionSource: 'observed' },
  failed_different_subject: { ...openFailure, resultCode: 'A060304', message: "The authorization request specifies 'sub' claim, but the current end-user is different from the subject.", error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_different_subject_silently: { ...reportedFailure, resultCode: 'A060304', message: "The authorization request contains prompt=none and specifies 'sub' claim, but the current end-user is different from the subject.", error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_acr_not_satisfied: { ...reportedFailure, resultCode: 'A060305', message: "The authorization request requests 'acr' as essential, but the authentication performed for the end-user satisfies none of the requested ACRs.", error: 'unmet_authentication_requirements', clause: 'OpenID Connect Core §5.5.1.1', source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  failed_acr_not_satisfied_silently: { ...reportedFailure, resultCode: 'A060305', message: "The authorization request contains prompt=none and requests 'acr' as essential, but the authentication performed for the end-user satisfies none of the requested ACRs.", error: 'unmet_authentication_requirements', clause: 'OpenID Connect Core §5.5.1.1' },
  failed_denied: { ...reportedFailure, resultCode: 'A060306', message: 'The end-user denied the authorization request.', error: 'access_denied', clause: 'RFC 6749 §4.1.2.1' },
  failed_unknown: { ...reportedFailure, resultCode: 'A060307', message: 'The authorization request failed due to an unknown reason.', error: 'server_error', clause: 'RFC 6749 §4.1.2.1' },
  failed_server_error: { ...reportedFailure, resultCode: 'A060308', message: 'The authorization request failed due to a server error.', error: 'server_error', clause: 'RFC 6749 §4.1.2.1' },
  failed_not_authenticated: { ...reportedFailure, resultCode: 'A060309', message: 'The authorization request failed because the end-user was not authenticated or did not exist.', error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_account_selection_required: { ...reportedFailure, resultCode: 'A060310', message: 'The authorization server cannot obtain an account selection choice made by the end-user.', error: 'account_selection_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_consent_required: { ...reportedFailure, resultCode: 'A060311', message: 'The authorization server cannot obtain consent from the end-user.', error: 'consent_required', clause: 'OpenID Connect Core §3.1.2.6', source: 'observed', conditionSource: 'observed' },
  failed_interaction_required: { ...reportedFailure, resultCode: 'A060312', message: 'The authorization server needs interaction with the end-user.', error: 'interaction_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_invalid_target: { ...reportedFailure, resultCode: 'A060313', message: 'The requested resource is invalid.', error: 'invalid_target', clause: 'RFC 8707 §2' },
  failed_invalid_scope: { ...ofLibrary, resultCode: 'A060314', message: 'The requested scope is invalid.', error: 'invalid_scope', clause: 'RFC 6749 §4.1.2.1' },
  failed_unauthorized_client: { ...ofLibrary, resultCode: 'A060315', message: 'The client is not authorized to make this authorization request.', error: 'unauthorized_client', clause: 'RFC 6749 §4.1.2.1' },
  failed_temporarily_unavailable: { ...ofLibrary, resultCode: 'A060316', message: 'The authorization server is temporarily unable to handle the authorization request.', error: 'temporarily_unavailable', clause: 'RFC 6749 §4.1.2.1' },
} as const satisfies Record<FailReason, AuthorizationOutcomeRow>

export type InfoRefusal = 'info_ticket_missing' | 'info_ticket_unknown' | 'info_ticket_expired'
export type UpdateRefusal =
  'update_ticket_missing' | 'update_ticket_unknown' | 'update_ticket_expired' | 'update_info_missing'

export type TicketInfoReason =
  'ticket_shown' | 'ticket_updated' | 'ticket_info_crash' | InfoRefusal | UpdateRefusal

const found = { ...assumed, action: 'OK' } as const
const wrongTicketCall = { ...assumed, action: 'CALLER_ERROR' } as const
const gone = { ...assumed, action: 'NOT_FOUND' } as const

/** Every answer of the two APIs for what stands beside a ticket. Authlete publishes none of their codes. */
// prettier-ignore
export const ticketInfoOutcomes = {
  ticket_shown: { ...found, resultCode: 'A299001', message: 'The information about the ticket was found.', clause: 'Authlete AuthorizationTicketInfoResponse OK', conditionSource: 'documented' },
  info_ticket_missing: { ...wrongTicketCall, resultCode: 'A299201', message: "The value of 'ticket' in the /api/auth/authorization/ticket/info request is null or empty.", clause: 'Authlete AuthorizationTicketInfoRequest ticket', conditionSource: 'documented' },
  info_ticket_unknown: { ...gone, resultCode: 'A299202', message: 'There is no entity having the ticket specified in the /api/auth/authorization/ticket/info request.', clause: 'Authlete AuthorizationTicketInfoResponse NOT_FOUND', conditionSource: 'documented' },
  info_ticket_expired: { ...gone, resultCode: 'A299301', message: 'The ticket in the /api/auth/authorization/ticket/info request has expired.', clause: 'Authlete AuthorizationTicketInfoResponse NOT_FOUND' },
  ticket_updated: { ...found, resultCode: 'A299002', message: 'The information about the ticket was updated.', clause: 'Authlete AuthorizationTicketUpdateResponse OK', conditionSource: 'documented' },
  update_ticket_missing: { ...wrongTicketCall, resultCode: 'A299203', message: "The value of 'ticket' in the /api/auth/authorization/ticket/update request is null or empty.", clause: 'Authlete AuthorizationTicketUpdateRequest ticket', conditionSource: 'documented' },
  update_info_missing: { ...wrongTicketCall, resultCode: 'A299204', message: "The /api/auth/authorization/ticket/update request does not contain 'info'.", clause: 'Authlete AuthorizationTicketUpdateRequest info' },
  update_ticket_unknown: { ...gone, resultCode: 'A299205', message: 'There is no entity having the ticket specified in the /api/auth/authorization/ticket/update request.', clause: 'Authlete AuthorizationTicketUpdateResponse NOT_FOUND', conditionSource: 'documented' },
  update_ticket_expired: { ...gone, resultCode: 'A299302', message: 'The ticket in the /api/auth/authorization/ticket/update request has expired.', clause: 'Authlete AuthorizationTicketUpdateResponse NOT_FOUND' },
  ticket_info_crash: { ...assumed, action: 'AUTHLETE_ERROR', resultCode: 'A299101', message: 'Authlete Server error.', clause: 'Authlete AuthorizationTicketInfoResponse AUTHLETE_ERROR', conditionSource: 'documented' },
} as const satisfies Record<TicketInfoReason, AuthorizationOutcomeRow>
