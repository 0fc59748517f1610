import type { AuthorizationDetailsReason } from '../../../oauth/authorization-details.ts'
import type { AuthorizationRequestReason } from '../../../oauth/authorization/request.ts'
import type { ClaimsReason } from '../../../oauth/authorization/claims.ts'
import type { GrantRequestReason } from '../../../oauth/grants/grant-request.ts'
import type { InteractionReason } from '../../../oauth/authorization/interaction.ts'
import type { PkceReason } from '../../../oauth/authorization/pkce.ts'
import type { RedirectUriReason } from '../../../oauth/redirect-uri.ts'
import type { RequestedScopesReason } from '../../../oauth/scopes.ts'
import type { RequestingClientReason } from '../../../oauth/authorization/requesting-client.ts'
import type { RequestObjectClaimReason } from '../../../oauth/authorization/request-object-claims.ts'
import type { RequestObjectReason } from '../../../oauth/authorization/request-object.ts'
import type { RequestReferenceReason } from '../../../oauth/authorization/reference.ts'
import type { ResourceReason } from '../../../oauth/resource-indicators.ts'
import type { ResponseModeReason } from '../../../oauth/authorization/response-mode.ts'
import { assumed, documented, type AuthorizationOutcomeRow } from '../rows.ts'

/** Why an authorization request is refused, at either endpoint. */
export type RequestRefusal =
  | RequestingClientReason
  | RequestReferenceReason
  | RequestObjectReason
  | RequestObjectClaimReason
  | RedirectUriReason
  | AuthorizationRequestReason
  | ResponseModeReason
  | RequestedScopesReason
  | PkceReason
  | InteractionReason
  | ClaimsReason
  | 'id_token_algorithm_symmetric'
  | ResourceReason
  | AuthorizationDetailsReason
  | GrantRequestReason

/** Reported to the sender of the request, because the redirect URI is not known to be the client's. */
const toSender = { ...documented, action: 'BAD_REQUEST', error: 'invalid_request' } as const

/** Reported to the client's redirect URI. The action becomes FORM if the response mode is form_post. */
const toClient = { ...documented, action: 'LOCATION', error: 'invalid_request' } as const

/** Rules whose codes Authlete has not published. */
const unpublished = { ...assumed, action: 'LOCATION', error: 'invalid_request' } as const

