import type { GrantTypeReason, TokenParametersReason } from '../../../oauth/token/request.ts'
import { clientAuthenticationRows } from '../../../outcome/client-authentication.ts'
import type { ClientAuthenticationReason } from '../../shared/client-authentication.ts'
import { codeOutcomes, type CodeGrantRefusal } from '../grants/authorization-code.ts'
import {
  clientCredentialsOutcomes,
  type ClientCredentialsGrantRefusal,
} from '../grants/client-credentials.ts'
import { passwordOutcomes, type PasswordGrantRefusal } from '../grants/password.ts'
import { refreshOutcomes, type RefreshGrantRefusal } from '../grants/refresh-token.ts'
import type { GrantTypeRefusal } from '../shared/grant-type.ts'
import type { TokenOutcomeRow } from '../shared/outcomes.ts'

export type TokenRefusal =
  | TokenParametersReason
  | GrantTypeReason
  | 'client_id_empty'
  | ClientAuthenticationReason
  | GrantTypeRefusal
  | CodeGrantRefusal
  | RefreshGrantRefusal
  | ClientCredentialsGrantRefusal
  | PasswordGrantRefusal

export type TokenReason =
  | 'code_redeemed'
  | 'client_credentials_granted'
  | 'refreshed'
  | 'password_ticket_issued'
  | 'crash'
  | TokenRefusal

const caller = 'Authlete TokenRequest parameters'

/** Authlete's texts for authorization requests; that the token endpoint uses them too is not published. */
const unfitDetails = {
  status: 200,
  action: 'BAD_REQUEST',
  error: 'invalid_authorization_details',
  source: 'inferred',
  conditionSource: 'inferred',
  messageSource: 'documented',
} as const

/**
 * Every answer that POST /auth/token can give, roughly in the order of the checks. Every action arrives with HTTP 200.
 */
