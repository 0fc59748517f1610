import type { Service, ServiceProperties } from '../../model/service.ts'
import { writeGrantType } from '../../oauth/grant-type.ts'
import { proofAlgorithms } from '../../oauth/public-key.ts'
import { macAlgorithms } from '../../oauth/mac-algorithms.ts'

/** What the mock signs and verifies with, besides proofs, which need a key pair. */
const jwsAlgorithms = [...macAlgorithms, ...proofAlgorithms]

/** What a client may read of a service (RFC 8414 §2, OpenID Connect Discovery §3), in Authlete's order. */
export function describeConfiguration({ properties }: Service): Readonly<Record<string, unknown>> {
  const members = {
    ...describeEndpoints(properties),
    ...describeAuthorization(properties),
    ...describeClientAuthentication(properties),
    ...describePossession(properties),
    ...describeGrantManagement(properties),
  }
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}

/** Which property names which endpoint or page. */
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
  revocation_endpoint: 'revocationEndpoint',
  introspection_endpoint: 'introspectionEndpoint',
  pushed_authorization_request_endpoint: 'pushedAuthReqEndpoint',
  end_session_endpoint: 'endSessionEndpoint',
  device_authorization_endpoint: 'deviceAuthorizationEndpoint',
  backchannel_authentication_endpoint: 'backchannelAuthenticationEndpoint',
} as const

function describeEndpoints(properties: ServiceProperties) {
  return Object.fromEntries(Object.entries(places).map(([member, name]) => [member, properties[name]]))
}

/** What the mock does where a service does not say which grant types it supports. */
const allGrantTypes = ['AUTHORIZATION_CODE', 'REFRESH_TOKEN', 'CLIENT_CREDENTIALS']

function describeAuthorization(properties: ServiceProperties) {
  const { supportedResponseTypes = ['CODE'], supportedGrantTypes = allGrantTypes } = properties
  return {
    scopes_supported: properties.supportedScopes?.map(({ name }) => name),
    response_types_supported: supportedResponseTypes.map(nameResponseType),
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: supportedGrantTypes.map(writeGrantType),
    acr_values_supported: properties.supportedAcrs,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: jwsAlgorithms,
    userinfo_signing_alg_values_supported: jwsAlgorithms,
    request_object_signing_alg_values_supported: jwsAlgorithms,
    display_values_supported: inSmallLetters(properties['supportedDisplays']),
    claim_types_supported: inSmallLetters(properties['supportedClaimTypes']),
    claims_supported: properties['supportedClaims'],
    claims_locales_supported: properties['supportedClaimLocales'],
    ui_locales_supported: properties['supportedUiLocales'],
    prompt_values_supported: inSmallLetters(properties['supportedPromptValues']),
    claims_parameter_supported: true,
    request_parameter_supported: true,
    request_uri_parameter_supported: false,
    require_signed_request_object: properties.requestObjectRequired ?? false,
    require_pushed_authorization_requests: properties.parRequired ?? false,
    code_challenge_methods_supported: properties.pkceS256Required === true ? ['S256'] : ['plain', 'S256'],
    authorization_details_types_supported: properties.supportedAuthorizationDetailsTypes,
    authorization_response_iss_parameter_supported: properties['issSuppressed'] !== true,
  }
}

/** `CODE_ID_TOKEN` is `code id_token` (OAuth 2.0 Multiple Response Type Encoding Practices §3, §5). */
function nameResponseType(type: string): string {
  return type.toLowerCase().replaceAll('id_token', 'id-token').replaceAll('_', ' ').replaceAll('-', '_')
}

function inSmallLetters(names: unknown): readonly string[] | undefined {
  return Array.isArray(names) ? names.map((name) => String(name).toLowerCase()) : undefined
}

/** RFC 8414 §2. Of introspection and revocation a list that is not set was seen as an empty one at the real service. */
function describeClientAuthentication(properties: ServiceProperties) {
  const methods = {
    token: properties.supportedTokenAuthMethods,
    revocation: properties['supportedRevocationAuthMethods'],
    introspection: properties['supportedIntrospectionAuthMethods'],
  }
  return Object.fromEntries(
    Object.entries(methods).flatMap(([endpoint, supported]) => [
      [
        `${endpoint}_endpoint_auth_methods_supported`,
        inSmallLetters(supported) ?? (endpoint === 'token' ? undefined : []),
      ],
      [
        `${endpoint}_endpoint_auth_signing_alg_values_supported`,
        supported === undefined ? undefined : jwsAlgorithms,
      ],
    ]),
  )
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

/** Grant Management §7.1. Without an endpoint nobody can query or revoke, as the real service was seen to say. */
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
