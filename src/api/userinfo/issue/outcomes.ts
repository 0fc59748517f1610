import type { UserInfoFormReason } from '../../../oauth/userinfo-response.ts'
import type { OutcomeRow } from '../../../outcome/outcome.ts'
import type { UserInfoTokenReason } from '../presented-token.ts'

export type UserInfoIssueRefusal = UserInfoTokenReason | 'claims_malformed' | UserInfoFormReason

export type UserInfoIssueReason = 'issued' | 'issued_as_jwt' | 'crash' | UserInfoIssueRefusal

export interface UserInfoIssueRow extends OutcomeRow {
  readonly status: 200
  readonly action: 'INTERNAL_SERVER_ERROR' | 'BAD_REQUEST' | 'UNAUTHORIZED' | 'FORBIDDEN' | 'JSON' | 'JWT'
}

const request = 'Authlete UserInfoIssueRequest'
const signed = 'OpenID Connect Core §5.3.2; Authlete Client userInfoSignAlg'

/** Every answer that POST /auth/userinfo/issue can give, in the order of the checks. */
// prettier-ignore
export const userInfoIssueOutcomes = {
  issued: { status: 200, resultCode: 'A096001', action: 'JSON', message: 'User information was obtained successfully.', clause: 'OpenID Connect Core §5.3.2', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  issued_as_jwt: { status: 200, resultCode: 'A096001', action: 'JWT', message: 'User information was obtained successfully.', clause: 'OpenID Connect Core §5.3.2', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  crash: { status: 200, resultCode: 'A092101', action: 'INTERNAL_SERVER_ERROR', message: 'Failed to get information about the access token from the database.', error: 'server_error', clause: 'Authlete UserInfoIssueResponse INTERNAL_SERVER_ERROR', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_missing: { status: 200, resultCode: 'A092301', action: 'BAD_REQUEST', message: 'The request does not contain a valid access token.', error: 'invalid_request', clause: `RFC 6750 §3.1; ${request} token`, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_unknown: { status: 200, resultCode: 'A092302', action: 'UNAUTHORIZED', message: 'The access token does not exist.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_expired: { status: 200, resultCode: 'A093301', action: 'UNAUTHORIZED', message: 'The access token has expired and does not have an associated refresh token.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_and_refresh_token_expired: { status: 200, resultCode: 'A093302', action: 'UNAUTHORIZED', message: 'Both the access token and the associated refresh token have expired.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_expired_refreshable: { status: 200, resultCode: 'A093303', action: 'UNAUTHORIZED', message: 'The access token has expired, but it can be refreshed by using the associated refresh token.', error: 'invalid_token', clause: 'RFC 6750 §3.1', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  client_locked: { status: 200, resultCode: 'A098303', action: 'UNAUTHORIZED', message: 'The client application associated with the presented access token is locked.', error: 'invalid_token', clause: 'Authlete Client locked', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  openid_missing: { status: 200, resultCode: 'A093304', action: 'FORBIDDEN', message: "The userinfo endpoint requires 'openid' scope, but the access token does not cover the scope.", error: 'insufficient_scope', clause: 'OpenID Connect Core §5.3', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  subject_missing: { status: 200, resultCode: 'A093305', action: 'UNAUTHORIZED', message: 'The userinfo endpoint requires an access token to be associated with a subject.', error: 'invalid_token', clause: 'OpenID Connect Core §5.3', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  password_grant_forbidden: { status: 200, resultCode: 'A093306', action: 'UNAUTHORIZED', message: "An access token issued through the grant type of 'Resource Owner Password Credentials' is not allowed to access the userinfo endpoint.", error: 'invalid_token', clause: 'Authlete UserInfoIssueResponse', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  claims_malformed: { status: 200, resultCode: 'A094201', action: 'INTERNAL_SERVER_ERROR', message: "The value of 'claims' in the /api/auth/userinfo/issue request failed to be parsed as a JSON object.", error: 'server_error', clause: `${request} claims`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  userinfo_encryption_unsupported: { status: 200, resultCode: 'A046314', action: 'INTERNAL_SERVER_ERROR', message: "The algorithm ('{detail}' for 'userinfo_token_encrypted_response_alg') to encrypt the ID token is not supported.", error: 'server_error', clause: 'Authlete Client userInfoEncryptionAlg', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  userinfo_secret_short: { status: 200, resultCode: 'A046113', action: 'INTERNAL_SERVER_ERROR', message: "The length of the secret key to sign the ID token with the algorithm ('{detail}') is shorter than the minimum 256-bit requirement.", error: 'server_error', clause: signed, source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  userinfo_algorithm_unsupported: { status: 200, resultCode: 'A046102', action: 'INTERNAL_SERVER_ERROR', message: "The algorithm ('{detail}') to sign the ID token is not supported.", error: 'server_error', clause: signed, source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  userinfo_key_set_missing: { status: 200, resultCode: 'A046201', action: 'INTERNAL_SERVER_ERROR', message: "The ID token cannot be signed because this service has not registered its JWK Set although asymmetric algorithm ('{detail}') is required for signing.", error: 'server_error', clause: signed, source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  userinfo_key_missing: { status: 200, resultCode: 'A046203', action: 'INTERNAL_SERVER_ERROR', message: 'The registered JWK Set of this service does not contain the private key to sign the ID token. (alg={detail}, kid={keyId})', error: 'server_error', clause: signed, source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  userinfo_key_ambiguous: { status: 200, resultCode: 'A046204', action: 'INTERNAL_SERVER_ERROR', message: 'The registered JWK Set of this service contains multiple candidate private keys to sign the ID token. (alg={detail}, kid={keyId})', error: 'server_error', clause: signed, source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  userinfo_signing_failed: { status: 200, resultCode: 'A046101', action: 'INTERNAL_SERVER_ERROR', message: "Failed to sign the ID token with the algorithm '{detail}'.", error: 'server_error', clause: signed, source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
} as const satisfies Record<UserInfoIssueReason, UserInfoIssueRow>
