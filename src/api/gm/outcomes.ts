import type { AccessTokenReason } from '../../oauth/token/access-token.ts'
import type { DpopReason } from '../../oauth/dpop/checks.ts'
import type {
  GmParameterReason,
  GrantClientReason,
  GrantReason,
} from '../../oauth/grants/grant-management.ts'
import type { CertificateReason } from '../../oauth/mtls.ts'
import type { ScopeReason } from '../../oauth/token/requirements.ts'
import type { OutcomeRow } from '../../outcome/outcome.ts'

export type GmRefusal =
  | GmParameterReason
  | AccessTokenReason
  | 'client_locked'
  | GrantClientReason
  | CertificateReason
  | DpopReason
  | ScopeReason
  | GrantReason

export type GmReason = 'queried' | 'revoked' | 'crash' | GmRefusal

export interface GmOutcomeRow extends OutcomeRow {
  readonly status: 200
  readonly action:
    'OK' | 'NO_CONTENT' | 'UNAUTHORIZED' | 'FORBIDDEN' | 'NOT_FOUND' | 'CALLER_ERROR' | 'AUTHLETE_ERROR'
}

const request = 'Authlete GMRequest'

/** Every answer that POST /gm can give, in the order of the checks. Every action arrives with HTTP 200. */
// prettier-ignore
export const gmOutcomes = {
  queried: { status: 200, resultCode: 'A277001', action: 'OK', message: 'The grant management request was processed successfully.', clause: 'Grant Management §6.4', source: 'observed', conditionSource: 'observed', messageSource: 'assumed' },
  revoked: { status: 200, resultCode: 'A277001', action: 'NO_CONTENT', message: 'The grant management request was processed successfully.', clause: 'Grant Management §6.5', source: 'observed', conditionSource: 'observed', messageSource: 'assumed' },
  crash: { status: 200, resultCode: 'A277101', action: 'AUTHLETE_ERROR', message: 'Authlete Server error.', error: 'server_error', clause: 'Authlete GMResponse AUTHLETE_ERROR', source: 'assumed', conditionSource: 'documented', messageSource: 'assumed' },
  gm_action_missing: { status: 200, resultCode: 'A278201', action: 'CALLER_ERROR', message: "The request does not contain 'gmAction' parameter.", error: 'invalid_request', clause: `${request} gmAction`, source: 'assumed', conditionSource: 'documented', messageSource: 'assumed' },
  gm_action_unusable: { status: 200, resultCode: 'A278202', action: 'CALLER_ERROR', message: "The value of 'gmAction' parameter must be either QUERY or REVOKE.", error: 'invalid_request', clause: `${request} gmAction`, source: 'assumed', conditionSource: 'documented', messageSource: 'assumed' },
  grant_id_missing: { status: 200, resultCode: 'A278203', action: 'CALLER_ERROR', message: "The request does not contain 'grantId' parameter.", error: 'invalid_request', clause: `${request} grantId`, source: 'assumed', conditionSource: 'documented', messageSource: 'assumed' },
  access_token_missing: { status: 200, resultCode: 'A279301', action: 'UNAUTHORIZED', message: 'The grant management request does not contain a valid access token.', error: 'invalid_token', clause: `RFC 6750 §3; ${request} accessToken`, source: 'assumed', conditionSource: 'observed', messageSource: 'assumed' },
  access_token_unknown: { status: 200, resultCode: 'A279306', action: 'UNAUTHORIZED', message: 'The access token does not exist.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'observed', conditionSource: 'observed', messageSource: 'inferred' },
  access_token_expired_refreshable: { status: 200, resultCode: 'A280301', action: 'UNAUTHORIZED', message: 'The access token has expired but it can be refreshed using the corresponding refresh token.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'inferred', conditionSource: 'inferred', messageSource: 'inferred' },
  access_token_and_refresh_token_expired: { status: 200, resultCode: 'A280302', action: 'UNAUTHORIZED', message: 'Both the access token and the refresh token have expired.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'inferred', conditionSource: 'inferred', messageSource: 'inferred' },
  access_token_expired: { status: 200, resultCode: 'A280303', action: 'UNAUTHORIZED', message: 'The access token has expired.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'inferred', conditionSource: 'inferred', messageSource: 'inferred' },
  client_locked: { status: 200, resultCode: 'A279307', action: 'UNAUTHORIZED', message: 'The client application associated with the presented access token is locked.', error: 'invalid_token', clause: 'Authlete Client locked; RFC 6750 §3.1', source: 'assumed', conditionSource: 'assumed', messageSource: 'inferred' },
  client_public: { status: 200, resultCode: 'A285311', action: 'FORBIDDEN', message: "The client type is 'public', but grant management is available to confidential clients only.", error: 'invalid_request', clause: 'Grant Management §5.1', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  certificate_missing: { status: 200, resultCode: 'A281301', action: 'UNAUTHORIZED', message: 'The access token is bound to a client certificate, but the grant management request includes no client certificate.', error: 'invalid_token', clause: 'RFC 8705 §3', source: 'inferred', conditionSource: 'inferred', messageSource: 'inferred' },
  certificate_malformed: { status: 200, resultCode: 'A281302', action: 'UNAUTHORIZED', message: 'Failed to parse the client certificate because it is malformed.', error: 'invalid_token', clause: `RFC 8705 §3.1; ${request} clientCertificate`, source: 'inferred', conditionSource: 'inferred', messageSource: 'inferred' },
  certificate_mismatch: { status: 200, resultCode: 'A281304', action: 'UNAUTHORIZED', message: 'The thumbprint of the client certificate used in the grant management request does not match the thumbprint of the client certificate to which the access token is bound.', error: 'invalid_token', clause: 'RFC 8705 §3', source: 'inferred', conditionSource: 'inferred', messageSource: 'inferred' },
  dpop_proof_missing: { status: 200, resultCode: 'A281305', action: 'UNAUTHORIZED', message: 'The access token is bound to a public key but the grant management request includes no DPoP header.', error: 'invalid_token', clause: 'RFC 9449 §7.1', source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  dpop_target_unknown: { status: 200, resultCode: 'A278204', action: 'CALLER_ERROR', message: "The value to be compared with the 'htu' claim of the DPoP proof JWT cannot be determined.", error: 'invalid_request', clause: `${request} htm, htu`, source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  dpop_proof_invalid: { status: 200, resultCode: 'A281307', action: 'UNAUTHORIZED', message: 'There was an error processing the DPoP header: {detail}', error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3', source: 'inferred', conditionSource: 'inferred', messageSource: 'inferred' },
  dpop_alg_missing: { status: 200, resultCode: 'A281310', action: 'UNAUTHORIZED', message: 'The DPoP signature algorithm is missing.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3 (5)', source: 'inferred', conditionSource: 'inferred', messageSource: 'inferred' },
  dpop_alg_forbidden: { status: 200, resultCode: 'A281308', action: 'UNAUTHORIZED', message: "The DPoP signature algorithm ({detail}) must not be symmetric or 'none'.", error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3 (5)', source: 'inferred', conditionSource: 'inferred', messageSource: 'inferred' },
  dpop_jwk_missing: { status: 200, resultCode: 'A281309', action: 'UNAUTHORIZED', message: 'The DPoP header did not include a public key in JWK format.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3 (3)', source: 'inferred', conditionSource: 'inferred', messageSource: 'inferred' },
  dpop_key_mismatch: { status: 200, resultCode: 'A281306', action: 'UNAUTHORIZED', message: 'Thumbprint of the provided DPoP key does not match the expected DPoP thumbprint.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3 (12)', source: 'inferred', conditionSource: 'inferred', messageSource: 'inferred' },
  dpop_nonce_unusable: { status: 200, resultCode: 'A281311', action: 'UNAUTHORIZED', message: "DPoP nonce error: The value of the 'nonce' claim in the DPoP proof JWT is different from the expected one.", error: 'use_dpop_nonce', clause: 'RFC 9449 §4.3 (10), §9', source: 'inferred', conditionSource: 'documented', messageSource: 'inferred' },
  dpop_proof_replayed: { status: 200, resultCode: 'A281312', action: 'UNAUTHORIZED', message: 'The DPoP proof JWT has already been used.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §11.1', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  scope_missing: { status: 200, resultCode: 'A282301', action: 'UNAUTHORIZED', message: "The access token does not cover the required scope '{scope}'.", error: 'insufficient_scope', clause: 'Grant Management §6.1; RFC 6750 §3.1', source: 'inferred', conditionSource: 'observed', messageSource: 'inferred' },
  grant_unknown: { status: 200, resultCode: 'A283301', action: 'NOT_FOUND', message: 'The grant does not exist.', error: 'invalid_request', clause: 'Grant Management §6.6', source: 'observed', conditionSource: 'observed', messageSource: 'assumed' },
  grant_of_other_client: { status: 200, resultCode: 'A283302', action: 'FORBIDDEN', message: 'The access token cannot be used to manage the grant because the grant belongs to a different client.', error: 'invalid_request', clause: 'Grant Management §6.6', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  grant_of_other_subject: { status: 200, resultCode: 'A283303', action: 'FORBIDDEN', message: 'The access token cannot be used to manage the grant because the grant belongs to a different subject.', error: 'invalid_request', clause: 'Grant Management §9', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
} as const satisfies Record<GmReason, GmOutcomeRow>
