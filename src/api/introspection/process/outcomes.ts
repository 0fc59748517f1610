import type { AccessTokenReason } from '../../../oauth/token/access-token.ts'
import type { DpopReason } from '../../../oauth/dpop/checks.ts'
import type { CertificateReason } from '../../../oauth/mtls.ts'
import type { RequirementReason } from '../../../oauth/token/requirements.ts'
import type { OutcomeRow } from '../../../outcome/outcome.ts'

export type IntrospectionRefusal = AccessTokenReason | CertificateReason | DpopReason | RequirementReason

export type IntrospectionReason = 'introspected' | 'crash' | IntrospectionRefusal

export interface IntrospectionRow extends OutcomeRow {
  readonly status: 200
  readonly action: 'INTERNAL_SERVER_ERROR' | 'BAD_REQUEST' | 'UNAUTHORIZED' | 'FORBIDDEN' | 'OK'
  readonly error: NonNullable<OutcomeRow['error']>
}

const request = 'Authlete IntrospectionRequest'

/** Every answer that POST /auth/introspection can give, in the order of the checks. */
// prettier-ignore
export const introspectionOutcomes = {
  introspected: { status: 200, resultCode: 'A056001', action: 'OK', message: 'The access token is valid.', error: 'invalid_request', clause: 'Authlete IntrospectionResponse OK', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
  crash: { status: 200, resultCode: 'A057101', action: 'INTERNAL_SERVER_ERROR', message: 'Failed to get information about the access token from the database.', error: 'server_error', clause: 'Authlete IntrospectionResponse INTERNAL_SERVER_ERROR', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_missing: { status: 200, resultCode: 'A057301', action: 'BAD_REQUEST', message: 'The request does not contain a valid access token.', error: 'invalid_request', clause: `RFC 6750 §3.1; ${request} token`, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_unknown: { status: 200, resultCode: 'A057302', action: 'UNAUTHORIZED', message: 'The access token does not exist.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_expired_refreshable: { status: 200, resultCode: 'A065301', action: 'UNAUTHORIZED', message: 'The access token has expired but it can be refreshed using the corresponding refresh token.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_and_refresh_token_expired: { status: 200, resultCode: 'A065302', action: 'UNAUTHORIZED', message: 'Both the access token and the refresh token have expired.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_expired: { status: 200, resultCode: 'A065303', action: 'UNAUTHORIZED', message: 'The access token has expired.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  client_locked: { status: 200, resultCode: 'A097303', action: 'UNAUTHORIZED', message: 'The client application associated with the presented access token is locked.', error: 'invalid_token', clause: 'Authlete Client locked', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  scopes_absent: { status: 200, resultCode: 'A064301', action: 'FORBIDDEN', message: 'No scopes are associated with the access token.', error: 'insufficient_scope', clause: `RFC 6750 §3.1; ${request} scopes`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  scope_insufficient: { status: 200, resultCode: 'A064302', action: 'FORBIDDEN', message: "The access token does not cover the required scope '{detail}'.", error: 'insufficient_scope', clause: `RFC 6750 §3.1; ${request} scopes`, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  certificate_missing: { status: 200, resultCode: 'A065304', action: 'UNAUTHORIZED', message: 'The client failed to present a certificate and the access token is MTLS bound.', error: 'invalid_token', clause: 'RFC 8705 §3', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  certificate_malformed: { status: 200, resultCode: 'A065307', action: 'UNAUTHORIZED', message: 'Failed to parse the client certificate because it is malformed.', error: 'invalid_token', clause: `RFC 8705 §3.1; ${request} clientCertificate`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  certificate_mismatch: { status: 200, resultCode: 'A065305', action: 'UNAUTHORIZED', message: "The client's certificate does not match the thumbprint of the access token.", error: 'invalid_token', clause: 'RFC 8705 §3', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  dpop_proof_missing: { status: 200, resultCode: 'A065308', action: 'UNAUTHORIZED', message: 'Expected a DPoP header but none was provided.', error: 'invalid_token', clause: 'RFC 9449 §7.1', source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  dpop_target_unknown: { status: 200, resultCode: 'A065201', action: 'INTERNAL_SERVER_ERROR', message: "The value to be compared with the 'htu' claim of the DPoP proof JWT cannot be determined.", error: 'server_error', clause: `${request} htm, htu`, source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  dpop_proof_invalid: { status: 200, resultCode: 'A065310', action: 'UNAUTHORIZED', message: 'There was an error processing the DPoP header: {detail}', error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  dpop_alg_missing: { status: 200, resultCode: 'A065313', action: 'UNAUTHORIZED', message: 'The DPoP signature algorithm is missing.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3 (5)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  dpop_alg_forbidden: { status: 200, resultCode: 'A065311', action: 'UNAUTHORIZED', message: "The DPoP signature algorithm ({detail}) must not be symmetric or 'none'.", error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3 (5)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  dpop_jwk_missing: { status: 200, resultCode: 'A065312', action: 'UNAUTHORIZED', message: 'The DPoP header did not include a public key in JWK format.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3 (3)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  dpop_key_mismatch: { status: 200, resultCode: 'A065309', action: 'UNAUTHORIZED', message: 'Thumbprint of the provided DPoP key does not match the expected DPoP thumbprint.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3 (12)', source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  dpop_nonce_unusable: { status: 200, resultCode: 'A065314', action: 'UNAUTHORIZED', message: "DPoP nonce error: The value of the 'nonce' claim in the DPoP proof JWT is different from the expected one.", error: 'use_dpop_nonce', clause: 'RFC 9449 §4.3 (10), §9', source: 'assumed', conditionSource: 'assumed', messageSource: 'inferred' },
  dpop_proof_replayed: { status: 200, resultCode: 'A065315', action: 'UNAUTHORIZED', message: 'The DPoP proof JWT has already been used.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §11.1', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  subject_absent: { status: 200, resultCode: 'A066301', action: 'FORBIDDEN', message: 'The access token is not associated with any subject.', error: 'invalid_request', clause: `${request} subject`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  subject_mismatch: { status: 200, resultCode: 'A066302', action: 'FORBIDDEN', message: 'The subject associated with the access token is different from the subject required to access the protected resource.', error: 'invalid_request', clause: `${request} subject`, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  resource_uncovered: { status: 200, resultCode: 'A066303', action: 'FORBIDDEN', message: "The access token does not cover the required resource '{detail}'.", error: 'invalid_request', clause: `RFC 8707 §2; ${request} resources`, source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  authentication_too_old: { status: 200, resultCode: 'A340301', action: 'FORBIDDEN', message: 'The authentication time is too old. Re-authentication is needed.', error: 'insufficient_user_authentication', clause: `RFC 9470 §3; ${request} maxAge`, source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  authentication_context_absent: { status: 200, resultCode: 'A341301', action: 'FORBIDDEN', message: 'The access token is not associated with any authentication context class.', error: 'insufficient_user_authentication', clause: `RFC 9470 §3; ${request} acrValues`, source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  authentication_context_insufficient: { status: 200, resultCode: 'A341302', action: 'FORBIDDEN', message: "The authentication context class '{detail}' is insufficient. User authentication must satisfy one of [{acrValues}]", error: 'insufficient_user_authentication', clause: `RFC 9470 §3; ${request} acrValues`, source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
} as const satisfies Record<IntrospectionReason, IntrospectionRow>
