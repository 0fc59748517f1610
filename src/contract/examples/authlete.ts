import type { JsonObject } from '../../base/json.ts'
import type { DemoWorld } from '../world.ts'
import type { Example, ExampleRow, ExampleTable } from './example.ts'
import { authorizationParameters, authorizationTicket, findTicket, tokenTicket } from './tickets.ts'

const demoClient = { clientId: '1001', clientSecret: 'demoClientSecret' }
const named = (client: string) => ({ params: { clientId: client } })
const identified = (client: string) => ({ params: { clientIdentifier: client } })
const of = (clientId: string, subject: string) => ({ params: { clientId, subject } })
const page = { start: '0', end: '5' }

const withTicket = (body: JsonObject, call = authorizationTicket): ExampleRow => ({
  example: async (world, operation) => {
    const ticket = await findTicket(world, operation, call)
    return ticket === undefined ? undefined : { body: { ticket, ...body } }
  },
  note: 'The ticket of the example is ready. It works once: load the document again for another one.',
})

/** Signed by the demo service: `{"iss":"https://as.example.com","sub":"alice"}`. */
const signedByService = [
  'eyJhbGciOiJFUzI1NiIsImtpZCI6ImRlbW8tZXMyNTYifQ',
  'eyJpc3MiOiJodHRwczovL2FzLmV4YW1wbGUuY29tIiwic3ViIjoiYWxpY2UifQ',
  'Jp2vQvxU4YyqoRKN2aQdg5L2Pq_mDO2Audl4Z6YrTWvORY6VK6rvysBbEUMJi5uBpMqOVJ4LwuElz_tEeyihmA',
].join('.')

/** Members of a service in fixtures that are not Authlete's. */
const ofFixtures = ['serviceId', 'mock', 'clock', 'apiTokens', 'clients', 'tokens']

/** The demo service as it is declared, so that an update with it takes nothing away. */
async function declaredService({ fixtures }: DemoWorld): Promise<Example> {
  const members = Object.entries({ ...fixtures.services[0] }).filter(([name]) => !ofFixtures.includes(name))
  return { body: Object.fromEntries(members) }
}

async function declaredClient({ fixtures }: DemoWorld): Promise<Example> {
  const { clientId, clientSecret, ...members } = { ...fixtures.services[0]?.clients?.[0] }
  return { params: { clientId: String(clientId) }, body: members }
}

/**
 * An example for each operation of Authlete. What an example ends or changes is used by few others, so that they can be
 * tried one after the other.
 */
export const authleteExamples: ExampleTable = {
  grant_m_api: {
    example: { body: { accessToken: 'demo-bearer', gmAction: 'QUERY', grantId: 'demo-grant' } },
  },
  auth_authorization_api: { example: { body: { parameters: authorizationParameters } } },
  auth_authorization_issue_api: withTicket({ subject: 'alice' }),
  auth_authorization_fail_api: withTicket({ reason: 'DENIED' }),
  getAuthorizationTicketInfo: withTicket({}),
  updateAuthorizationTicket: withTicket({ info: 'the user has logged in' }),
  pushed_auth_req_api: { example: { body: { parameters: authorizationParameters, ...demoClient } } },
  auth_token_api: {
    example: { body: { parameters: 'grant_type=client_credentials&scope=accounts', ...demoClient } },
  },
  auth_token_issue_api: withTicket({ subject: 'alice' }, tokenTicket),
  auth_token_fail_api: withTicket({ reason: 'INVALID_RESOURCE_OWNER_CREDENTIALS' }, tokenTicket),
  auth_token_create_api: {
    example: {
      body: {
        grantType: 'AUTHORIZATION_CODE',
        clientId: 1001,
        subject: 'alice',
        scopes: ['openid', 'accounts'],
      },
    },
  },
  auth_token_update_api: { example: { body: { accessToken: 'demo-bob', scopes: ['openid'] } } },
  auth_token_delete_api: { example: { params: { accessTokenIdentifier: 'demo-mtls' } } },
  auth_token_revoke_api: { example: { body: { accessTokenIdentifier: 'demo-dpop' } } },
  auth_token_get_list_api: { example: { params: page } },
  auth_introspection_api: { example: { body: { token: 'demo-bearer', scopes: ['openid'] } } },
  auth_introspection_standard_api: { example: { body: { parameters: 'token=demo-bearer' } } },
  auth_revocation_api: { example: { body: { parameters: 'token=demo-no-scope', ...demoClient } } },
  auth_userinfo_api: { example: { body: { token: 'demo-bearer' } } },
  auth_userinfo_issue_api: { example: { body: { token: 'demo-bearer', claims: '{"name":"Alice"}' } } },
  jose_verify_api: { example: { body: { jose: signedByService, mandatoryClaims: ['iss'] } } },
  service_get_api: { example: {} },
  service_get_list_api: { example: { params: page } },
  service_create_api: { example: { body: { serviceName: 'My service', issuer: 'https://as.example.org' } } },
  service_update_api: { example: declaredService },
  service_delete_api: {
    example: {},
    note: 'This is the service of all other examples: `POST /_mock/reset` restores it.',
  },
  service_configuration_api: { example: { params: { pretty: 'true' } } },
  service_configuration_api_post: { example: { body: { pretty: true } } },
  service_jwks_get_api: { example: { params: { pretty: 'true' } } },
  client_create_api: {
    example: { body: { clientName: 'My client', redirectUris: ['https://client.example.org/callback'] } },
  },
  client_get_list_api: { example: { params: page } },
  client_get_api: { example: named('1001') },
  client_update_api: { example: declaredClient },
  client_delete_api: { example: named('1003') },
  client_secret_refresh_api: { example: identified('1002') },
  client_secret_update_api: {
    example: { ...identified('1002'), body: { clientSecret: 'anotherClientSecret' } },
  },
  client_flag_update_api: { example: { ...identified('1002'), body: { clientLocked: true } } },
  client_extension_requestables_scopes_get_api: { example: named('1001') },
  client_extension_requestables_scopes_update_api: {
    example: { ...named('1002'), body: { requestableScopes: ['openid', 'profile'] } },
  },
  client_extension_requestables_scopes_update_api_post: {
    example: { ...named('1002'), body: { requestableScopes: ['openid', 'profile'] } },
  },
  client_extension_requestables_scopes_delete_api: { example: named('1002') },
  client_authorization_get_list_api: { example: { params: { subject: 'alice', ...page } } },
  client_authorization_get_list_api_post: { example: { body: { subject: 'alice' } } },
  client_authorization_get_list_by_subject_api: { example: { params: { subject: 'alice' } } },
  client_authorization_update_api: {
    example: { ...named('1001'), body: { subject: 'bob', scopes: ['openid'] } },
  },
  client_authorization_delete_api: { example: of('1002', 'alice') },
  client_authorization_delete_api_post: { example: { ...named('1002'), body: { subject: 'alice' } } },
  client_authorization_delete_by_subject_api: { example: of('1002', 'alice') },
  client_granted_scopes_get_api: { example: of('1001', 'alice') },
  client_granted_scopes_get_api_post: { example: { ...named('1001'), body: { subject: 'alice' } } },
  client_granted_scopes_get_by_subject_api: { example: of('1001', 'alice') },
  client_granted_scopes_delete_api: { example: of('1002', 'alice') },
  client_granted_scopes_delete_api_post: { example: { ...named('1002'), body: { subject: 'alice' } } },
  client_granted_scopes_delete_by_subject_api: { example: of('1002', 'alice') },
  healthcheck: { example: {} },
  livez: { example: {} },
  readyz: { example: {} },
}
