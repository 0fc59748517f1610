import { apiToken, serviceId, type TestMock } from '../../support/mock.ts'
import type { Fact } from '../fact.ts'
import { said } from '../publications.ts'

const published = (place: string) => said(`Authlete's OpenAPI document of August 2026, ${place}`, '2026-08')

async function sendForm(mock: TestMock, path: string, fields: Record<string, string>) {
  const { statusCode: status, body } = await mock.inject({
    method: 'POST',
    url: `/api/${serviceId}${path}`,
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })
  return { status, ...(JSON.parse(body) as object) }
}

/** What was published about bodies that are forms. */
export const formFacts: readonly Fact[] = [
  {
    id: 'form-body',
    input: 'a form at /auth/introspection',
    published: 'the operation lists application/x-www-form-urlencoded beside JSON',
    ...published('requestBody of auth_introspection_api'),
    replay: async (mock) => sendForm(mock, '/auth/introspection', { token: 'none' }),
    answer: { status: 200, action: 'UNAUTHORIZED' },
  },
  {
    id: 'form-scopes',
    input: 'scopes in a form at /auth/introspection',
    published: 'scopes in a form are a list of names with spaces between',
    ...published('introspection_request, scopes'),
    replay: async (mock) => {
      const scopes = ['accounts', 'payments']
      const { accessToken: token } = await mock.admin.mintToken(serviceId, { scopes })
      return Promise.all(
        ['payments accounts', 'accounts orders'].map((asked) =>
          sendForm(mock, '/auth/introspection', { token, scopes: asked }),
        ),
      )
    },
    answer: [{ action: 'OK' }, { action: 'FORBIDDEN' }],
  },
  {
    id: 'form-properties',
    input: 'properties in a form at /auth/token/create',
    published: 'properties are accepted in JSON alone',
    ...published('token_create_request, properties'),
    replay: async (mock) => {
      const fields = { grantType: 'CLIENT_CREDENTIALS', clientId: '1001', properties: '[]' }
      return sendForm(mock, '/auth/token/create', fields)
    },
    answer: { status: 400, resultCode: 'A126202' },
  },
  {
    id: 'form-at-gm',
    input: 'a form at /gm',
    published: 'the operation lists application/json alone',
    ...published('requestBody of grant_m_api'),
    certainty: 'medium',
    replay: async (mock) => sendForm(mock, '/gm', { gmAction: 'QUERY' }),
    answer: { status: 415 },
  },
]
