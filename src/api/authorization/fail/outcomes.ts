import type { AuthorizationFailRequest } from '../../../../schema/authorization/tickets.ts'
import type { AuthorizationOutcomeRow } from '../rows.ts'
import { assumed, documented } from '../rows.ts'

const wrongCall = { ...documented, action: 'INTERNAL_SERVER_ERROR', error: 'server_error' } as const
const ticketOver = { ...documented, action: 'BAD_REQUEST', error: 'invalid_request' } as const

type FailureReason = NonNullable<AuthorizationFailRequest['reason']>

export type FailRefusal =
  'fail_ticket_missing' | 'fail_ticket_unknown' | 'fail_ticket_expired' | 'fail_reason_missing'

/** Failures whose published texts concern prompt=none, and which also occur without it. */
export const silentFailures = [
  'not_logged_in',
  'max_age_not_supported',
  'exceeds_max_age',
  'different_subject',
  'acr_not_satisfied',
] as const

type SilentFailure = (typeof silentFailures)[number]

/** The failures that are reported to the client. */
export type ReportedFailure = `failed_${Lowercase<FailureReason>}` | `failed_${SilentFailure}_silently`

export type FailReason = ReportedFailure | FailRefusal

const reported = { ...documented, action: 'LOCATION', conditionSource: 'documented' } as const
const reportedOpenly = { ...reported, messageSource: 'inferred' } as const

/** Only Authlete's Java library has the reason, with its error; codes and texts are ours. */
const ofLibrary = { ...assumed, action: 'LOCATION', conditionSource: 'inferred' } as const

/** Every answer of POST /auth/authorization/fail. LOCATION becomes FORM if the response mode is form_post. */
// prettier-ignore
export const failOutcomes = {
  fail_ticket_missing: { ...wrongCall, resultCode: 'A059201', message: "The value of 'ticket' in the /api/auth/authorization/fail request is null or empty.", clause: 'Authlete AuthorizationFailRequest ticket', conditionSource: 'documented' },
  fail_reason_missing: { ...wrongCall, resultCode: 'A060201', message: "The /api/auth/authorization/fail request does not contain 'reason' parameter.", clause: 'Authlete AuthorizationFailRequest reason', conditionSource: 'documented' },
  fail_ticket_unknown: { ...ticketOver, resultCode: 'A059202', message: 'There is no entity having the ticket specified in the /api/auth/authorization/fail request.', clause: 'Authlete AuthorizationFailRequest ticket', conditionSource: 'documented' },
  fail_ticket_expired: { ...ticketOver, resultCode: 'A059301', message: 'The ticket in the /api/auth/authorization/fail request has expired.', clause: 'Authlete AuthorizationFailRequest ticket', conditionSource: 'documented' },
  failed_not_logged_in: { ...reportedOpenly, resultCode: 'A060301', message: 'No end-user has logged in this service.', error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6', conditionSource: 'inferred' },
  failed_not_logged_in_silently: { ...reported, resultCode: 'A060301', message: 'The authorization request contains prompt=none, but no end-user has logged in this service.', error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6', source: 'observed', conditionSource: 'observed' },
  failed_max_age_not_supported: { ...reportedOpenly, resultCode: 'A060302', message: "This service cannot handle 'max_age' parameter properly.", error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_max_age_not_supported_silently: { ...reported, resultCode: 'A060302', message: "This service cannot handle 'max_age' parameter properly when the authorization request contains prompt=none.", error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_exceeds_max_age: { ...reportedOpenly, resultCode: 'A060303', message: 'The maximum authentication age has passed.', error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_exceeds_max_age_silently: { ...reported, resultCode: 'A060303', message: 'The authorization request contains prompt=none, but the maximum authentication age has passed.', error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6', source: 'observed', conditionSource: 'observed' },
  failed_different_subject: { ...reportedOpenly, resultCode: 'A060304', message: "The authorization request specifies 'sub' claim, but the current end-user is different from the subject.", error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_different_subject_silently: { ...reported, resultCode: 'A060304', message: "The authorization request contains prompt=none and specifies 'sub' claim, but the current end-user is different from the subject.", error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_acr_not_satisfied: { ...reported, resultCode: 'A060305', message: "The authorization request requests 'acr' as essential, but the authentication performed for the end-user satisfies none of the requested ACRs.", error: 'unmet_authentication_requirements', clause: 'OpenID Connect Core §5.5.1.1', source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  failed_acr_not_satisfied_silently: { ...reported, resultCode: 'A060305', message: "The authorization request contains prompt=none and requests 'acr' as essential, but the authentication performed for the end-user satisfies none of the requested ACRs.", error: 'unmet_authentication_requirements', clause: 'OpenID Connect Core §5.5.1.1' },
  failed_denied: { ...reported, resultCode: 'A060306', message: 'The end-user denied the authorization request.', error: 'access_denied', clause: 'RFC 6749 §4.1.2.1' },
  failed_unknown: { ...reported, resultCode: 'A060307', message: 'The authorization request failed due to an unknown reason.', error: 'server_error', clause: 'RFC 6749 §4.1.2.1' },
  failed_server_error: { ...reported, resultCode: 'A060308', message: 'The authorization request failed due to a server error.', error: 'server_error', clause: 'RFC 6749 §4.1.2.1' },
  failed_not_authenticated: { ...reported, resultCode: 'A060309', message: 'The authorization request failed because the end-user was not authenticated or did not exist.', error: 'login_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_account_selection_required: { ...reported, resultCode: 'A060310', message: 'The authorization server cannot obtain an account selection choice made by the end-user.', error: 'account_selection_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_consent_required: { ...reported, resultCode: 'A060311', message: 'The authorization server cannot obtain consent from the end-user.', error: 'consent_required', clause: 'OpenID Connect Core §3.1.2.6', source: 'observed', conditionSource: 'observed' },
  failed_interaction_required: { ...reported, resultCode: 'A060312', message: 'The authorization server needs interaction with the end-user.', error: 'interaction_required', clause: 'OpenID Connect Core §3.1.2.6' },
  failed_invalid_target: { ...reported, resultCode: 'A060313', message: 'The requested resource is invalid.', error: 'invalid_target', clause: 'RFC 8707 §2' },
  failed_invalid_scope: { ...ofLibrary, resultCode: 'A060314', message: 'The requested scope is invalid.', error: 'invalid_scope', clause: 'RFC 6749 §4.1.2.1' },
  failed_unauthorized_client: { ...ofLibrary, resultCode: 'A060315', message: 'The client is not authorized to make this authorization request.', error: 'unauthorized_client', clause: 'RFC 6749 §4.1.2.1' },
  failed_temporarily_unavailable: { ...ofLibrary, resultCode: 'A060316', message: 'The authorization server is temporarily unable to handle the authorization request.', error: 'temporarily_unavailable', clause: 'RFC 6749 §4.1.2.1' },
} as const satisfies Record<FailReason, AuthorizationOutcomeRow>
