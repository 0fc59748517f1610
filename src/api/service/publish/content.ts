import type { Service, ServiceProperties } from '../../../model/service.ts'
import { writeGrantType } from '../../../oauth/token/grant-type.ts'
import { macAlgorithms } from '../../../oauth/jose/mac-algorithms.ts'
import { proofAlgorithms } from '../../../oauth/jose/public-key.ts'
import { isTraditional } from '../../../oauth/authorization/request-object.ts'
import { jwtModes, supportedModes } from '../../../oauth/authorization/response-mode.ts'
import { chooseServiceKey } from '../../../oauth/jose/service-keys.ts'
import { actedOnGrantTypes } from '../../../oauth/token/request.ts'

/** The algorithms that the mock verifies without a key pair of proofs. */
const jwsAlgorithms = [...macAlgorithms, ...proofAlgorithms]

/**
 * Authlete's encryption algorithms (RFC 7518 §4.1, §5.1). The mock lists them as Authlete does, and refuses requests
 * for encryption.
 */
const keyEncryptions =
  'RSA1_5 RSA-OAEP RSA-OAEP-256 ECDH-ES ECDH-ES+A128KW ECDH-ES+A192KW ECDH-ES+A256KW A128KW A192KW A256KW dir A128GCMKW A192GCMKW A256GCMKW PBES2-HS256+A128KW PBES2-HS384+A192KW PBES2-HS512+A256KW'.split(
    ' ',
  )
const contentEncryptions = 'A128CBC-HS256 A192CBC-HS384 A256CBC-HS512 A128GCM A192GCM A256GCM'.split(' ')

/** The metadata of a service (RFC 8414 §2, OpenID Connect Discovery §3), in Authlete's order. */
export function describeConfiguration({ properties }: Service): Readonly<Record<string, unknown>> {
  const members = {
    ...describeEndpoints(properties),
    ...describeRequests(properties),
    ...describeSignatures(properties),
    ...describeClientAuthentication('token', properties.supportedTokenAuthMethods),
    ...describeClaims(properties),
    revocation_endpoint: properties['revocationEndpoint'],
    ...describeClientAuthentication('revocation', properties['supportedRevocationAuthMethods'] ?? []),
    introspection_endpoint: properties['introspectionEndpoint'],
    ...describeClientAuthentication('introspection', properties['supportedIntrospectionAuthMethods'] ?? []),
    ...describeExtensions(properties),
    ...describePossession(properties),
    ...describeGrantManagement(properties),
  }
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}

/** The properties of endpoints and pages, with their metadata names. */
const places = {
  issuer: 'issuer',
  authorization_endpoint: 'authorizationEndpoint',
  token_endpoint: 'tokenEndpoint',
  userinfo_endpoint: 'userInfoEndpoint',
  jwks_uri: 'jwksUri',
  registration_endpoint: 'registrationEndpoint',
  service_documentation: 'serviceDocumentation',
  op_policy_uri: 'policyUri',
  op_tos_uri: 'tosUri',
  end_session_endpoint: 'endSessionEndpoint',
} as const

function describeEndpoints(properties: ServiceProperties) {
  return Object.fromEntries(Object.entries(places).map(([member, name]) => [member, properties[name]]))
}

/** The JWT response modes are listed as Authlete does, though the mock does not support them. */
function describeRequests(properties: ServiceProperties) {
  const { supportedResponseTypes = ['CODE'], supportedGrantTypes = actedOnGrantTypes } = properties
  return {
    scopes_supported: properties.supportedScopes?.map(({ name }) => name),
    response_types_supported: supportedResponseTypes.map(formatResponseType),
    response_modes_supported: [...supportedModes, ...jwtModes],
    grant_types_supported: supportedGrantTypes.map(writeGrantType).toSorted(),
    acr_values_supported: properties.supportedAcrs,
    subject_types_supported: ['public', 'pairwise'],
  }
}

/** `CODE_ID_TOKEN` is `code id_token` (OAuth 2.0 Multiple Response Type Encoding Practices §3, §5). */
function formatResponseType(type: string): string {
  return type.toLowerCase().replaceAll('id_token', 'id-token').replaceAll('_', ' ').replaceAll('-', '_')
}

function describeSignatures(properties: ServiceProperties) {
  return {
    id_token_signing_alg_values_supported: listSigning(properties, 'idTokenSignatureKeyId'),
    ...describeEncryption('id_token'),
    userinfo_signing_alg_values_supported: [...listSigning(properties, 'userInfoSignatureKeyId'), 'none'],
    ...describeEncryption('userinfo'),
    request_object_signing_alg_values_supported: jwsAlgorithms,
    ...describeEncryption('request_object'),
    authorization_signing_alg_values_supported: listSigning(properties, 'authorizationSignatureKeyId'),
    ...describeEncryption('authorization'),
  }
}

