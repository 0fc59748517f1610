import { callApi } from '../support/api.ts'
import { clientId, clientSecret } from '../support/requests/authorize.ts'
import { serviceId, type TestMock } from '../support/mock.ts'
import { clientRequest, requestToken } from '../support/requests/token.ts'
import type { Fact } from './fact.ts'
import { contract, lab, said } from './publications.ts'

const secretLength = 86

/** What was published about clients. */
export const clientFacts: readonly Fact[] = [
  {
    id: 'client-alias-default',
    input: 'client/create without an alias',
    published: '`clientIdAlias` is the id as text, `clientIdAliasEnabled` is true',
    ...contract('schema client, clientIdAlias and clientIdAliasEnabled'),
    replay: async (mock) => {
      const { clientId: id, clientIdAlias, clientIdAliasEnabled } = await createClient(mock)
      return { isItsId: clientIdAlias === String(id), clientIdAliasEnabled }
    },
    answer: { isItsId: true, clientIdAliasEnabled: true },
  },
  {
    id: 'client-alias-used-by-id',
    input:
      'a client without an alias of its own authenticates by its id (seen at backchannel/authentication, which is not here; replayed at auth/token)',
    published: '`clientIdAlias` is the id as text, `clientIdAliasUsed` is true',
    ...lab('09a-interaction-extensions'),
    replay: (mock) => requestToken(mock, clientRequest()),
    answer: { clientId, clientIdAlias: String(clientId), clientIdAliasUsed: true },
  },
  {
    id: 'client-alias-used-at-userinfo',
    input: 'auth/userinfo with a token of a client whose alias is its id',
    published: '`clientIdAlias` is the id as text, `clientIdAliasUsed` is true',
    ...said('Authlete Knowledge Base, Adding Custom Claims to Userinfo API Responses', '2026-08'),
    replay: async (mock) => {
      const order = { clientId, scopes: ['openid'], subject: 'alice' }
      const { accessToken: token } = await mock.admin.mintToken(serviceId, order)
      return (await callApi(mock, 'POST', '/auth/userinfo', { token })).body
    },
    answer: { clientId, clientIdAlias: String(clientId), clientIdAliasUsed: true },
  },
  {
    id: 'client-secret-made',
    input: 'client/create',
    published: 'a secret of 86 characters of base64url',
    ...contract('schema client, clientSecret'),
    replay: async (mock) => measure((await createClient(mock))['clientSecret']),
    answer: secretLength,
  },
  {
    id: 'client-secret-refreshed',
    input: 'client/secret/refresh',
    published: 'a new secret of 86 characters of base64url, and the old one',
    ...contract('example of client/secret/refresh'),
    outcomes: ['client/secret_refreshed'],
    replay: async (mock) => {
      const { apiToken } = await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })
      const path = `/client/secret/refresh/${clientId}`
      const { body } = await callApi(mock, 'GET', path, undefined, apiToken)
      const { newClientSecret, oldClientSecret, resultMessage } = body
      return { length: measure(newClientSecret), oldClientSecret, resultMessage }
    },
    answer: { length: secretLength, oldClientSecret: clientSecret, resultMessage: /^\[A148001\]/ },
  },
]

async function createClient(mock: TestMock): Promise<Readonly<Record<string, unknown>>> {
  const { apiToken } = await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })
  return (await callApi(mock, 'POST', '/client/create', { clientName: 'A client' }, apiToken)).body
}

/** How many characters of base64url a secret is. */
function measure(secret: unknown): number | undefined {
  return /^[\w-]+$/.exec(String(secret))?.[0].length
}
