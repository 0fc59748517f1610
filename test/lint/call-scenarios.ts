import { apiToken, endpoint, serviceId, type TestMock } from '../support/mock.ts'
import { call, configure, gm, type RuleScenarios } from './scenario.ts'

/** A query for a grant that there is none of, with a token that is in order; the client's URI ends with `segment`. */
async function queryUnknown(mock: TestMock, grantId: string, segment?: string): Promise<unknown> {
  const { request } = await mock.admin.mintToken(serviceId, { grant: {} })
  const target = segment === undefined ? {} : { htm: 'GET', htu: `${endpoint}/${segment}` }
  return gm(mock, { ...request, grantId, ...target })
}

/** For each rule, calls whose last one breaks it, and calls near by that break nothing. */
export const callScenarios: Readonly<Record<string, RuleScenarios>> = {
  'grant-of-other-subject': {
    broken: [
      async (mock) => {
        const alice = await mock.admin.mintToken(serviceId, { clientId: 1, subject: 'alice', grant: {} })
        const bob = await mock.admin.mintToken(serviceId, { clientId: 1, subject: 'bob', grant: {} })
        return gm(mock, { ...bob.request, gmAction: 'REVOKE', grantId: alice.grantId ?? '' })
      },
    ],
    kept: [
      async (mock) => {
        const { request } = await mock.admin.mintToken(serviceId, { subject: 'alice', grant: {} })
        return gm(mock, request ?? {})
      },
      async (mock) => {
        await mock.admin.updateService(serviceId, { mock: { strictOwnership: true } })
        const alice = await mock.admin.mintToken(serviceId, { clientId: 1, subject: 'alice', grant: {} })
        const bob = await mock.admin.mintToken(serviceId, { clientId: 1, subject: 'bob', grant: {} })
        return gm(mock, { ...bob.request, grantId: alice.grantId ?? '' })
      },
    ],
  },
  'grant-id-encoded': {
    broken: [(mock) => queryUnknown(mock, 'a%2Fb', 'a%2Fb'), (mock) => queryUnknown(mock, '%41', '%41')],
    kept: [
      (mock) => queryUnknown(mock, '%41', '%2541'),
      (mock) => queryUnknown(mock, '%41'),
      (mock) => queryUnknown(mock, '100%', '100%'),
      async (mock) => {
        const grant = { grantId: 'a%2Fb' }
        const { request } = await mock.admin.mintToken(serviceId, { grant })
        return gm(mock, { ...request, htm: 'GET', htu: `${endpoint}/a%2Fb` })
      },
    ],
  },
  'token-with-scheme': {
    broken: [
      (mock) => gm(mock, { gmAction: 'QUERY', grantId: 'g', accessToken: 'DPoP x' }),
      (mock) => call(mock, 'auth/introspection', { token: 'bearer x' }),
    ],
    kept: [(mock) => gm(mock, { gmAction: 'QUERY', grantId: 'g', accessToken: 'Bearerx' })],
  },
  'refresh-token-as-access-token': {
    broken: [
      async (mock) => {
        const { clientId } = await mock.admin.mintToken(serviceId, {})
        const made = await call(mock, 'auth/token/create', {
          clientId,
          grantType: 'AUTHORIZATION_CODE',
          subject: 'alice',
        })
        const { refreshToken } = JSON.parse(made) as { refreshToken: string }
        return call(mock, 'auth/introspection', { token: refreshToken })
      },
    ],
    kept: [(mock) => call(mock, 'auth/introspection', { token: 'x' })],
  },
  'token-in-url': {
    broken: [
      (mock) => call(mock, 'auth/introspection?access_token=x', { token: 'x' }),
      async (mock) => {
        const { accessToken } = await mock.admin.mintToken(serviceId, {})
        await call(mock, 'auth/introspection', { token: accessToken })
        return mock.inject({
          method: 'DELETE',
          url: `/api/${serviceId}/auth/token/delete/${accessToken}`,
          headers: { authorization: `Bearer ${apiToken}` },
        })
      },
    ],
    kept: [
      async (mock) => {
        await mock.admin.mintToken(serviceId, {})
        const [token] = (await mock.admin.listTokens(serviceId)).accessTokens
        return mock.inject({
          method: 'DELETE',
          url: `/api/${serviceId}/auth/token/delete/${token?.sha256}?x=1`,
          headers: { authorization: `Bearer ${apiToken}` },
        })
      },
    ],
  },
  'organization-token': {
    broken: [
      async (mock) => {
        const organization = await mock.admin.createApiToken({ rights: ['ADMIN'] })
        return call(mock, 'gm', {}, { authorization: `Bearer ${organization.apiToken}` })
      },
    ],
    kept: [
      (mock) => gm(mock, {}),
      async (mock) => {
        const organization = await mock.admin.createApiToken({ rights: ['ADMIN'] })
        const headers = { authorization: `Bearer ${organization.apiToken}` }
        return mock.inject({ url: `/api/${serviceId}/service/get`, headers })
      },
    ],
  },
  'member-misspelt': {
    broken: [
      (mock) => call(mock, 'gm', { gmAction: 'QUERY', grant_id: 'g' }),
      (mock) => call(mock, 'gm', { gmAktion: 'QUERY', grantId: 'g' }),
    ],
    kept: [
      (mock) => call(mock, 'gm', { gmAction: 'QUERY', grantId: 'g', grant_id: 'g' }),
      (mock) =>
        mock.inject({
          url: `/api/${serviceId}/service/get`,
          headers: { authorization: `Bearer ${apiToken}` },
        }),
    ],
  },
  'member-unknown': {
    broken: [
      (mock) => call(mock, 'gm', { gmAction: 'QUERY', grantId: 'g', somethingElse: 1 }),
      (mock) => call(mock, 'gm', { gmAction: 'QUERY', grantId: 'g', ['x'.repeat(70)]: 1 }),
      (mock) => configure(mock, 'service/update', { somethingElse: 1 }),
    ],
    kept: [(mock) => configure(mock, 'service/update', { metadata: [{ key: 'somethingElse', value: '1' }] })],
  },
  'member-of-other-type': {
    broken: [
      (mock) => call(mock, 'gm', { gmAction: 'QUERY', grantId: 42, accessToken: 'x' }),
      (mock) => call(mock, 'auth/introspection', { token: 'x', scopes: [1] }),
      (mock) => call(mock, 'auth/token/create', { grantType: 'CLIENT_CREDENTIALS', clientId: '1' }),
    ],
    kept: [
      (mock) => call(mock, 'gm', { gmAction: 'QUERY', grantId: '42', accessToken: 'x' }),
      (mock) => call(mock, 'gm', { gmAction: 'QUERY', grantId: ['42'], accessToken: 'x' }),
      (mock) => call(mock, 'gm', { gmAction: 'QUERY', grantId: null, accessToken: 'x' }),
    ],
  },
  'property-without-effect': {
    broken: [
      (mock) => configure(mock, 'service/update', { hsmEnabled: true, federationJwks: '{}' }),
      (mock) => configure(mock, 'client/create', { entityId: 'https://rp.example.com' }),
      async (mock) => {
        await configure(mock, 'service/update', { hsmEnabled: true })
        await configure(mock, 'service/update', { hsmEnabled: true, nativeSsoSupported: true })
      },
      async (mock) => {
        await configure(mock, 'client/create', { entityId: 'https://rp.example.com' })
        await configure(mock, 'client/create', { entityId: 'https://rp.example.com' })
      },
    ],
    kept: [
      (mock) =>
        configure(mock, 'service/update', { hsmEnabled: false, federationJwks: '', trustAnchors: [] }),
      (mock) =>
        configure(mock, 'client/create', { pkceRequired: true, subjectType: 'PUBLIC', description: 'x' }),
      (mock) => configure(mock, 'service/update', { hsmEnabled: true, accessTokenDuration: -1 }),
      async (mock) => {
        await configure(mock, 'service/update', { hsmEnabled: true })
        await configure(mock, 'service/update', { hsmEnabled: true })
      },
    ],
  },
  'charset-not-utf-8': {
    broken: [(mock) => call(mock, 'gm', {}, { 'content-type': 'application/json; charset=ISO-8859-1' })],
    kept: [`"UTF-8"`, `'utf-8'`, 'utf8'].map(
      (charset) => (mock) => call(mock, 'gm', {}, { 'content-type': `application/json;charset=${charset}` }),
    ),
  },
  'scope-regex-unusable': {
    broken: [
      (mock) => changeScopes(mock, [{ name: 'a', attributes: [{ key: 'regex', value: '^a:.+*$' }] }]),
      (mock) => changeScopes(mock, [{ name: 'a', attributes: [{ key: 'regex', value: '(?=a)' }] }]),
    ],
    kept: [
      (mock) => changeScopes(mock, [{ name: 'a', attributes: [{ key: 'regex', value: '^a:.+$' }] }]),
      (mock) => changeScopes(mock, [{ name: 'a', attributes: [{ key: 'other', value: '(' }] }]),
      (mock) => changeScopes(mock, 'none'),
      (mock) => changeScopes(mock, undefined),
    ],
  },
}

function changeScopes(mock: TestMock, supportedScopes: unknown): Promise<unknown> {
  return configure(mock, 'service/update', { supportedScopes })
}