// prettier-ignore
export const tokenOutcomes = {
  ...codeOutcomes.success,
  ...clientCredentialsOutcomes.success,
  ...refreshOutcomes.success,
  ...passwordOutcomes.success,
  crash: { status: 200, resultCode: 'A047102', action: 'INTERNAL_SERVER_ERROR', message: 'Authlete Server error.', error: 'server_error', clause: 'Authlete TokenResponse INTERNAL_SERVER_ERROR', source: 'assumed', conditionSource: 'documented', messageSource: 'assumed' },
  parameters_missing: { status: 200, resultCode: 'A047201', action: 'INTERNAL_SERVER_ERROR', message: "The token request from the service does not contain 'parameters' parameter.", error: 'server_error', clause: caller, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  parameters_malformed: { status: 200, resultCode: 'A047202', action: 'INTERNAL_SERVER_ERROR', message: "The format of the value of 'parameters' request parameter is wrong.", error: 'server_error', clause: caller, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  parameters_empty: { status: 200, resultCode: 'A047301', action: 'BAD_REQUEST', message: 'The token request does not contain any request parameters.', error: 'invalid_request', clause: 'RFC 6749 §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  grant_type_missing: { status: 200, resultCode: 'A049301', action: 'BAD_REQUEST', message: "The token request does not contain 'grant_type' parameter.", error: 'invalid_request', clause: 'RFC 6749 §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  grant_type_empty: { status: 200, resultCode: 'A049302', action: 'BAD_REQUEST', message: "The value of 'grant_type' in the token request is empty.", error: 'invalid_request', clause: 'RFC 6749 §3.2, §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  grant_type_repeated: { status: 200, resultCode: 'A049303', action: 'BAD_REQUEST', message: "The token request contains multiple 'grant_type' parameters.", error: 'invalid_request', clause: 'RFC 6749 §3.2, §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  grant_type_unknown: { status: 200, resultCode: 'A049304', action: 'BAD_REQUEST', message: "The value of 'grant_type' in the token request is invalid.", error: 'unsupported_grant_type', clause: 'RFC 6749 §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  grant_type_implicit: { status: 200, resultCode: 'A049306', action: 'BAD_REQUEST', message: "The 'implicit' grant_type is invalid for the token endpoint.", error: 'unsupported_grant_type', clause: 'RFC 6749 §4.2, §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  grant_type_unsupported: { status: 200, resultCode: 'A049305', action: 'BAD_REQUEST', message: "This service does not support the grant_type '{detail}'.", error: 'unsupported_grant_type', clause: 'RFC 6749 §5.2; Authlete Service supportedGrantTypes', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  grant_type_unavailable: { status: 200, resultCode: 'A047101', action: 'BAD_REQUEST', message: 'The grant type ({detail}) is not supported. Consult the administrator of this authorization server.', error: 'unsupported_grant_type', clause: 'RFC 6749 §5.2', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  grant_type_undeclared: { status: 200, resultCode: 'A047302', action: 'BAD_REQUEST', message: "The grant type specified by the 'grant_type' request parameter is not included in the list of grant types that the client has declared it may use.", error: 'unauthorized_client', clause: 'RFC 6749 §5.2; Authlete Client grantTypes', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_id_empty: { status: 200, resultCode: 'A048302', action: 'BAD_REQUEST', message: "The value of 'client_id' passed to the token endpoint is empty.", error: 'invalid_request', clause: 'RFC 6749 §2.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  ...clientAuthenticationRows('token', { badRequest: 'BAD_REQUEST', unauthorized: 'INVALID_CLIENT', serverError: 'INTERNAL_SERVER_ERROR' }),
  ...codeOutcomes.refusals,
  ...refreshOutcomes.refusals,
  ...clientCredentialsOutcomes.refusals,
  ...passwordOutcomes.refusals,
  resource_malformed: { status: 200, resultCode: 'A251306', action: 'BAD_REQUEST', message: "The value of a 'resource' is not a valid URI.", error: 'invalid_target', clause: 'RFC 8707 §2', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  resource_relative: { status: 200, resultCode: 'A251307', action: 'BAD_REQUEST', message: "The value of a 'resource' is not an absolute URI.", error: 'invalid_target', clause: 'RFC 8707 §2', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  resource_with_fragment: { status: 200, resultCode: 'A251308', action: 'BAD_REQUEST', message: "The value of a 'resource' includes a fragment component.", error: 'invalid_target', clause: 'RFC 8707 §2', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  resource_not_granted: { status: 200, resultCode: 'A251312', action: 'BAD_REQUEST', message: "The value of a 'resource' is not covered by the resources of the authorization.", error: 'invalid_target', clause: 'RFC 8707 §2.2', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  authorization_details_repeated: { status: 200, resultCode: 'A249307', action: 'BAD_REQUEST', message: "The token request contains multiple 'authorization_details' parameters.", error: 'invalid_request', clause: 'RFC 6749 §3.2', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  authorization_details_malformed: { ...unfitDetails, resultCode: 'A249304', message: "The format of the value of 'authorization_details' is wrong.", clause: 'RFC 9396 §5, §6' },
  authorization_detail_malformed: { ...unfitDetails, resultCode: 'A249306', message: "The format of the element (index = {detail}) in 'authorization_details' is wrong.", clause: 'RFC 9396 §5, §6' },
  authorization_detail_without_type: { ...unfitDetails, resultCode: 'A249301', message: "The 'type' of the element (index = {detail}) in 'authorization_details' is null or empty.", clause: 'RFC 9396 §2, §6' },
  authorization_detail_type_unsupported: { ...unfitDetails, resultCode: 'A249302', message: "The 'type' of the element (index = {detail}) in 'authorization_details' is not supported.", clause: 'RFC 9396 §5, §6' },
  authorization_detail_type_undeclared: { ...unfitDetails, resultCode: 'A249303', message: "The client has not declared it may use the 'type' of the element (index = {detail}) in 'authorization_details'.", clause: 'RFC 9396 §6, §10' },
  authorization_details_not_granted: { ...unfitDetails, resultCode: 'A249308', message: "The 'authorization_details' in the token request are not covered by those of the authorization.", clause: 'RFC 9396 §6', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  certificate_missing: { status: 200, resultCode: 'A244308', action: 'BAD_REQUEST', message: 'Because the feature of certificate-bound access tokens is enabled, the client must establish a mutual TLS connection to the token endpoint.', error: 'invalid_request', clause: 'RFC 8705 §3', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  certificate_malformed: { status: 200, resultCode: 'A244309', action: 'BAD_REQUEST', message: 'The client certificate cannot be parsed as a valid certificate.', error: 'invalid_request', clause: 'RFC 8705 §3.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  certificate_mismatch: { status: 200, resultCode: 'A053312', action: 'BAD_REQUEST', message: 'The thumbprint of the client certificate used in the token request does not match the thumbprint of the client certificate to which the refresh token is bound.', error: 'invalid_grant', clause: 'RFC 8705 §4', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  dpop_proof_missing: { status: 200, resultCode: 'A254305', action: 'BAD_REQUEST', message: 'Expected a DPoP header but none was provided.', error: 'invalid_request', clause: 'RFC 9449 §5.2, §10', source: 'assumed', conditionSource: 'assumed', messageSource: 'inferred' },
  dpop_target_unknown: { status: 200, resultCode: 'A254201', action: 'INTERNAL_SERVER_ERROR', message: "The value to be compared with the 'htu' claim of the DPoP proof JWT cannot be determined.", error: 'server_error', clause: 'Authlete TokenRequest htm, htu', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  dpop_proof_invalid: { status: 200, resultCode: 'A254301', action: 'BAD_REQUEST', message: 'There was a problem processing the DPoP header: {detail}', error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3, §5', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
  dpop_alg_missing: { status: 200, resultCode: 'A254304', action: 'BAD_REQUEST', message: 'The DPoP signature algorithm is missing.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3 (5)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  dpop_alg_forbidden: { status: 200, resultCode: 'A254302', action: 'BAD_REQUEST', message: "The DPoP signature algorithm ({detail}) must not be symmetric or 'none'.", error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3 (5)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  dpop_jwk_missing: { status: 200, resultCode: 'A254303', action: 'BAD_REQUEST', message: 'The DPoP header did not include a public key in JWK format.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §4.3 (3)', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
  dpop_key_mismatch: { status: 200, resultCode: 'A053311', action: 'BAD_REQUEST', message: 'The DPoP thumbprint for the refresh token did not match the thumbprint presented in the request.', error: 'invalid_grant', clause: 'RFC 9449 §5', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  dpop_nonce_unusable: { status: 200, resultCode: 'A254307', action: 'BAD_REQUEST', message: "DPoP nonce error: The value of the 'nonce' claim in the DPoP proof JWT is different from the expected one.", error: 'use_dpop_nonce', clause: 'RFC 9449 §8', source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  dpop_proof_replayed: { status: 200, resultCode: 'A254308', action: 'BAD_REQUEST', message: 'The DPoP proof JWT has already been used.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §11.1', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  id_token_algorithm_none: { status: 200, resultCode: 'A046301', action: 'BAD_REQUEST', message: "The algorithm to sign ID tokens must not be 'none' if the client application (ID = {clientId}) wants to get ID tokens.", error: 'unauthorized_client', clause: 'OpenID Connect Core §2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  id_token_encryption_unsupported: { status: 200, resultCode: 'A046302', action: 'BAD_REQUEST', message: "The algorithm ('{detail}' for 'id_token_encrypted_response_alg') to encrypt the ID token is not supported.", error: 'unauthorized_client', clause: 'OpenID Connect Core §10.2', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  id_token_secret_short: { status: 200, resultCode: 'A046113', action: 'INTERNAL_SERVER_ERROR', message: "The length of the secret key to sign the ID token with the algorithm ('{detail}') is shorter than the minimum 256-bit requirement.", error: 'server_error', clause: 'OpenID Connect Core §10.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  id_token_algorithm_unsupported: { status: 200, resultCode: 'A046102', action: 'INTERNAL_SERVER_ERROR', message: "The algorithm ('{detail}') to sign the ID token is not supported.", error: 'server_error', clause: 'OpenID Connect Core §10.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  id_token_key_set_missing: { status: 200, resultCode: 'A046201', action: 'INTERNAL_SERVER_ERROR', message: "The ID token cannot be signed because this service has not registered its JWK Set although asymmetric algorithm ('{detail}') is required for signing.", error: 'server_error', clause: 'OpenID Connect Core §10.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  id_token_key_missing: { status: 200, resultCode: 'A046203', action: 'INTERNAL_SERVER_ERROR', message: 'The registered JWK Set of this service does not contain the private key to sign the ID token. (alg={detail}, kid={keyId})', error: 'server_error', clause: 'OpenID Connect Core §10.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  id_token_key_ambiguous: { status: 200, resultCode: 'A046204', action: 'INTERNAL_SERVER_ERROR', message: 'The registered JWK Set of this service contains multiple candidate private keys to sign the ID token. (alg={detail}, kid={keyId})', error: 'server_error', clause: 'OpenID Connect Core §10.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  id_token_key_unusable: { status: 200, resultCode: 'A046107', action: 'INTERNAL_SERVER_ERROR', message: 'Failed to convert a JWK to a PrivateKey.', error: 'server_error', clause: 'RFC 7517 §4', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  id_token_signing_failed: { status: 200, resultCode: 'A046101', action: 'INTERNAL_SERVER_ERROR', message: "Failed to sign the ID token with the algorithm '{detail}'.", error: 'server_error', clause: 'OpenID Connect Core §10.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  ...codeOutcomes.failures,
  ...clientCredentialsOutcomes.failures,
  ...refreshOutcomes.failures,
} as const satisfies Record<TokenReason, TokenOutcomeRow>
