import type { AuthorizationDetailsReason } from '../../oauth/authorization-details.ts'
import type { AuthorizationRequestReason } from '../../oauth/authorization-request.ts'
import type { ClaimsReason } from '../../oauth/claims-parameter.ts'
import type { GrantRequestReason } from '../../oauth/grant-request.ts'
import type { InteractionReason } from '../../oauth/interaction.ts'
import type { PkceReason } from '../../oauth/pkce.ts'
import type { RedirectUriReason } from '../../oauth/redirect-uri.ts'
import type { RequestedScopesReason } from '../../oauth/requested-scopes.ts'
import type { RequestingClientReason } from '../../oauth/requesting-client.ts'
import type { ResourceReason } from '../../oauth/resource-indicators.ts'
import type { ResponseModeReason } from '../../oauth/response-mode.ts'
import type { OutcomeRow } from '../../outcome/outcome.ts'

/** Why an authorization request is refused, wherever it arrives. */
export type RequestRefusal =
  | RequestingClientReason
  | RedirectUriReason
  | AuthorizationRequestReason
  | ResponseModeReason
  | RequestedScopesReason
  | PkceReason
  | InteractionReason
  | ClaimsReason
  | ResourceReason
  | AuthorizationDetailsReason
  | GrantRequestReason

export interface AuthorizationOutcomeRow extends OutcomeRow {
  readonly status: 200
  readonly action: string
}

const documented = { status: 200, source: 'documented', messageSource: 'documented' } as const
const assumed = { status: 200, source: 'assumed', messageSource: 'assumed' } as const

/** Told to whoever sent the request, because it is not certain that the redirect URI is the client's. */
const toSender = { ...documented, action: 'BAD_REQUEST', error: 'invalid_request' } as const

/** Told to the client's redirect URI. The action is FORM where the response mode is form_post. */
const toClient = { ...documented, action: 'LOCATION', error: 'invalid_request' } as const

const grantRule = { ...assumed, action: 'LOCATION', error: 'invalid_request' } as const