function describeEncryption(document: string) {
  return {
    [`${document}_encryption_alg_values_supported`]: keyEncryptions,
    [`${document}_encryption_enc_values_supported`]: contentEncryptions,
  }
}

/** The signing algorithms of a service: MACs, and those it has a key for, as observed on the real service. */
function listSigning({ jwks, ...properties }: ServiceProperties, selector: KeySelector): readonly string[] {
  if (jwks === undefined) return jwsAlgorithms
  const keyId = properties[selector]
  return [...macAlgorithms, ...proofAlgorithms.filter((name) => 'key' in chooseServiceKey(jwks, name, keyId))]
}

type KeySelector =
  | 'idTokenSignatureKeyId'
  | 'userInfoSignatureKeyId'
  | 'authorizationSignatureKeyId'
  | 'introspectionSignatureKeyId'

function inSmallLetters(names: unknown): readonly string[] | undefined {
  return Array.isArray(names) ? names.map((name) => String(name).toLowerCase()) : undefined
}

/** RFC 8414 §2. For introspection and revocation an unset list was observed as an empty one on the real service. */
function describeClientAuthentication(endpoint: string, methods: unknown) {
  return {
    [`${endpoint}_endpoint_auth_methods_supported`]: inSmallLetters(methods),
    [`${endpoint}_endpoint_auth_signing_alg_values_supported`]: jwsAlgorithms,
  }
}

function describeClaims(properties: ServiceProperties) {
  return {
    display_values_supported: inSmallLetters(properties['supportedDisplays']),
    claim_types_supported: inSmallLetters(properties['supportedClaimTypes']),
    claims_supported: properties['supportedClaims'],
    claims_locales_supported: properties['supportedClaimLocales'],
    ui_locales_supported: properties['supportedUiLocales'],
    prompt_values_supported: inSmallLetters(properties['supportedPromptValues']),
    claims_parameter_supported: true,
    request_parameter_supported: true,
    request_uri_parameter_supported: true,
    require_request_uri_registration: true,
  }
}

function describeExtensions(properties: ServiceProperties) {
  return {
    introspection_signing_alg_values_supported: [
      ...listSigning(properties, 'introspectionSignatureKeyId'),
      'none',
    ],
    code_challenge_methods_supported: properties.pkceS256Required === true ? ['S256'] : ['plain', 'S256'],
    backchannel_authentication_endpoint: properties['backchannelAuthenticationEndpoint'],
    backchannel_token_delivery_modes_supported:
      inSmallLetters(properties['supportedBackchannelTokenDeliveryModes']) ?? [],
    backchannel_authentication_request_signing_alg_values_supported: proofAlgorithms,
    backchannel_user_code_parameter_supported: properties['backchannelUserCodeParameterSupported'] === true,
    device_authorization_endpoint: properties['deviceAuthorizationEndpoint'],
    pushed_authorization_request_endpoint: properties.pushedAuthReqEndpoint,
    require_pushed_authorization_requests: properties.parRequired ?? false,
    authorization_details_supported: true,
    authorization_details_types_supported: properties.supportedAuthorizationDetailsTypes,
    verified_claims_supported: false,
    require_signed_request_object:
      properties.requestObjectRequired === true && !isTraditional({ properties }),
    authorization_response_iss_parameter_supported: properties['issSuppressed'] !== true,
  }
}

/** RFC 8705 §3.3, §5; RFC 9449 §5.1. */
function describePossession(properties: ServiceProperties) {
  return {
    tls_client_certificate_bound_access_tokens: properties.tlsClientCertificateBoundAccessTokens ?? false,
    mtls_endpoint_aliases:
      properties.mtlsEndpointAliases &&
      Object.fromEntries(properties.mtlsEndpointAliases.map(({ name, uri }) => [name, uri])),
    dpop_signing_alg_values_supported: proofAlgorithms,
  }
}

/**
 * Grant Management §7.1. Without an endpoint no client can query or revoke, as the real service was observed to say.
 */
function describeGrantManagement({
  grantManagementEndpoint,
  grantManagementActionRequired = false,
}: ServiceProperties) {
  return {
    grant_management_actions_supported:
      grantManagementEndpoint === undefined
        ? ['create', 'merge', 'replace']
        : ['create', 'merge', 'query', 'replace', 'revoke'],
    grant_management_endpoint: grantManagementEndpoint,
    grant_management_action_required: grantManagementActionRequired,
  }
}
