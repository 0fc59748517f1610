import { callApi } from '../support/api.ts'
import { authorizationWorld } from '../support/requests/authorize.ts'
import type { TestMock } from '../support/mock.ts'
import type { Fact } from './fact.ts'
import { lab, probe } from './publications.ts'

const discover = async (mock: TestMock): Promise<Readonly<Record<string, unknown>>> =>
  (await callApi(mock, 'GET', '/service/configuration')).body

const authMethods = [
  'NONE',
  'CLIENT_SECRET_BASIC',
  'CLIENT_SECRET_POST',
  'CLIENT_SECRET_JWT',
  'PRIVATE_KEY_JWT',
]

/** What was published about the metadata that `service/configuration` makes of a service's properties. */
export const metadataFacts: readonly Fact[] = [
  {
    id: 'metadata-fixed',
    input: 'service/configuration of a service that requires nothing',
    published:
      'request_parameter_supported, claims_parameter_supported and authorization_response_iss_parameter_supported true, require_signed_request_object and require_pushed_authorization_requests false, code_challenge_methods_supported plain, S256',
    ...probe('6'),
    replay: discover,
    answer: {
      request_parameter_supported: true,
      claims_parameter_supported: true,
      authorization_response_iss_parameter_supported: true,
      require_signed_request_object: false,
      require_pushed_authorization_requests: false,
      tls_client_certificate_bound_access_tokens: false,
      code_challenge_methods_supported: ['plain', 'S256'],
      mtls_endpoint_aliases: undefined,
    },
  },
  {
    id: 'metadata-of-methods-not-set',
    input:
      'service/configuration without supportedIntrospectionAuthMethods and supportedRevocationAuthMethods',
    published:
      'introspection_endpoint_auth_methods_supported and revocation_endpoint_auth_methods_supported are empty arrays',
    ...lab('07'),
    replay: async (mock) => {
      const {
        introspection_endpoint_auth_methods_supported: introspection,
        revocation_endpoint_auth_methods_supported: revocation,
      } = await discover(mock)
      return JSON.stringify([introspection, revocation])
    },
    answer: '[[],[]]',
  },
  {
    id: 'metadata-of-methods',
    input: 'service/configuration with five supportedTokenAuthMethods',
    published:
      '[none, client_secret_basic, client_secret_post, client_secret_jwt, private_key_jwt], as they were set',
    ...probe('18'),
    world: authorizationWorld({ supportedTokenAuthMethods: authMethods }),
    replay: async (mock) => (await discover(mock))['token_endpoint_auth_methods_supported'],
    answer: authMethods.map((name) => name.toLowerCase()),
  },
  {
    id: 'metadata-where-it-is-set',
    input: 'service/configuration without supportedAcrs and supportedAuthorizationDetailsTypes',
    published: 'acr_values_supported and authorization_details_types_supported are not there',
    ...probe('8'),
    world: authorizationWorld({ supportedAuthorizationDetailsTypes: undefined }),
    replay: async (mock) => {
      const metadata = await discover(mock)
      return ['acr_values_supported', 'authorization_details_types_supported'].filter(
        (name) => name in metadata,
      ).length
    },
    answer: 0,
  },
  {
    id: 'metadata-of-acrs-and-details',
    input: 'service/configuration with supportedAcrs and supportedAuthorizationDetailsTypes',
    published: 'acr_values_supported and authorization_details_types_supported are there',
    ...probe('15'),
    world: authorizationWorld({ supportedAcrs: ['pwd', 'mfa'] }),
    replay: discover,
    answer: {
      acr_values_supported: ['pwd', 'mfa'],
      authorization_details_types_supported: ['payment_initiation'],
    },
  },
]