/** Every refusal of an authorization request, in the order of the checks. */
// prettier-ignore
export const requestOutcomes = {
  parameters_missing: { ...toSender, resultCode: 'A004201', message: "The authorization request from the service does not contain 'parameters' parameter.", clause: 'Authlete AuthorizationRequest parameters', conditionSource: 'documented' },
  parameters_malformed: { ...toSender, resultCode: 'A004202', message: "The format of the value of 'parameters' request parameter is wrong.", clause: 'Authlete AuthorizationRequest parameters' },
  parameters_empty: { ...toSender, resultCode: 'A004301', message: 'The authorization request does not contain any request parameters.', clause: 'RFC 6749 §4.1.1', conditionSource: 'documented' },
  client_id_repeated: { ...toSender, resultCode: 'A010303', message: "The authorization request contains multiple 'client_id' parameters.", clause: 'RFC 6749 §3.1' },
  client_id_missing: { ...toSender, resultCode: 'A010301', message: "The authorization request does not contain 'client_id' parameter.", clause: 'RFC 6749 §4.1.1' },
  client_id_empty: { ...toSender, resultCode: 'A010302', message: "The value of 'client_id' parameter contained in the authorization request is empty.", clause: 'RFC 6749 §4.1.1' },
  client_or_alias_unknown: { ...toSender, resultCode: 'A010308', message: 'No client has the client ID ({detail}) or the client ID alias.', clause: 'RFC 6749 §4.1.2.1' },
  client_alias_disabled: { ...toSender, resultCode: 'A010309', message: 'The client ID alias ({detail}) of the client is not enabled.', clause: 'Authlete Client clientIdAliasEnabled' },
  client_locked: { ...toSender, resultCode: 'A010307', message: 'The client (ID = {detail}) is locked.', clause: 'Authlete Client locked' },
  request_repeated: { ...toSender, resultCode: 'A008301', message: "The authorization request contains multiple 'request' parameters.", clause: 'RFC 6749 §3.1' },
  request_uri_repeated: { ...toSender, resultCode: 'A008302', message: "The authorization request contains multiple 'request_uri' parameters.", clause: 'RFC 6749 §3.1' },
  request_and_request_uri: { ...toSender, resultCode: 'A008304', message: "The authorization request contains both 'request' parameter and 'request_uri' parameter.", error: 'invalid_request', clause: 'RFC 9101 §5' },
  par_required_by_client: { ...toSender, resultCode: 'A008305', message: "The 'request_uri' parameter must be given because the 'require_pushed_authorization_requests' client metadata is true.", error: 'invalid_request', clause: 'RFC 9126 §6', source: 'observed', conditionSource: 'observed' },
  par_required_by_service: { ...toSender, resultCode: 'A008306', message: "The 'request_uri' parameter must be given because the 'require_pushed_authorization_requests' server metadata is true.", error: 'invalid_request', clause: 'RFC 9126 §5', source: 'observed', conditionSource: 'documented' },
  pushed_uri_required_by_client: { ...toSender, resultCode: 'A008307', message: "The value of 'request_uri' parameter must be a request URI issued from the pushed authorization request endpoint because the 'require_pushed_authorization_requests' client metadata is true.", error: 'invalid_request', clause: 'RFC 9126 §6' },
  pushed_uri_required_by_service: { ...toSender, resultCode: 'A008308', message: "The value of 'request_uri' parameter must be a request URI issued from the pushed authorization request endpoint because the 'require_pushed_authorization_requests' server metadata is true.", error: 'invalid_request', clause: 'RFC 9126 §5' },
  request_uri_unregistered: { ...toSender, resultCode: 'A008303', message: "The value of 'request_uri' parameter is not registered.", error: 'invalid_request_uri', clause: 'RFC 9101 §5.2', source: 'observed', conditionSource: 'observed' },
  request_uri_unfetched: { ...toSender, resultCode: 'A005382', message: 'Failed to fetch the request object of the client {detail}: The mock fetches nothing.', error: 'invalid_request_uri', clause: 'RFC 9101 §10.4.1' },
  request_uri_over: { ...toSender, resultCode: 'A006325', message: 'The request URI was locally hosted but was either expired or contained no request object content.', error: 'invalid_request_uri', clause: 'RFC 9126 §2.2, §4' },
  request_uri_of_other_client: { ...toSender, resultCode: 'A005393', message: "The value of 'client_id' ({detail}) in the request object pointed to by 'request_uri' parameter is different from the one specified by 'client_id' parameter ({clientId}).", error: 'invalid_request_uri', clause: 'RFC 9126 §2.2' },
  request_object_required_by_client: { ...toSender, resultCode: 'A008309', message: 'The configuration of the client requires that authorization requests from the client always utilize a request object, but the authorization request does not conform to the requirement.', error: 'invalid_request', clause: 'RFC 9101 §10.5', conditionSource: 'documented' },
  request_object_required_by_service: { ...toSender, resultCode: 'A008310', message: 'The configuration of the service requires that authorization requests to the service always utilize a request object, but the authorization request does not conform to the requirement.', error: 'invalid_request', clause: 'RFC 9101 §10.5', conditionSource: 'documented' },
  request_object_encrypted: { ...toSender, resultCode: 'A005372', message: "The request object passed by 'request' parameter is encrypted, but this service does not accept encrypted request objects.", error: 'invalid_request_object', clause: 'RFC 9101 §6.1' },
  request_object_malformed: { ...toSender, resultCode: 'A005301', message: "The value of 'request' parameter failed to be parsed as a JOSE.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  request_object_alg_missing: { ...toSender, resultCode: 'A005307', message: "The JWS header of the request object passed by 'request' parameter does not contain 'alg' parameter.", error: 'invalid_request_object', clause: 'RFC 7515 §4.1.1' },
  request_object_unsigned_against_metadata: { ...toSender, resultCode: 'A005336', message: "The request object passed by 'request' parameter is not signed but the registered value of 'request_object_signing_alg' is neither 'none' nor null.", error: 'invalid_request_object', clause: 'Authlete Client requestSignAlg', source: 'observed', conditionSource: 'observed' },
  request_object_alg_unsupported: { ...toSender, resultCode: 'A005320', message: "The algorithm in the JWS header of the request object passed by 'request' parameter is not supported.", error: 'invalid_request_object', clause: 'RFC 9101 §10.1' },
  request_object_alg_mismatch: { ...toSender, resultCode: 'A005312', message: "The algorithm in the JWS header of the request object passed by 'request' parameter does not match the registered one ({detail}).", error: 'invalid_request_object', clause: 'RFC 9101 §10.1' },
  request_object_alg_symmetric: { ...toSender, resultCode: 'A005316', message: "The algorithm in the JWS header of the request object passed by 'request' parameter is symmetric ({detail}), but the client type is not confidential.", error: 'invalid_request_object', clause: 'RFC 9101 §10.1' },
  request_object_keys_missing: { ...toSender, resultCode: 'A005332', message: "The request object passed by 'request' parameter is signed using a private key, but neither 'jwks_uri' nor 'jwks' to get its associated public key is registered.", error: 'invalid_request_object', clause: 'RFC 9101 §6.2', source: 'observed', conditionSource: 'observed' },
  request_object_keys_unfetched: { ...toSender, resultCode: 'A005311', message: 'Failed to fetch the JWK Set of the client {detail}: The mock fetches nothing.', error: 'invalid_request_object', clause: 'RFC 9101 §10.4.1' },
  request_object_key_unknown: { ...toSender, resultCode: 'A005352', message: "The registered JWK Set does not contain the public key to verify the signature of the request object passed by 'request' parameter. ({detail})", error: 'invalid_request_object', clause: 'RFC 9101 §6.2', source: 'observed', conditionSource: 'observed' },
  request_object_key_ambiguous: { ...toSender, resultCode: 'A005356', message: "The registered JWK Set contains multiple candidate public keys to verify the signature of the request object passed by 'request' parameter. ({detail})", error: 'invalid_request_object', clause: 'RFC 9101 §6.2' },
  request_object_signature_unverifiable: { ...toSender, resultCode: 'A005324', message: "The signature of the request object passed by 'request' parameter failed to be verified: {detail}", error: 'invalid_request_object', clause: 'RFC 9101 §6.2' },
  request_object_signature_wrong: { ...toSender, resultCode: 'A005328', message: "The signature of the request object passed by 'request' parameter was not verified.", error: 'invalid_request_object', clause: 'RFC 9101 §6.2', source: 'observed', conditionSource: 'observed' },
  client_id_not_text: { ...toSender, resultCode: 'A005387', message: "The request object passed by 'request' parameter contains 'client_id' but its value is not a string.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  response_type_not_text: { ...toSender, resultCode: 'A005395', message: "The request object passed by 'request' parameter contains 'response_type' but its value is not a string.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  scope_not_text: { ...toSender, resultCode: 'A007301', message: "The value of 'scope' parameter in the request object is not a string.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  redirect_uri_not_text: { ...toSender, resultCode: 'A011301', message: "The value of 'redirect_uri' in the request object is not a string.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  response_mode_not_text: { ...toSender, resultCode: 'A012301', message: "The value of 'response_mode' in the request object is not a string.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  state_not_text: { ...toSender, resultCode: 'A013301', message: "The value of 'state' in the request object is not a string.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  nonce_not_text: { ...toSender, resultCode: 'A014301', message: "The value of 'nonce' in the request object is not a string.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  display_not_text: { ...toSender, resultCode: 'A015301', message: "The value of 'display' in the request object is not a string.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  prompt_not_text: { ...toSender, resultCode: 'A016301', message: "The value of 'prompt' in the request object is not a string.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  ui_locales_not_text: { ...toSender, resultCode: 'A018301', message: "The value of 'ui_locales' in the request object is not a string.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  claims_locales_not_text: { ...toSender, resultCode: 'A020301', message: "The value of 'claims_locales' in the request object is not a string.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  acr_values_not_text: { ...toSender, resultCode: 'A021301', message: "The value of 'acr_values' in the request object is not a string.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  code_challenge_not_text: { ...toSender, resultCode: 'A124309', message: "The value of the 'code_challenge' parameter in the request object is not a string.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  code_challenge_method_not_text: { ...toSender, resultCode: 'A124310', message: "The value of the 'code_challenge_method' parameter in the request object is not a string.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  member_not_text: { ...toSender, resultCode: 'A253301', message: "The '{detail}' in the request failed to be parsed as a string.", error: 'invalid_request_object', clause: 'RFC 9101 §4', source: 'inferred' },
  max_age_not_numeric: { ...toSender, resultCode: 'A017301', message: "The value of 'max_age' in the request object is not a number.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  claims_not_json_object: { ...toSender, resultCode: 'A022301', message: "The value of 'claims' in the request object is not a JSON object.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  resource_not_list: { ...toSender, resultCode: 'A251301', message: "The value of the 'resource' property in the request object is neither a string nor an array.", error: 'invalid_request_object', clause: 'RFC 8707 §2' },
  resource_element_not_text: { ...toSender, resultCode: 'A251302', message: "The element at the index {detail} in the 'resource' property in the request object is not a JSON string.", error: 'invalid_request_object', clause: 'RFC 8707 §2' },
  request_object_of_other_client: { ...toSender, resultCode: 'A005391', message: "The value of 'client_id' ({detail}) in the request object passed by 'request' parameter is different from the one specified by 'client_id' parameter ({clientId}).", error: 'invalid_request_object', clause: 'RFC 9101 §5' },
  request_object_response_type_invalid: { ...toSender, resultCode: 'A005399', message: "The value of 'response_type' ({detail}) in the request object passed by 'request' parameter is invalid.", error: 'invalid_request_object', clause: 'RFC 6749 §3.1.1; RFC 9101 §4' },
  request_object_iss_mismatch: { ...toSender, resultCode: 'A246309', message: 'The client ID in the request object ({detail}) does not match the client ID ({clientId}) of the client.', error: 'invalid_request_object', clause: 'RFC 9101 §4', source: 'inferred' },
  request_object_with_request: { ...toSender, resultCode: 'A006308', message: "The request object passed by 'request' parameter contains 'request' parameter, which is not allowed.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  request_object_with_request_uri: { ...toSender, resultCode: 'A006312', message: "The request object passed by 'request' parameter contains 'request_uri' parameter, which is not allowed.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  request_object_without_response_type: { ...toSender, resultCode: 'A006326', message: "The request object passed by 'request' parameter does not contain 'response_type' which is required by JAR (JWT Secured Authorization Request).", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  request_object_response_type_differs: { ...toSender, resultCode: 'A006304', message: "The value of 'response_type' ({detail}) in the request object passed by 'request' parameter is different from the one specified by 'response_type' parameter ({responseType}).", error: 'invalid_request_object', clause: 'OpenID Connect Core §6.1' },
  request_object_exp_not_number: { ...toSender, resultCode: 'A006335', message: "The request object passed by the 'request' parameter contains 'exp' but its value is not a number.", error: 'invalid_request_object', clause: 'RFC 7519 §4.1.4' },
  request_object_expired: { ...toSender, resultCode: 'A006339', message: "The request object passed by the 'request' parameter has already expired: {detail}", error: 'invalid_request_object', clause: 'RFC 7519 §4.1.4', source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  request_object_nbf_not_number: { ...toSender, resultCode: 'A006343', message: "The request object passed by the 'request' parameter contains 'nbf' but its value is not a number.", error: 'invalid_request_object', clause: 'RFC 7519 §4.1.5' },
  request_object_not_yet_valid: { ...toSender, resultCode: 'A006347', message: "The request object passed by the 'request' parameter has not started its validity period yet: {detail}", error: 'invalid_request_object', clause: 'RFC 7519 §4.1.5', messageSource: 'inferred' },
  request_object_aud_missing: { ...toSender, resultCode: 'A006351', message: "The request object passed by the 'request' parameter contains no 'aud' claim.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  request_object_aud_unreadable: { ...toSender, resultCode: 'A006355', message: "The value of the 'aud' claim in the request object passed by the 'request' parameter is neither a string nor an array.", error: 'invalid_request_object', clause: 'RFC 7519 §4.1.3' },
  request_object_aud_mismatch: { ...toSender, resultCode: 'A006359', message: "The value of the 'aud' claim in the request object passed by the 'request' parameter does not match the issuer identifier of this service.", error: 'invalid_request_object', clause: 'RFC 9101 §4', source: 'observed', conditionSource: 'observed' },
  request_object_aud_without_issuer: { ...toSender, resultCode: 'A006363', message: "None of the element in the 'aud' claim in the request object passed by the 'request' parameter match the issuer identifier of this service.", error: 'invalid_request_object', clause: 'RFC 9101 §4' },
  request_object_unsigned: { ...toSender, resultCode: 'A008311', message: 'The service is configured to conform to JAR (JWT Secured Authorization Request), so request objects must be always signed.', error: 'invalid_request_object', clause: 'RFC 9101 §4', source: 'observed', conditionSource: 'observed' },
  response_type_repeated: { ...toSender, resultCode: 'A009303', message: "The authorization request contains multiple 'response_type' parameters.", clause: 'RFC 6749 §3.1' },
  response_type_missing: { ...toSender, resultCode: 'A009301', message: "The authorization request does not contain 'response_type' parameter.", clause: 'RFC 6749 §3.1.1', source: 'observed', conditionSource: 'observed' },
  response_type_empty: { ...toSender, resultCode: 'A009302', message: "The value of 'response_type' parameter contained in the authorization request is empty.", clause: 'RFC 6749 §3.1.1' },
  response_type_invalid: { ...toSender, resultCode: 'A009304', message: "The value of 'response_type' parameter contained in the authorization request is invalid.", error: 'unsupported_response_type', clause: 'RFC 6749 §3.1.1' },
  redirect_uri_repeated: { ...toSender, resultCode: 'A011302', message: "The authorization request contains multiple 'redirect_uri' parameters.", clause: 'RFC 6749 §3.1' },
  redirect_uri_empty: { ...toSender, resultCode: 'A011319', message: "The value of 'redirect_uri' parameter contained in the authorization request is empty.", clause: 'RFC 6749 §3.1.2' },
  redirect_uris_missing: { ...toSender, resultCode: 'A011309', message: 'The client has not registered any redirect URI.', clause: 'RFC 6749 §3.1.2.2' },
  redirect_uris_missing_of_public_client: { ...toSender, resultCode: 'A011310', message: "The client type is 'public', but the client has not registered any redirect URI.", clause: 'RFC 6749 §3.1.2.2' },
  redirect_uri_malformed: { ...toSender, resultCode: 'A011314', message: "The value of 'redirect_uri' contained in the authorization request is not well-formed.", clause: 'RFC 6749 §3.1.2' },
  redirect_uri_relative: { ...toSender, resultCode: 'A011315', message: "The value of 'redirect_uri' contained in the authorization request is not absolute.", clause: 'RFC 6749 §3.1.2' },
  redirect_uri_with_fragment: { ...toSender, resultCode: 'A011316', message: "The value of 'redirect_uri' contained in the authorization request has a fragment component.", clause: 'RFC 6749 §3.1.2' },
  redirect_uri_unregistered: { ...toSender, resultCode: 'A011317', message: "The value of 'redirect_uri' ({detail}) is not registered.", clause: 'RFC 6749 §3.1.2.3' },
  redirect_uri_unregistered_by_openid: { ...toSender, resultCode: 'A011304', message: "The value of 'redirect_uri' ({detail}) is not registered.", clause: 'OpenID Connect Core §3.1.2.1', source: 'observed', conditionSource: 'observed' },
  redirect_uri_required_by_openid: { ...toSender, resultCode: 'A011303', message: "'redirect_uri' parameter must be explicitly specified when 'scope' parameter contains 'openid'.", clause: 'OpenID Connect Core §3.1.2.1' },
  redirect_uri_https_of_native_client: { ...toSender, resultCode: 'A011307', message: "The scheme of the redirect URI must not be 'https' when the client's application type is 'native'.", clause: 'OpenID Connect Registration §2; Authlete Client applicationType' },
  redirect_uri_host_of_native_client: { ...toSender, resultCode: 'A011308', message: "The host of the redirect URI must be 'localhost' when the client's application type is 'native' and the scheme of the redirect URI is 'http'.", clause: 'OpenID Connect Registration §2; Authlete Client applicationType' },
  redirect_uri_ambiguous: { ...toSender, resultCode: 'A011313', message: "'redirect_uri' parameter must be contained when a client that has registered multiple redirect URIs makes an authorization request.", clause: 'RFC 6749 §3.1.2.3' },
  response_mode_repeated: { ...toClient, resultCode: 'A012302', message: "The authorization request contains multiple 'response_mode' parameters.", clause: 'RFC 6749 §3.1' },
  scope_repeated: { ...toClient, resultCode: 'A007302', message: "The authorization request contains multiple 'scope' parameters.", clause: 'RFC 6749 §3.1' },
  state_repeated: { ...toClient, resultCode: 'A013302', message: "The authorization request contains multiple 'state' parameters.", clause: 'RFC 6749 §3.1' },
  nonce_repeated: { ...toClient, resultCode: 'A014302', message: "The authorization request contains multiple 'nonce' parameters.", clause: 'RFC 6749 §3.1' },
  display_repeated: { ...toClient, resultCode: 'A015302', message: "The authorization request contains multiple 'display' parameters.", clause: 'RFC 6749 §3.1' },
  prompt_repeated: { ...toClient, resultCode: 'A016302', message: "The authorization request contains multiple 'prompt' parameters.", clause: 'RFC 6749 §3.1' },
  max_age_repeated: { ...toClient, resultCode: 'A017302', message: "The authorization request contains multiple 'max_age' parameters.", clause: 'RFC 6749 §3.1' },
  ui_locales_repeated: { ...toClient, resultCode: 'A018302', message: "The authorization request contains multiple 'ui_locales' parameters.", clause: 'RFC 6749 §3.1' },
  claims_locales_repeated: { ...toClient, resultCode: 'A020302', message: "The authorization request contains multiple 'claims_locales' parameters.", clause: 'RFC 6749 §3.1' },
  acr_values_repeated: { ...toClient, resultCode: 'A021302', message: "The authorization request contains multiple 'acr_values' parameters.", clause: 'RFC 6749 §3.1' },
  claims_repeated: { ...toClient, resultCode: 'A022302', message: "The authorization request contains multiple 'claims' parameters.", clause: 'RFC 6749 §3.1' },
  code_challenge_repeated: { ...toClient, resultCode: 'A124303', message: "The authorization request contains multiple 'code_challenge' parameters.", clause: 'RFC 6749 §3.1' },
  code_challenge_method_repeated: { ...toClient, resultCode: 'A124305', message: "The authorization request contains multiple 'code_challenge_method' parameters.", clause: 'RFC 6749 §3.1' },
  parameter_repeated: { ...toClient, resultCode: 'A250301', message: "The request parameter '{detail}' is included in the request more than once.", clause: 'RFC 6749 §3.1', source: 'inferred' },
  response_jwt_algorithm_missing: { ...toClient, resultCode: 'A012305', message: "The authorization request required the authorization response be encoded as JWT by specifying 'response_mode={responseMode}', but the 'authorization_signed_response_alg' metadata of the client (ID = {clientId}) is not set.", clause: 'Authlete Client authorizationSignAlg', source: 'observed', conditionSource: 'observed' },
  response_jwt_algorithm_none: { ...toClient, resultCode: 'A012306', message: "The authorization request required the authorization response be encoded as JWT by specifying 'response_mode={responseMode}', but the 'authorization_signed_response_alg' metadata of the client (ID = {clientId}) is 'none'. Change the registered value of the metadata.", clause: 'Authlete Client authorizationSignAlg' },
  response_jwt_algorithm_symmetric: { ...toClient, resultCode: 'A012307', message: "The authorization request required the authorization response be encoded as JWT by specifying 'response_mode={responseMode}', but the 'authorization_signed_response_alg' metadata of the client (ID = {clientId}) is a symmetric algorithm ('{detail}'). Change the algorithm to an asymmetric one or change the client type to 'confidential'.", clause: 'Authlete Client authorizationSignAlg' },
  response_mode_unsupported: { ...toClient, resultCode: 'A012303', message: "The value of 'response_mode' is not supported.", clause: 'Authlete AuthorizationRequest response_mode' },
  response_mode_not_of_client: { ...toClient, resultCode: 'A012303', message: "The value of 'response_mode' is not supported.", clause: 'Authlete Client responseModes', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  state_not_ascii: { ...toClient, resultCode: 'A013303', message: "The value of 'state' contains non-ASCII letters.", clause: 'RFC 6749 §4.1.1' },
  state_too_long: { ...toClient, resultCode: 'A013304', message: "The length of 'state' exceeds the maximum length ({detail}).", clause: 'RFC 6749 §4.1.1' },
  response_type_unsupported: { ...toClient, resultCode: 'A009305', message: "The response type '{detail}' is not supported by this service.", error: 'unsupported_response_type', clause: 'RFC 6749 §4.1.2.1' },
  response_type_undeclared: { ...toClient, resultCode: 'A009306', message: "The client (ID = {clientId}) does not declare it uses the response type '{detail}'.", error: 'unauthorized_client', clause: 'RFC 6749 §4.1.2.1' },
  scope_required: { ...toClient, resultCode: 'A007305', message: "The authorization request has no 'scope' parameter or none of the given scopes is recognized as valid, and the service's default scope set is empty. The service's configuration does not allow requests that request no scope.", error: 'invalid_scope', clause: 'RFC 6749 §3.3' },
  id_token_algorithm_symmetric: { ...toClient, resultCode: 'A406301', message: "The algorithm is symmetric ({detail}), but the client type of the client (ID = {clientId}) is not 'confidential'.", clause: 'OpenID Connect Core §10.1; Authlete Client idTokenSignAlg', source: 'observed', conditionSource: 'observed', messageSource: 'inferred' },
  nonce_not_ascii: { ...toClient, resultCode: 'A014304', message: "The value of 'nonce' contains non-ASCII letters.", clause: 'OpenID Connect Core §3.1.2.1' },
  nonce_too_long: { ...toClient, resultCode: 'A014305', message: "The length of 'nonce' exceeds the maximum length ({detail}).", clause: 'OpenID Connect Core §3.1.2.1' },
  code_challenge_missing: { ...toClient, resultCode: 'A124301', message: "The authorization request does not contain 'code_challenge' parameter. See RFC 7636 for details.", clause: 'RFC 7636 §4.4.1', source: 'observed', conditionSource: 'observed' },
  code_challenge_empty: { ...toClient, resultCode: 'A124302', message: "The value of 'code_challenge' parameter in the authorization request is empty. See RFC 7636 for details.", clause: 'RFC 7636 §4.2' },
  code_challenge_malformed: { ...toClient, resultCode: 'A124304', message: "The value of 'code_challenge' does not comply with RFC 7636.", clause: 'RFC 7636 §4.2' },
  code_challenge_method_unsupported: { ...toClient, resultCode: 'A124306', message: "The value of 'code_challenge_method' is not supported.", clause: 'RFC 7636 §4.4.1' },
  code_challenge_method_missing: { ...toClient, resultCode: 'A124307', message: "'code_challenge_method=S256' must be explicitly included in the request.", clause: 'RFC 7636 §4.3; Authlete Service pkceS256Required' },
  code_challenge_method_weak: { ...toClient, resultCode: 'A124308', message: "The value of the 'code_challenge_method' request parameter must be 'S256'.", clause: 'RFC 7636 §4.3; Authlete Service pkceS256Required', source: 'observed', conditionSource: 'observed' },
  display_invalid: { ...toClient, resultCode: 'A015303', message: "The value of 'display' is not supported.", clause: 'OpenID Connect Core §3.1.2.1' },
  display_unsupported: { ...toClient, resultCode: 'A015305', message: "This service does not support the specified value of 'display'.", clause: 'Authlete Service supportedDisplays' },
  display_default_unsupported: { ...toClient, resultCode: 'A015304', message: "The authorization request does not contain 'display' parameter but the default value 'page' is not supported by this service.", clause: 'Authlete Service supportedDisplays' },
  prompt_invalid: { ...toClient, resultCode: 'A016303', message: "The value of 'prompt' contains an invalid element.", clause: 'OpenID Connect Core §3.1.2.1' },
  prompt_none_combined: { ...toClient, resultCode: 'A016304', message: "When 'none' is included, the 'prompt' request parameter must not include any other value.", clause: 'OpenID Connect Core §3.1.2.1' },
  max_age_not_number: { ...toClient, resultCode: 'A017303', message: "The value of 'max_age' failed to be parsed as a number.", clause: 'OpenID Connect Core §3.1.2.1' },
  max_age_not_integer: { ...toClient, resultCode: 'A017304', message: "The value of 'max_age' is not an integer.", clause: 'OpenID Connect Core §3.1.2.1' },
  max_age_out_of_range: { ...toClient, resultCode: 'A017305', message: "The value of 'max_age' is out of the range of 'int'.", clause: 'OpenID Connect Core §3.1.2.1' },
  claims_not_object: { ...toClient, resultCode: 'A022303', message: "The value of 'claims' parameter in the authorization request is not a JSON object.", clause: 'OpenID Connect Core §5.5' },
  userinfo_claims_not_object: { ...toClient, resultCode: 'A022304', message: "The value of 'userinfo' in 'claims' is not a JSON object.", clause: 'OpenID Connect Core §5.5' },
  id_token_claims_not_object: { ...toClient, resultCode: 'A022305', message: "The value of 'id_token' in 'claims' is not a JSON object.", clause: 'OpenID Connect Core §5.5' },
  claim_not_object: { ...toClient, resultCode: 'A023301', message: "The value of '{detail}' in 'claims' is not a JSON object.", clause: 'OpenID Connect Core §5.5.1' },
  claim_essential_not_boolean: { ...toClient, resultCode: 'A023302', message: "The value of 'essential' of '{detail}' in 'claims' is not a boolean value.", clause: 'OpenID Connect Core §5.5.1' },
  claim_values_not_array: { ...toClient, resultCode: 'A023304', message: "The value of 'values' of '{detail}' in 'claims' is not an array.", clause: 'OpenID Connect Core §5.5.1' },
  acrs_unsupported: { ...toClient, resultCode: 'A021303', message: "ACR values cannot be specified by any means ('claim', 'acr_values' or 'default_acr_values') because this service supports no ACR value.", clause: 'Authlete Service supportedAcrs', source: 'observed', conditionSource: 'observed' },
  acr_unsupported: { ...toClient, resultCode: 'A021304', message: "The ACR value '{detail}' is not supported by this service.", clause: 'Authlete Service supportedAcrs', source: 'observed', conditionSource: 'observed' },
  resource_malformed: { ...toClient, resultCode: 'A251306', message: "The value of a 'resource' is not a valid URI.", error: 'invalid_target', clause: 'RFC 8707 §2' },
  resource_relative: { ...toClient, resultCode: 'A251307', message: "The value of a 'resource' is not an absolute URI.", error: 'invalid_target', clause: 'RFC 8707 §2', source: 'observed', conditionSource: 'observed' },
  resource_with_fragment: { ...toClient, resultCode: 'A251308', message: "The value of a 'resource' includes a fragment component.", error: 'invalid_target', clause: 'RFC 8707 §2', source: 'observed', conditionSource: 'observed' },
  authorization_details_malformed: { ...toClient, resultCode: 'A249304', message: "The format of the value of 'authorization_details' is wrong.", error: 'invalid_authorization_details', clause: 'RFC 9396 §5', source: 'observed', conditionSource: 'observed' },
  authorization_detail_malformed: { ...toClient, resultCode: 'A249306', message: "The format of the element (index = {detail}) in 'authorization_details' is wrong.", error: 'invalid_authorization_details', clause: 'RFC 9396 §5' },
  authorization_detail_without_type: { ...toClient, resultCode: 'A249301', message: "The 'type' of the element (index = {detail}) in 'authorization_details' is null or empty.", error: 'invalid_authorization_details', clause: 'RFC 9396 §2', source: 'observed', conditionSource: 'observed' },
  authorization_detail_type_unsupported: { ...toClient, resultCode: 'A249302', message: "The 'type' of the element (index = {detail}) in 'authorization_details' is not supported.", error: 'invalid_authorization_details', clause: 'RFC 9396 §5', source: 'observed', conditionSource: 'observed' },
  authorization_detail_type_undeclared: { ...toClient, resultCode: 'A249303', message: "The client has not declared it may use the 'type' of the element (index = {detail}) in 'authorization_details'.", error: 'invalid_authorization_details', clause: 'RFC 9396 §10' },
  dpop_jkt_malformed: { ...unpublished, resultCode: 'A350307', message: "The value of the 'dpop_jkt' parameter is not a SHA-256 thumbprint in base64url.", clause: 'RFC 9449 §10' },
  grant_action_required: { ...unpublished, resultCode: 'A285301', message: "The service's configuration requires that the authorization request contain the 'grant_management_action' parameter.", clause: 'Grant Management §5.4, §7.1', conditionSource: 'documented' },
  grant_action_unsupported: { ...unpublished, resultCode: 'A285302', message: "The value of the 'grant_management_action' parameter is not supported.", clause: 'Grant Management §5.4' },
  grant_id_without_action: { ...unpublished, resultCode: 'A285303', message: "The authorization request contains the 'grant_id' parameter but not the 'grant_management_action' parameter.", clause: 'Grant Management §5.4' },
  grant_action_of_public_client: { ...unpublished, resultCode: 'A285311', message: "The client type is 'public', but grant management is available to confidential clients only.", clause: 'Grant Management §5.1', source: 'observed', conditionSource: 'observed' },
  grant_id_with_create: { ...unpublished, resultCode: 'A285304', message: "The 'grant_id' parameter must not be given when the value of the 'grant_management_action' parameter is 'create'.", clause: 'Grant Management §5.4' },
  grant_id_missing_for_change: { ...unpublished, resultCode: 'A285305', message: "The 'grant_id' parameter must be given when the value of the 'grant_management_action' parameter is 'merge' or 'replace'.", clause: 'Grant Management §5.4' },
  requested_grant_unknown: { ...unpublished, resultCode: 'A285306', message: 'The grant identified by the grant ID does not exist.', error: 'invalid_grant_id', clause: 'Grant Management §5.4' },
  requested_grant_of_other_client: { ...unpublished, resultCode: 'A285307', message: 'The grant identified by the grant ID does not belong to the client.', error: 'invalid_grant_id', clause: 'Grant Management §5.4' },
} as const satisfies Record<RequestRefusal, AuthorizationOutcomeRow>
