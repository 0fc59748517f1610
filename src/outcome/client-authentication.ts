import type { OAuthError, OutcomeRow } from './outcome.ts'

/** The APIs at which a client authenticates. */
export type AuthenticatingApi = 'token' | 'pushed_auth_req' | 'revocation'

/** The actions of an API's refusals. */
interface RefusalActions<Action extends string> {
  /** The request is malformed: OAuth error invalid_request. */
  readonly badRequest: Action
  /** The client is unknown, or failed to authenticate: OAuth error invalid_client. */
  readonly unauthorized: Action
  /** Only a fetch could decide: OAuth error server_error. */
  readonly serverError: Action
}

type Kind = keyof RefusalActions<string>
interface Template extends Pick<
  OutcomeRow,
  'resultCode' | 'message' | 'clause' | 'source' | 'conditionSource' | 'messageSource'
> {
  readonly kind: Kind
  /** Where code and condition were observed. These labels are for the other APIs. */
  readonly seenAt?: readonly AuthenticatingApi[]
}

type Identification =
  | 'client_id_repeated'
  | 'client_assertion_repeated'
  | 'client_ids_differ'
  | 'client_assertion_unreadable'
  | 'client_assertion_anonymous'
  | 'client_unidentified'
  | 'client_unknown'
  | 'client_alias_disabled'
  | 'client_locked'

