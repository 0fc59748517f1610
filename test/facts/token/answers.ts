import { callApi } from '../../support/api.ts'
import { call, clientId } from '../../support/requests/authorize.ts'
import type { Fact } from '../fact.ts'

/** What was published about how tokens are told. */
export const tokenAnswerFacts: readonly Fact[] = [
  {
    id: 'introspection-whole-seconds',
    input: 'auth/introspection of a token that was made between two seconds',
    published: 'expiresAt in whole seconds, where the answer that made the token had milliseconds',
    where:
      'Authlete OpenAPI 3.0.16, examples of auth/token/create, auth/token/update and auth/token/get/list',
    when: '2026-08',
    source: 'documented',
    certainty: 'high',
    replay: async (mock) => {
      mock.time.now = 1_642_044_548_973
      const order = { grantType: 'AUTHORIZATION_CODE', clientId, subject: 'john', accessTokenDuration: 3600 }
      const { accessToken, expiresAt } = await call(mock, '/auth/token/create', order)
      const { body } = await callApi<{ accessTokens: object[] }>(mock, 'GET', '/auth/token/get/list')
      return [
        { expiresAt },
        await call(mock, '/auth/introspection', { token: accessToken }),
        await call(mock, '/auth/token/update', { accessToken }),
        ...body.accessTokens,
      ]
    },
    answer: [
      { expiresAt: 1_642_048_148_973 },
      { expiresAt: 1_642_048_149_000 },
      { accessTokenExpiresAt: 1_642_048_149_000 },
      { accessTokenExpiresAt: 1_642_048_149_000, createdAt: 1_642_044_549_000 },
    ],
  },
  {
    id: 'introspection-property-hidden',
    input: 'auth/introspection of a token with a property that is not hidden',
    published: 'the property has "hidden": false',
    where: 'authlete-java-common, Javadoc of Property.isHidden',
    when: '2026-06',
    source: 'documented',
    certainty: 'high',
    replay: async (mock) => {
      const properties = [{ key: 'example_parameter', value: 'example_value' }]
      const order = { grantType: 'AUTHORIZATION_CODE', clientId, subject: 'john', properties }
      const { accessToken } = await call(mock, '/auth/token/create', order)
      return call(mock, '/auth/introspection', { token: accessToken })
    },
    answer: { properties: [{ hidden: false, key: 'example_parameter', value: 'example_value' }] },
  },
]
