import { callApi } from '../support/api.ts'
import { authorizationWorld, clientId } from '../support/requests/authorize.ts'
import { apiToken, type TestMock } from '../support/mock.ts'
import { getOwnToken, getTokens } from '../support/requests/token.ts'
import type { Fact } from './fact.ts'
import { contract, lab, notes, probe } from './publications.ts'

const fieldLoss = notes('audit/02-findings/CLIENT-UPDATE-FIELD-LOSS.md, CU-W1')
/** A world whose token may change services and clients. */
const manage = (service: object = {}, client: object = {}) =>
  authorizationWorld({ apiTokens: [{ apiToken, rights: ['ADMIN'] }], ...service }, client)

const configuration = (mock: TestMock) => callApi(mock, 'GET', '/service/configuration')
const getClient = (mock: TestMock) => callApi(mock, 'GET', `/client/get/${clientId}`)

/** A number of tokens of one subject at the client. */
async function countTokens(mock: TestMock, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await getTokens(mock, { scope: 'profile' })
}

/** When something was changed between two seconds, as the answer to the change and as a later call tell it. */
async function timesOfChange(mock: TestMock, change: string, get: string): Promise<unknown> {
  mock.time.now = 1_639_557_082_764
  const { body: changed } = await callApi(mock, 'POST', change, {})
  const { body: read } = await callApi(mock, 'GET', get)
  return [changed['modifiedAt'], read['modifiedAt']]
}

const times = {
  published:
    'modifiedAt of the update has milliseconds; createdAt and modifiedAt of what is read are whole seconds',
  outcomes: [],
  world: manage(),
  answer: [1_639_557_082_764, 1_639_557_083_000],
}

