import type { UserInfoTokenReason } from '../presented-token.ts'
import type { DpopReason } from '../../../oauth/dpop/checks.ts'
import type { CertificateReason } from '../../../oauth/mtls.ts'
import type { OutcomeRow } from '../../../outcome/outcome.ts'

export type UserInfoRefusal = UserInfoTokenReason | CertificateReason | DpopReason

export type UserInfoOutcomeReason = 'accepted' | 'crash' | UserInfoRefusal

export interface UserInfoRow extends OutcomeRow {
  readonly status: 200
  readonly action: 'INTERNAL_SERVER_ERROR' | 'BAD_REQUEST' | 'UNAUTHORIZED' | 'FORBIDDEN' | 'OK'
}

const request = 'Authlete UserInfoRequest'

/** Every answer that POST /auth/userinfo can give, in the order of the checks. */
// prettier-ignore
export const userInfoOutcomes = {
  accepted: { status: 200, resultCode: 'A091001', action: 'OK', message: 'The access token presented at the userinfo endpoint is valid.', clause: 'Authlete UserInfoResponse OK', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  crash: { status: 200, resultCode: 'A088101', action: 'INTERNAL_SERVER_ERROR', message: 'Failed to get information about the access token from the database.', error: 'server_error', clause: 'Authlete UserInfoResponse INTERNAL_SERVER_ERROR', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_missing: { status: 200, resultCode: 'A088301', action: 'BAD_REQUEST', message: 'The request does not contain a valid access token.', error: 'invalid_request', clause: `RFC 6750 §3.1; ${request} token`, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_unknown: { status: 200, resultCode: 'A088302', action: 'UNAUTHORIZED', message: 'The access token does not exist.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  access_token_expired: { status: 200, resultCode: 'A089301', action: 'UNAUTHORIZED', message: 'The access token has expired and does not have an associated refresh token.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_and_refresh_token_expired: { status: 200, resultCode: 'A089302', action: 'UNAUTHORIZED', message: 'Both the access token and the associated refresh token have expired.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_expired_refreshable: { status: 200, resultCode: 'A089303', action: 'UNAUTHORIZED', message: 'The access token has expired, but it can be refreshed by using the associated refresh token.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  client_locked: { status: 200, resultCode: 'A098303', action: 'UNAUTHORIZED', message: 'The client application associated with the presented access token is locked.', error: 'invalid_token', clause: 'Authlete Client locked', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  openid_missing: { status: 200, resultCode: 'A089304', action: 'FORBIDDEN', message: "The userinfo endpoint requires 'openid' scope, but the access token does not cover the scope.", error: 'insufficient_scope', clause: 'OpenID Connect Core §5.3', source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  subject_missing: { status: 200, resultCode: 'A089305', action: 'UNAUTHORIZED', message: 'The userinfo endpoint requires an access token to be associated with a subject.', error: 'invalid_token', clause: 'OpenID Connect Core §5.3', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  password_grant_forbidden: { status: 200, resultCode: 'A089306', action: 'UNAUTHORIZED', message: "An access token issued through the grant type of 'Resource Owner Password Credentials' is not allowed to access the userinfo endpoint.", error: 'invalid_token', clause: 'Authlete UserInfoResponse', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  certificate_missing: { status: 200, resultCode: 'A089307', action: 'UNAUTHORIZED', message: 'The access token is bound to a client certificate, but the userinfo request includes no client certificate.', error: 'invalid_token', clause: 'RFC 8705 §3', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  certificate_malformed: { status: 200, resultCode: 'A089308', action: 'UNAUTHORIZED', message: 'Failed to parse the client certificate because it is malformed.', error: 'invalid_token', clause: `RFC 8705 §3.1; ${request} clientCertificate`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  certificate_mismatch: { status: 200, resultCode: 'A089310', action: 'UNAUTHORIZED', message: 'The thumbprint of the client certificate used in the userinfo request does not match the thumbprint of the client certificate to which the access token is bound.', error: 'invalid_token', clause: 'RFC 8705 §3', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  dpop_proof_missing: { status: 200, resultCode: 'A089311', action: 'UNAUTHORIZED', message: 'Expected a DPoP header but none was provided.', error: 'invalid_token', clause: 'RFC 9449 §7.1', source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  dpop_target_unknown: { status: 200, resultCode: 'A089201', action: 'INTERNAL_SERVER_ERROR', message: "The value to be compared with the 'htu' claim of the DPoP proof JWT cannot be determined.", error: 'server_error', clause: `${request} htm, htu`, source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  dpop_proof_invalid: { status: 200, resultCode: 'A089313', action: 'UNAUTHORIZED', message: 'There was an error processing the DPoP header: {detail}.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3', source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  dpop_alg_missing: { status: 200, resultCode: 'A089316', action: 'UNAUTHORIZED', message: 'The DPoP signature algorithm is missing.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3 (5)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  dpop_alg_forbidden: { status: 200, resultCode: 'A089314', action: 'UNAUTHORIZED', message: "The DPoP signature algorithm ({detail}) must not be symmetric or 'none'.", error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3 (5)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  dpop_jwk_missing: { status: 200, resultCode: 'A089315', action: 'UNAUTHORIZED', message: 'The DPoP header did not include a public key in JWK format.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3 (3)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  dpop_key_mismatch: { status: 200, resultCode: 'A089312', action: 'UNAUTHORIZED', message: 'Thumbprint of the provided DPoP key does not match the expected DPoP thumbprint.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3 (12)', source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  dpop_nonce_unusable: { status: 200, resultCode: 'A089317', action: 'UNAUTHORIZED', message: "DPoP nonce error: The value of the 'nonce' claim in the DPoP proof JWT is different from the expected one.", error: 'use_dpop_nonce', clause: 'RFC 9449 §4.3 (10), §9', source: 'assumed', conditionSource: 'assumed', messageSource: 'inferred' },
  dpop_proof_replayed: { status: 200, resultCode: 'A089318', action: 'UNAUTHORIZED', message: 'The DPoP proof JWT has already been used.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §11.1', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
} as const satisfies Record<UserInfoOutcomeReason, UserInfoRow>