/** The refusals of each API when the client cannot be identified. */
// prettier-ignore
const identification = {
  token: {
    client_id_repeated: { kind: 'badRequest', resultCode: 'A244301', message: "The token request contains multiple 'client_id' parameters.", clause: 'RFC 6749 §3.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_assertion_repeated: { kind: 'badRequest', resultCode: 'A244302', message: "The token request contains multiple 'client_assertion' parameters.", clause: 'RFC 6749 §3.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_ids_differ: { kind: 'badRequest', resultCode: 'A048312', message: 'The token request specifies the client ID by two different ways but the values are different.', clause: 'RFC 6749 §2.3.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_assertion_unreadable: { kind: 'badRequest', resultCode: 'A244303', message: "The format of 'client_assertion' is wrong.", clause: 'RFC 7523 §2.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_assertion_anonymous: { kind: 'badRequest', resultCode: 'A244304', message: "The 'client_assertion' does not include an 'iss' claim or its value is empty.", clause: 'RFC 7523 §3 (1)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_unidentified: { kind: 'badRequest', resultCode: 'A244305', message: "The token request does not include any clue to identify the client. Add a 'client_id' parameter.", clause: 'RFC 6749 §3.2.1', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
    client_unknown: { kind: 'unauthorized', resultCode: 'A244306', message: 'Information about the client is not available.', clause: 'RFC 6749 §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_alias_disabled: { kind: 'unauthorized', resultCode: 'A048324', message: 'The client ID alias ({detail}) of the client is not enabled.', clause: 'Authlete Client clientIdAliasEnabled', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_locked: { kind: 'unauthorized', resultCode: 'A048307', message: 'The client (ID = {detail}) is locked.', clause: 'Authlete Client locked', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  },
  pushed_auth_req: {
    client_id_repeated: { kind: 'badRequest', resultCode: 'A010303', message: "The authorization request contains multiple 'client_id' parameters.", clause: 'RFC 6749 §3.1', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
    client_assertion_repeated: { kind: 'badRequest', resultCode: 'A158305', message: "The request contains multiple 'client_assertion' parameters.", clause: 'RFC 6749 §3.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_ids_differ: { kind: 'badRequest', resultCode: 'A247303', message: "The client ID used in the Authorization header does not match the value of the 'client_id' request parameter.", clause: 'RFC 6749 §2.3.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_assertion_unreadable: { kind: 'badRequest', resultCode: 'A247301', message: "Failed to parse the 'client_assertion' request parameter as JWS.", clause: 'RFC 7523 §2.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_assertion_anonymous: { kind: 'badRequest', resultCode: 'A247302', message: "Failed to extract the value of the 'iss' claim from the 'client_assertion'.", clause: 'RFC 7523 §3 (1)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_unidentified: { kind: 'badRequest', resultCode: 'A247306', message: "The pushed authorization request endpoint request does not include any clue to identify the client application with. Adding the 'client_id' request parameter may solve this problem.", clause: 'RFC 9126 §2.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_unknown: { kind: 'unauthorized', resultCode: 'A247307', message: "Information about the client application having the client ID '{detail}' was not found.", clause: 'RFC 6749 §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_alias_disabled: { kind: 'unauthorized', resultCode: 'A010309', message: 'The client ID alias ({detail}) of the client is not enabled.', clause: 'Authlete Client clientIdAliasEnabled', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
    client_locked: { kind: 'unauthorized', resultCode: 'A010307', message: 'The client (ID = {detail}) is locked.', clause: 'Authlete Client locked', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  },
  revocation: {
    client_id_repeated: { kind: 'badRequest', resultCode: 'A114303', message: "The revocation request contains multiple 'client_id' parameters.", clause: 'RFC 6749 §3.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_assertion_repeated: { kind: 'badRequest', resultCode: 'A158305', message: "The request contains multiple 'client_assertion' parameters.", clause: 'RFC 6749 §3.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_ids_differ: { kind: 'badRequest', resultCode: 'A114312', message: 'The revocation request specifies the client ID by two different ways but the values are different.', clause: 'RFC 6749 §2.3.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_assertion_unreadable: { kind: 'unauthorized', resultCode: 'A157312', message: 'The client assertion is malformed.', clause: 'RFC 7523 §2.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_assertion_anonymous: { kind: 'unauthorized', resultCode: 'A157314', message: 'The payload of the client assertion is malformed.', clause: 'RFC 7523 §3 (1)', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
    client_unidentified: { kind: 'badRequest', resultCode: 'A114301', message: "The revocation endpoint of this service requires 'client_id' parameter.", clause: 'RFC 7009 §2.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_unknown: { kind: 'unauthorized', resultCode: 'A114304', message: 'No client has the client ID ({detail}).', clause: 'RFC 6749 §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_alias_disabled: { kind: 'unauthorized', resultCode: 'A114315', message: 'The client ID alias ({detail}) of the client is not enabled.', clause: 'Authlete Client clientIdAliasEnabled', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    client_locked: { kind: 'unauthorized', resultCode: 'A114307', message: 'The client (ID = {detail}) is locked.', clause: 'Authlete Client locked', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  },
} as const satisfies Record<AuthenticatingApi, Record<Identification, Template>>

/** The refusals of credentials, equal in all APIs. `{detail}` is the failed check's; it may contain two values. */
// prettier-ignore
const proof = {
  client_secret_repeated: { kind: 'badRequest', resultCode: 'A158301', message: "The request contains multiple 'client_secret' parameters.", clause: 'RFC 6749 §3.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_type_repeated: { kind: 'badRequest', resultCode: 'A158304', message: "The request contains multiple 'client_assertion_type' parameters.", clause: 'RFC 6749 §3.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_type_absent: { kind: 'badRequest', resultCode: 'A158302', message: "The request does not contain 'client_assertion_type' parameter.", clause: 'RFC 7521 §4.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_type_empty: { kind: 'badRequest', resultCode: 'A158303', message: "The value of 'client_assertion_type' in the request is empty.", clause: 'RFC 7521 §4.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_auth_method_unsupported: { kind: 'unauthorized', resultCode: 'A157344', message: "The client authentication method '{detail}' is not supported.", clause: 'RFC 6749 §5.2; Authlete Service supportedTokenAuthMethods', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_confidential_without_method: { kind: 'unauthorized', resultCode: 'A157301', message: "The client type of the client is 'confidential' but the client authentication method is 'none'.", clause: 'RFC 6749 §2.3', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_public_with_method: { kind: 'unauthorized', resultCode: 'A157302', message: "The client type of the client is 'public' but the client authentication method is not 'none'.", clause: 'RFC 6749 §2.3', source: 'documented', conditionSource: 'inferred', messageSource: 'documented', seenAt: ['token'] },
  client_public_with_credentials: { kind: 'unauthorized', resultCode: 'A157303', message: "The request contains data for client authentication although the client type is 'public' and the client authentication method is 'none'.", clause: 'RFC 6749 §2.3', source: 'documented', conditionSource: 'inferred', messageSource: 'documented', seenAt: ['token'] },
  client_credentials_mixed: { kind: 'badRequest', resultCode: 'A157354', message: 'The request contains credentials of more than one client authentication method.', clause: 'RFC 6749 §2.3, §5.2', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  client_id_misplaced: { kind: 'unauthorized', resultCode: 'A157357', message: 'The client identifier is not found at the expected location: {detail}', clause: 'RFC 6749 §2.3.1', source: 'inferred', conditionSource: 'inferred', messageSource: 'inferred', seenAt: ['token', 'pushed_auth_req', 'revocation'] },
  client_secret_missing: { kind: 'unauthorized', resultCode: 'A157304', message: "The client authentication method is '{detail}' but the request does not include a client secret.", clause: 'RFC 6749 §2.3.1', source: 'documented', conditionSource: 'inferred', messageSource: 'observed' },
  client_secret_mismatch: { kind: 'unauthorized', resultCode: 'A157305', message: 'The client secret presented by the client does not match the expected one.', clause: 'RFC 6749 §2.3.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented', seenAt: ['token'] },
  client_assertion_alg_unavailable: { kind: 'unauthorized', resultCode: 'A157306', message: "The client authentication method is '{detail}' but the signature algorithm is not available.", clause: 'Authlete Client tokenAuthSignAlg', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_alg_not_symmetric: { kind: 'unauthorized', resultCode: 'A157307', message: "The client authentication method is 'client_secret_jwt' but the configured signature algorithm is not symmetric (signature algorithm = {detail}).", clause: 'OpenID Connect Core §9', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_alg_not_asymmetric: { kind: 'unauthorized', resultCode: 'A157308', message: "The client authentication method is 'private_key_jwt' but the configured signature algorithm is not asymmetric (signature algorithm = {detail}).", clause: 'OpenID Connect Core §9', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_type_missing: { kind: 'unauthorized', resultCode: 'A157309', message: "The request does not contain 'client_assertion_type' parameter.", clause: 'RFC 7523 §2.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_type_unsupported: { kind: 'unauthorized', resultCode: 'A157310', message: 'The value of the client assertion type is not supported (assertion type = {detail}).', clause: 'RFC 7523 §2.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_missing: { kind: 'unauthorized', resultCode: 'A157311', message: "The request does not contain 'client_assertion' parameter.", clause: 'RFC 7523 §2.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_malformed: { kind: 'unauthorized', resultCode: 'A157312', message: 'The client assertion is malformed.', clause: 'RFC 7523 §2.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_alg_wrong: { kind: 'unauthorized', resultCode: 'A157313', message: 'The signature algorithm of the JWT for client authentication is invalid (signature algorithm = {detail}).', clause: 'RFC 7523 §3 (8)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_iss_wrong: { kind: 'unauthorized', resultCode: 'A157315', message: "The value of the 'iss' claim of the client assertion is invalid ({detail}).", clause: 'RFC 7523 §3 (1)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_sub_wrong: { kind: 'unauthorized', resultCode: 'A157316', message: "The value of the 'sub' claim of the client assertion is invalid ({detail}).", clause: 'RFC 7523 §3 (2)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_aud_undefined: { kind: 'unauthorized', resultCode: 'A157317', message: "Valid values for the 'aud' claim must not be empty.", clause: 'RFC 7523 §3 (3)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_aud_wrong: { kind: 'unauthorized', resultCode: 'A157318', message: "The 'aud' claim of the client assertion is invalid ({detail}).", clause: 'RFC 7523 §3 (3)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented', seenAt: ['token'] },
  client_assertion_exp_missing: { kind: 'unauthorized', resultCode: 'A157319', message: "The expiration time ('exp') of the client assertion is not found.", clause: 'RFC 7523 §3 (4)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_exp_wrong: { kind: 'unauthorized', resultCode: 'A157320', message: "The expiration time ('exp') of the client assertion is invalid (expiration time = {detail}).", clause: 'RFC 7523 §3 (4)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_nbf_wrong: { kind: 'unauthorized', resultCode: 'A157322', message: "The not-before time ('nbf') of the client assertion is invalid (not-before time = {detail}).", clause: 'RFC 7523 §3 (5)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_iat_in_future: { kind: 'unauthorized', resultCode: 'A157323', message: "The issue time ('iat') of the client assertion points to the future (issue time = {detail}).", clause: 'RFC 7523 §3 (6)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_jti_missing: { kind: 'unauthorized', resultCode: 'A157324', message: "A JWT ID ('jti') is not found in the client assertion.", clause: 'OpenID Connect Core §9', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_keys_unfetched: { kind: 'serverError', resultCode: 'A156102', message: 'Failed to fetch the JWK Set of the client application {detail}.', clause: 'RFC 7591 §2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_keys_missing: { kind: 'unauthorized', resultCode: 'A156301', message: "Client authentication failed because the client application (ID = {detail}) has registered neither 'jwks_uri' nor 'jwks'.", clause: 'RFC 7591 §2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_key_unknown: { kind: 'unauthorized', resultCode: 'A156304', message: 'The registered JWK Set of the client application {detail}', clause: 'RFC 7515 §6', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_key_ambiguous: { kind: 'unauthorized', resultCode: 'A156306', message: 'The registered JWK Set of the client application {detail}', clause: 'RFC 7515 §6', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_secret_missing: { kind: 'unauthorized', resultCode: 'A157325', message: 'The JWK for client assertion signature verification is empty.', clause: 'OpenID Connect Core §10.1', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_secret_short: { kind: 'unauthorized', resultCode: 'A152303', message: "The length of the key to verify the signature of the client's assertion is shorter than the minimum size ({detail}).", clause: 'RFC 7518 §3.2', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  client_assertion_signature_wrong: { kind: 'unauthorized', resultCode: 'A157326', message: 'The signature of the JWT for client authentication is invalid.', clause: 'RFC 7523 §3 (9)', source: 'documented', conditionSource: 'inferred', messageSource: 'documented', seenAt: ['token'] },
  client_assertion_replayed: { kind: 'unauthorized', resultCode: 'A157353', message: 'The client assertion has already been used.', clause: 'RFC 7523 §3 (7)', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  client_certificate_missing: { kind: 'unauthorized', resultCode: 'A157327', message: 'The request does not contain a client certificate.', clause: 'RFC 8705 §2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_certificate_malformed: { kind: 'unauthorized', resultCode: 'A157328', message: 'The client certificate is malformed.', clause: 'RFC 8705 §2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_certificate_unregistered: { kind: 'unauthorized', resultCode: 'A157330', message: "The JWK which contains the registered self-signed certificate does not have 'x5c' claim or the value of the claim is empty.", clause: 'RFC 8705 §2.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_certificate_mismatch: { kind: 'unauthorized', resultCode: 'A157333', message: 'The DER of the presented self-signed certificate and the DER of the registered self-signed certificate do not match.', clause: 'RFC 8705 §2.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_certificate_subject_unregistered: { kind: 'unauthorized', resultCode: 'A157340', message: 'A subject DN or SAN of the client certificate is not registered.', clause: 'RFC 8705 §2.1.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_certificate_subjects_registered: { kind: 'unauthorized', resultCode: 'A157345', message: 'The client has multiple certificate subject types registered, only one is allowed at a time.', clause: 'RFC 8705 §2.1.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_trust_anchors_missing: { kind: 'unauthorized', resultCode: 'A157335', message: 'Trusted root certificates are not registered although validation of certificate chain is required.', clause: 'Authlete Service trustedRootCertificates', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_trust_anchor_malformed: { kind: 'unauthorized', resultCode: 'A157336', message: 'A registered root certificate is malformed.', clause: 'Authlete Service trustedRootCertificates', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_certificate_path_malformed: { kind: 'unauthorized', resultCode: 'A157338', message: 'Failed to generate a certificate path.', clause: 'RFC 8446 §4.4.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_certificate_path_invalid: { kind: 'unauthorized', resultCode: 'A157339', message: 'The client certificate path was invalid.', clause: 'RFC 8705 §2.1; RFC 5280 §6', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_dn_malformed: { kind: 'unauthorized', resultCode: 'A157342', message: 'The subject DN of the registered client certificate is malformed.', clause: 'RFC 4514 §2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_dn_mismatch: { kind: 'unauthorized', resultCode: 'A157343', message: 'The subject DN of the presented client certificate {detail} do not match.', clause: 'RFC 8705 §2.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_san_dns_mismatch: { kind: 'unauthorized', resultCode: 'A157346', message: 'The subject alternative name DNS entry of the presented client certificate {detail}.', clause: 'RFC 8705 §2.1.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_san_uri_mismatch: { kind: 'unauthorized', resultCode: 'A157347', message: 'The subject alternative name URI of the presented client certificate {detail}.', clause: 'RFC 8705 §2.1.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_san_ip_mismatch: { kind: 'unauthorized', resultCode: 'A157348', message: 'The subject alternative name IP address of the presented client certificate {detail}.', clause: 'RFC 8705 §2.1.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_san_email_mismatch: { kind: 'unauthorized', resultCode: 'A157349', message: 'The subject alternative name email address of the presented client certificate {detail}.', clause: 'RFC 8705 §2.1.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
} as const satisfies Record<string, Template>

const errors: Readonly<Record<Kind, OAuthError>> = {
  badRequest: 'invalid_request',
  unauthorized: 'invalid_client',
  serverError: 'server_error',
}

type ClientAuthenticationRow<Action extends string> = OutcomeRow & {
  readonly status: 200
  readonly action: Action
}

type ClientAuthenticationRows<Action extends string> = Readonly<
  Record<Identification | keyof typeof proof, ClientAuthenticationRow<Action>>
>

/** One row for every reason why authentication fails, with the texts and codes of an API. */
export function clientAuthenticationRows<const Action extends string>(
  api: AuthenticatingApi,
  actions: RefusalActions<Action>,
): ClientAuthenticationRows<Action> {
  const templates: Readonly<Record<string, Template>> = { ...identification[api], ...proof }
  const rows = Object.entries(templates).map(([reason, { kind, seenAt = [], ...row }]) => [
    reason,
    {
      status: 200,
      action: actions[kind],
      error: errors[kind],
      ...row,
      ...(seenAt.includes(api) && { source: 'observed', conditionSource: 'observed' }),
    },
  ])
  return Object.fromEntries(rows) as ClientAuthenticationRows<Action>
}