/** What was published about services, clients, and the tokens that they have. */
export const managementFacts: readonly Fact[] = [
  {
    id: 'service-whole-seconds',
    input: 'service/update between two seconds, and service/get after it',
    ...contract('examples of service/update and service/get'),
    ...times,
    replay: (mock) => timesOfChange(mock, '/service/update', '/service/get'),
  },
  {
    id: 'client-whole-seconds',
    input: 'client/update between two seconds, and client/get after it',
    ...contract('examples of client/update and client/get'),
    ...times,
    replay: (mock) => timesOfChange(mock, `/client/update/${clientId}`, `/client/get/${clientId}`),
  },
  {
    id: 'client-update-replaces',
    input: 'client/update with clientName alone',
    published: 'every other member is cleared: tokenAuthMethod becomes NONE, idTokenSignAlg RS256',
    ...fieldLoss,
    outcomes: ['client/client_updated'],
    world: manage({}, { idTokenSignAlg: 'ES256', tokenAuthMethod: 'CLIENT_SECRET_POST', description: 'x' }),
    replay: async (mock) => {
      await callApi(mock, 'POST', `/client/update/${clientId}`, { clientName: 'renamed' })
      return getClient(mock)
    },
    answer: {
      status: 200,
      body: {
        clientName: 'renamed',
        tokenAuthMethod: 'NONE',
        idTokenSignAlg: 'RS256',
        description: undefined,
      },
    },
  },
  {
    id: 'client-deleted',
    input: 'DELETE client/delete, then client/get',
    published: '204, then 404 A001212',
    ...fieldLoss,
    outcomes: ['client/client_deleted', 'client/client_unknown'],
    world: manage(),
    replay: async (mock) => [
      await callApi(mock, 'DELETE', `/client/delete/${clientId}`),
      await getClient(mock),
    ],
    answer: [{ status: 204 }, { status: 404, body: { resultCode: 'A001212' } }],
  },
  {
    id: 'client-created',
    input: 'client/create',
    published: '200 and the client itself, without any result code',
    ...contract('example of POST /api/{serviceId}/client/create'),
    outcomes: ['client/client_created'],
    world: manage(),
    replay: async (mock) => {
      const { status, body } = await callApi(mock, 'POST', '/client/create', { clientName: 'My Test Client' })
      return { status, body, hasCode: 'resultCode' in body }
    },
    answer: { status: 200, body: { clientName: 'My Test Client', clientId: Number }, hasCode: false },
  },
  {
    id: 'client-told',
    input: 'client/get',
    published: '200 and the client itself, without any result code',
    ...contract('example of GET /api/{serviceId}/client/get/{clientId}'),
    outcomes: ['client/client_told'],
    world: manage(),
    replay: async (mock) => {
      const { status, body } = await getClient(mock)
      return { status, body, hasCode: 'resultCode' in body }
    },
    answer: { status: 200, body: { clientId }, hasCode: false },
  },
  {
    id: 'client-member-unknown',
    input: 'client/update with a member that Authlete does not define',
    published: '200, and the member is discarded',
    ...notes('audit/02-findings/SERVICE-CONFIG-PROBE.md'),
    differs: 'It is kept and returned, so that a member that Authlete adds later is not lost.',
    world: manage(),
    replay: async (mock) => {
      await callApi(mock, 'POST', `/client/update/${clientId}`, {
        postLogoutRedirectUris: ['https://x.example'],
      })
      return 'postLogoutRedirectUris' in (await getClient(mock)).body
    },
    answer: false,
  },
  {
    id: 'secret-refreshed',
    input: 'client/secret/refresh',
    published: '[A148001] Successfully refreshed the client secret of the client (ID = 26478243745571).',
    ...contract('example of GET /api/{serviceId}/client/secret/refresh/{clientIdentifier}'),
    outcomes: ['client/secret_refreshed'],
    world: manage(),
    replay: (mock) => callApi(mock, 'GET', `/client/secret/refresh/${clientId}`),
    answer: {
      status: 200,
      body: {
        resultMessage: '[A148001] Successfully refreshed the client secret of the client (ID = 1001).',
        newClientSecret: String,
        oldClientSecret: String,
      },
    },
  },
  {
    id: 'secret-updated',
    input: 'client/secret/update with a clientSecret',
    published: '[A149001] Successfully updated the client secret of the client (ID = 26478243745571).',
    ...contract('example of POST /api/{serviceId}/client/secret/update/{clientIdentifier}'),
    outcomes: ['client/secret_updated'],
    world: manage(),
    replay: (mock) =>
      callApi(mock, 'POST', `/client/secret/update/${clientId}`, {
        clientSecret: 'my_secret_my_secret_my_secret_my_secret_my_secret',
      }),
    answer: {
      status: 200,
      body: { resultMessage: '[A149001] Successfully updated the client secret of the client (ID = 1001).' },
    },
  },
  {
    id: 'tokens-of-an-application-deleted',
    input: 'client/authorization/delete for a subject with three tokens of the client',
    published:
      '[A137001] Deleted 3 access token(s) issued to the client (ID = 26478243745571) of the service (API Key = 21653835348762).',
    ...contract('example of DELETE /api/{serviceId}/client/authorization/delete/{clientId}'),
    outcomes: ['client/tokens_deleted'],
    world: manage(),
    replay: async (mock) => {
      await countTokens(mock, 3)
      return callApi(mock, 'DELETE', `/client/authorization/delete/${clientId}?subject=alice`)
    },
    answer: {
      status: 200,
      body: {
        resultMessage:
          '[A137001] Deleted 3 access token(s) issued to the client (ID = 1001) of the service (API Key = 700).',
      },
    },
  },
  {
    id: 'tokens-of-an-application-updated',
    input: 'client/authorization/update for a subject with one token of the client',
    published:
      '[A138001] Updated 1 access token(s) issued to the client (ID = 26478243745571) of the service (API Key = 21653835348762).',
    ...contract('example of POST /api/{serviceId}/client/authorization/update/{clientId}'),
    outcomes: ['client/tokens_updated'],
    world: manage(),
    replay: async (mock) => {
      await countTokens(mock, 1)
      const order = { subject: 'alice', scopes: ['profile'] }
      return callApi(mock, 'POST', `/client/authorization/update/${clientId}`, order)
    },
    answer: {
      status: 200,
      body: {
        resultMessage:
          '[A138001] Updated 1 access token(s) issued to the client (ID = 1001) of the service (API Key = 700).',
      },
    },
  },
  {
    id: 'token-created',
    input: 'auth/token/create with AUTHORIZATION_CODE',
    published:
      '[A109001] An access token was created successfully: authorization_code, client = 26888344961664',
    ...contract('example of POST /api/{serviceId}/auth/token/create'),
    outcomes: ['token/create/created'],
    world: manage(),
    replay: (mock) =>
      callApi(mock, 'POST', '/auth/token/create', {
        grantType: 'AUTHORIZATION_CODE',
        clientId,
        subject: 'john',
        scopes: ['profile'],
      }),
    answer: {
      status: 200,
      body: {
        resultMessage:
          '[A109001] An access token was created successfully: authorization_code, client = 1001',
        action: 'OK',
      },
    },
  },
  {
    id: 'token-updated',
    input: 'auth/token/update of a token',
    published: 'OK, [A135001] Updated the access token successfully.',
    ...contract('example of POST /api/{serviceId}/auth/token/update'),
    outcomes: ['token/update/updated'],
    world: manage(),
    replay: async (mock) => {
      const accessToken = await getOwnToken(mock)
      return callApi(mock, 'POST', '/auth/token/update', { accessToken, scopes: ['email'] })
    },
    answer: {
      status: 200,
      body: { resultMessage: '[A135001] Updated the access token successfully.', action: 'OK' },
    },
  },
  {
    id: 'token-revoked-by-service',
    input: 'auth/token/revoke of one token',
    published: 'A312001, Revoked 1 access token(s)., without the code in brackets',
    ...contract('example of POST /api/{serviceId}/auth/token/revoke'),
    outcomes: ['token/revoke/revoked'],
    world: manage(),
    replay: async (mock) => {
      const accessToken = await getOwnToken(mock)
      return callApi(mock, 'POST', '/auth/token/revoke', { accessTokenIdentifier: accessToken })
    },
    answer: {
      status: 200,
      body: { resultCode: 'A312001', resultMessage: /^Revoked 1 access token\(s\)\.$/ },
    },
  },
  {
    id: 'discovery-of-grant-management',
    input: 'service/configuration with a grantManagementEndpoint',
    published: "['create', 'merge', 'query', 'replace', 'revoke'], grant_management_action_required false",
    ...lab('10'),
    outcomes: ['service/configuration_told'],
    world: manage(),
    replay: configuration,
    answer: {
      status: 200,
      body: {
        grant_management_endpoint: String,
        grant_management_actions_supported: ['create', 'merge', 'query', 'replace', 'revoke'],
        grant_management_action_required: false,
      },
    },
  },
  {
    id: 'discovery-without-grant-management-endpoint',
    input: 'service/configuration without grantManagementEndpoint',
    published:
      'query and revoke are not among the grant_management_actions_supported: three in place of five',
    ...probe('21.1'),
    world: manage({ grantManagementEndpoint: undefined }),
    replay: async (mock) => (await configuration(mock)).body['grant_management_actions_supported'],
    answer: ['create', 'merge', 'replace'],
  },
]