/** Every refusal of an authorization request, in the order of the checks. */
// prettier-ignore
export const requestOutcomes = {
  parameters_missing: { ...toSender, resultCode: 'A004201', message: "The authorization request from the service does not contain 'parameters' parameter.", clause: 'Authlete AuthorizationRequest parameters' },
  parameters_malformed: { ...toSender, resultCode: 'A004202', message: "The format of the value of 'parameters' request parameter is wrong.", clause: 'Authlete AuthorizationRequest parameters' },
  parameters_empty: { ...toSender, resultCode: 'A004301', message: 'The authorization request does not contain any request parameters.', clause: 'RFC 6749 §4.1.1' },
  client_id_repeated: { ...toSender, resultCode: 'A010303', message: "The authorization request contains multiple 'client_id' parameters.", clause: 'RFC 6749 §3.1' },
  client_id_missing: { ...toSender, resultCode: 'A010301', message: "The authorization request does not contain 'client_id' parameter.", clause: 'RFC 6749 §4.1.1' },
  client_id_empty: { ...toSender, resultCode: 'A010302', message: "The value of 'client_id' parameter contained in the authorization request is empty.", clause: 'RFC 6749 §4.1.1' },
  client_unknown: { ...toSender, resultCode: 'A010304', message: 'No client has the client ID ({detail}).', clause: 'RFC 6749 §4.1.2.1' },
  client_or_alias_unknown: { ...toSender, resultCode: 'A010308', message: 'No client has the client ID ({detail}) or the client ID alias.', clause: 'RFC 6749 §4.1.2.1' },
  client_locked: { ...toSender, resultCode: 'A010307', message: 'The client (ID = {detail}) is locked.', clause: 'Authlete Client locked' },
  request_repeated: { ...toSender, resultCode: 'A008301', message: "The authorization request contains multiple 'request' parameters.", clause: 'RFC 6749 §3.1' },
  request_uri_repeated: { ...toSender, resultCode: 'A008302', message: "The authorization request contains multiple 'request_uri' parameters.", clause: 'RFC 6749 §3.1' },
  redirect_uri_repeated: { ...toSender, resultCode: 'A011302', message: "The authorization request contains multiple 'redirect_uri' parameters.", clause: 'RFC 6749 §3.1' },
  redirect_uri_empty: { ...toSender, resultCode: 'A011319', message: "The value of 'redirect_uri' parameter contained in the authorization request is empty.", clause: 'RFC 6749 §3.1.2' },
  redirect_uris_missing: { ...toSender, resultCode: 'A011309', message: 'The client has not registered any redirect URI.', clause: 'RFC 6749 §3.1.2.2' },
  redirect_uris_missing_of_public_client: { ...toSender, resultCode: 'A011310', message: "The client type is 'public', but the client has not registered any redirect URI.", clause: 'RFC 6749 §3.1.2.2' },
  redirect_uri_malformed: { ...toSender, resultCode: 'A011314', message: "The value of 'redirect_uri' contained in the authorization request is not well-formed.", clause: 'RFC 6749 §3.1.2' },
  redirect_uri_relative: { ...toSender, resultCode: 'A011315', message: "The value of 'redirect_uri' contained in the authorization request is not absolute.", clause: 'RFC 6749 §3.1.2' },
  redirect_uri_with_fragment: { ...toSender, resultCode: 'A011316', message: "The value of 'redirect_uri' contained in the authorization request has a fragment component.", clause: 'RFC 6749 §3.1.2' },
  redirect_uri_unregistered: { ...toSender, resultCode: 'A011317', message: "The value of 'redirect_uri' ({detail}) is not registered.", clause: 'RFC 6749 §3.1.2.3' },
  redirect_uri_required_by_openid: { ...toSender, resultCode: 'A011303', message: "'redirect_uri' parameter must be explicitly specified when 'scope' parameter contains 'openid'.", clause: 'OpenID Connect Core §3.1.2.1' },
  redirect_uri_ambiguous: { ...toSender, resultCode: 'A011313', message: "'redirect_uri' parameter must be contained when a client that has registered multiple redirect URIs makes an authorization request.", clause: 'RFC 6749 §3.1.2.3' },
  response_mode_repeated: { ...toClient, resultCode: 'A012302', message: "The authorization request contains multiple 'response_mode' parameters.", clause: 'RFC 6749 §3.1' },
  response_type_repeated: { ...toClient, resultCode: 'A009303', message: "The authorization request contains multiple 'response_type' parameters.", clause: 'RFC 6749 §3.1' },
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
  response_mode_unsupported: { ...toClient, resultCode: 'A012303', message: "The value of 'response_mode' is not supported.", clause: 'Authlete AuthorizationRequest response_mode' },
  state_not_ascii: { ...toClient, resultCode: 'A013303', message: "The value of 'state' contains non-ASCII letters.", clause: 'RFC 6749 §4.1.1' },
  state_too_long: { ...toClient, resultCode: 'A013304', message: "The length of 'state' exceeds the maximum length ({detail}).", clause: 'RFC 6749 §4.1.1' },
  response_type_missing: { ...toClient, resultCode: 'A009301', message: "The authorization request does not contain 'response_type' parameter.", clause: 'RFC 6749 §3.1.1' },
  response_type_empty: { ...toClient, resultCode: 'A009302', message: "The value of 'response_type' parameter contained in the authorization request is empty.", clause: 'RFC 6749 §3.1.1' },
  response_type_invalid: { ...toClient, resultCode: 'A009304', message: "The value of 'response_type' parameter contained in the authorization request is invalid.", error: 'unsupported_response_type', clause: 'RFC 6749 §3.1.1' },
  response_type_unsupported: { ...toClient, resultCode: 'A009305', message: "The response type '{detail}' is not supported by this service.", error: 'unsupported_response_type', clause: 'RFC 6749 §4.1.2.1' },
  response_type_undeclared: { ...toClient, resultCode: 'A009306', message: "The client (ID = {clientId}) does not declare it uses the response type '{detail}'.", error: 'unauthorized_client', clause: 'RFC 6749 §4.1.2.1' },
  scope_required: { ...toClient, resultCode: 'A007305', message: "The authorization request has no 'scope' parameter or none of the given scopes is recognized as valid, and the service's default scope set is empty. The service's configuration does not allow requests that request no scope.", error: 'invalid_scope', clause: 'RFC 6749 §3.3' },
  nonce_not_ascii: { ...toClient, resultCode: 'A014304', message: "The value of 'nonce' contains non-ASCII letters.", clause: 'OpenID Connect Core §3.1.2.1' },
  nonce_too_long: { ...toClient, resultCode: 'A014305', message: "The length of 'nonce' exceeds the maximum length ({detail}).", clause: 'OpenID Connect Core §3.1.2.1' },
  code_challenge_missing: { ...toClient, resultCode: 'A124301', message: "The authorization request does not contain 'code_challenge' parameter. See RFC 7636 for details.", clause: 'RFC 7636 §4.4.1' },
  code_challenge_empty: { ...toClient, resultCode: 'A124302', message: "The value of 'code_challenge' parameter in the authorization request is empty. See RFC 7636 for details.", clause: 'RFC 7636 §4.2' },
  code_challenge_malformed: { ...toClient, resultCode: 'A124304', message: "The value of 'code_challenge' does not comply with RFC 7636.", clause: 'RFC 7636 §4.2' },
  code_challenge_method_unsupported: { ...toClient, resultCode: 'A124306', message: "The value of 'code_challenge_method' is not supported.", clause: 'RFC 7636 §4.4.1' },
  code_challenge_method_missing: { ...toClient, resultCode: 'A124307', message: "'code_challenge_method=S256' must be explicitly included in the request.", clause: 'RFC 7636 §4.3; Authlete Service pkceS256Required' },
  code_challenge_method_weak: { ...toClient, resultCode: 'A124308', message: "The value of the 'code_challenge_method' request parameter must be 'S256'.", clause: 'RFC 7636 §4.3; Authlete Service pkceS256Required' },
  display_invalid: { ...toClient, resultCode: 'A015303', message: "The value of 'display' is not supported.", clause: 'OpenID Connect Core §3.1.2.1' },
  display_unsupported: { ...toClient, resultCode: 'A015305', message: "This service does not support the specified value of 'display'.", clause: 'Authlete Service supportedDisplays' },
  display_default_unsupported: { ...toClient, resultCode: 'A015304', message: "The authorization request does not contain 'display' parameter but the default value 'page' is not supported by this service.", clause: 'Authlete Service supportedDisplays' },
  prompt_invalid: { ...toClient, resultCode: 'A016303', message: "The value of 'prompt' contains an invalid element.", clause: 'OpenID Connect Core §3.1.2.1' },
  prompt_none_combined: { ...toClient, resultCode: 'A016304', message: "When 'none' is included, the 'prompt' request parameter must not include any other value.", clause: 'OpenID Connect Core §3.1.2.1' },
  offline_access_without_consent: { ...toClient, resultCode: 'A004303', message: "'consent' must be explicitly included in 'prompt' parameter when 'offline_access' is included in 'scope'.", clause: 'OpenID Connect Core §11' },
  max_age_not_number: { ...toClient, resultCode: 'A017303', message: "The value of 'max_age' failed to be parsed as a number.", clause: 'OpenID Connect Core §3.1.2.1' },
  max_age_not_integer: { ...toClient, resultCode: 'A017304', message: "The value of 'max_age' is not an integer.", clause: 'OpenID Connect Core §3.1.2.1' },
  max_age_out_of_range: { ...toClient, resultCode: 'A017305', message: "The value of 'max_age' is out of the range of 'int'.", clause: 'OpenID Connect Core §3.1.2.1' },
  claims_not_object: { ...toClient, resultCode: 'A022303', message: "The value of 'claims' parameter in the authorization request is not a JSON object.", clause: 'OpenID Connect Core §5.5' },
  userinfo_claims_not_object: { ...toClient, resultCode: 'A022304', message: "The value of 'userinfo' in 'claims' is not a JSON object.", clause: 'OpenID Connect Core §5.5' },
  id_token_claims_not_object: { ...toClient, resultCode: 'A022305', message: "The value of 'id_token' in 'claims' is not a JSON object.", clause: 'OpenID Connect Core §5.5' },
  claim_not_object: { ...toClient, resultCode: 'A023301', message: "The value of '{detail}' in 'claims' is not a JSON object.", clause: 'OpenID Connect Core §5.5.1' },
  claim_essential_not_boolean: { ...toClient, resultCode: 'A023302', message: "The value of 'essential' of '{detail}' in 'claims' is not a boolean value.", clause: 'OpenID Connect Core §5.5.1' },
  claim_values_not_array: { ...toClient, resultCode: 'A023304', message: "The value of 'values' of '{detail}' in 'claims' is not an array.", clause: 'OpenID Connect Core §5.5.1' },
  acrs_unsupported: { ...toClient, resultCode: 'A021303', message: "ACR values cannot be specified by any means ('claim', 'acr_values' or 'default_acr_values') because this service supports no ACR value.", clause: 'Authlete Service supportedAcrs' },
  acr_unsupported: { ...toClient, resultCode: 'A021304', message: "The ACR value '{detail}' is not supported by this service.", clause: 'Authlete Service supportedAcrs' },
  resource_malformed: { ...toClient, resultCode: 'A251306', message: "The value of a 'resource' is not a valid URI.", error: 'invalid_target', clause: 'RFC 8707 §2' },
  resource_relative: { ...toClient, resultCode: 'A251307', message: "The value of a 'resource' is not an absolute URI.", error: 'invalid_target', clause: 'RFC 8707 §2' },
  resource_with_fragment: { ...toClient, resultCode: 'A251308', message: "The value of a 'resource' includes a fragment component.", error: 'invalid_target', clause: 'RFC 8707 §2' },
  authorization_details_malformed: { ...toClient, resultCode: 'A249304', message: "The format of the value of 'authorization_details' is wrong.", error: 'invalid_authorization_details', clause: 'RFC 9396 §5' },
  authorization_details_not_array: { ...toClient, resultCode: 'A249305', message: "The value of 'authorization_details' must be a JSON array.", error: 'invalid_authorization_details', clause: 'RFC 9396 §2' },
  authorization_detail_malformed: { ...toClient, resultCode: 'A249306', message: "The format of the element (index = {detail}) in 'authorization_details' is wrong.", error: 'invalid_authorization_details', clause: 'RFC 9396 §5' },
  authorization_detail_without_type: { ...toClient, resultCode: 'A249301', message: "The 'type' of the element (index = {detail}) in 'authorization_details' is null or empty.", error: 'invalid_authorization_details', clause: 'RFC 9396 §2' },
  authorization_detail_type_unsupported: { ...toClient, resultCode: 'A249302', message: "The 'type' of the element (index = {detail}) in 'authorization_details' is not supported.", error: 'invalid_authorization_details', clause: 'RFC 9396 §5' },
  authorization_detail_type_undeclared: { ...toClient, resultCode: 'A249303', message: "The client has not declared it may use the 'type' of the element (index = {detail}) in 'authorization_details'.", error: 'invalid_authorization_details', clause: 'RFC 9396 §10' },
  grant_action_required: { ...grantRule, resultCode: 'A285301', message: "The service's configuration requires that the authorization request contain the 'grant_management_action' parameter.", clause: 'Grant Management §5.4, §7.1' },
  grant_action_unsupported: { ...grantRule, resultCode: 'A285302', message: "The value of the 'grant_management_action' parameter is not supported.", clause: 'Grant Management §5.4' },
  grant_id_without_action: { ...grantRule, resultCode: 'A285303', message: "The authorization request contains the 'grant_id' parameter but not the 'grant_management_action' parameter.", clause: 'Grant Management §5.4' },
  grant_action_of_public_client: { ...grantRule, resultCode: 'A285311', message: "The client type is 'public', but grant management is available to confidential clients only.", clause: 'Grant Management §5.1', source: 'observed' },
  grant_id_with_create: { ...grantRule, resultCode: 'A285304', message: "The 'grant_id' parameter must not be given when the value of the 'grant_management_action' parameter is 'create'.", clause: 'Grant Management §5.4' },
  grant_id_missing_for_change: { ...grantRule, resultCode: 'A285305', message: "The 'grant_id' parameter must be given when the value of the 'grant_management_action' parameter is 'merge' or 'replace'.", clause: 'Grant Management §5.4' },
  requested_grant_unknown: { ...grantRule, resultCode: 'A285306', message: 'The grant identified by the grant ID does not exist.', error: 'invalid_grant_id', clause: 'Grant Management §5.4' },
  requested_grant_of_other_client: { ...grantRule, resultCode: 'A285307', message: 'The grant identified by the grant ID does not belong to the client.', error: 'invalid_grant_id', clause: 'Grant Management §5.4' },
} as const satisfies Record<RequestRefusal, AuthorizationOutcomeRow>
