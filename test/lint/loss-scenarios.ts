import { serviceId, type TestMock } from '../support/mock.ts'
import { makeClient, redirectUri, signingKeys } from './client-scenarios.ts'
import { call, configure, type RuleScenarios, type Scenario } from './scenario.ts'

interface Answer {
  readonly ticket: string
  readonly accessToken: string
  readonly [member: string]: unknown
}

async function ask(mock: TestMock, api: string, body: object): Promise<Answer> {
  return JSON.parse(await call(mock, api, body)) as Answer
}

const signsById = { idTokenSignAlg: 'ES256' }

/** A service with scopes and a key, and one of its clients. */
async function prepare(mock: TestMock, properties: object = {}, service: object = {}) {
  const supportedScopes = ['openid', 'a', 'b'].map((name) => ({ name }))
  await mock.admin.updateService(serviceId, { supportedScopes, jwks: signingKeys, ...service })
  const { clientId, clientSecret } = await makeClient(mock, { ...signsById, ...properties })
  return { clientId: String(clientId), clientSecret }
}

/** An authorization request, directly or pushed. */
const requests =
  (asked: object, properties: object = {}, service: object = {}, api = 'auth/authorization'): Scenario =>
  async (mock) => {
    const { clientId, clientSecret } = await prepare(mock, properties, service)
    return ask(mock, api, {
      ...(api === 'pushed_auth_req' && { clientId, clientSecret }),
      parameters: writeRequest(clientId, asked),
    })
  }

function writeRequest(clientId: string, asked: object): string {
  const parameters = { client_id: clientId, response_type: 'code', redirect_uri: redirectUri, ...asked }
  return new URLSearchParams(parameters).toString()
}

/** A request for scopes openid and a, and its issue to alice. */
const issues =
  (consent: object, scope = 'openid a', properties: object = {}): Scenario =>
  async (mock) => {
    const { clientId } = await prepare(mock, properties)
    const { ticket } = await ask(mock, 'auth/authorization', {
      parameters: writeRequest(clientId, { scope }),
    })
    return ask(mock, 'auth/authorization/issue', { ticket, subject: 'alice', ...consent })
  }

/** A token request of the client. */
const asksForToken =
  (asked: object, members: object = {}, properties: object = {}, service: object = {}): Scenario =>
  async (mock) => {
    const { clientId, clientSecret } = await prepare(mock, properties, service)
    const parameters = new URLSearchParams({ grant_type: 'client_credentials', ...asked }).toString()
    return ask(mock, 'auth/token', { clientId, clientSecret, parameters, ...members })
  }

const creates =
  (members: object): Scenario =>
  async (mock) => {
    const { clientId } = await prepare(mock)
    return ask(mock, 'auth/token/create', {
      clientId: Number(clientId),
      grantType: 'CLIENT_CREDENTIALS',
      ...members,
    })
  }

/** A token with properties, and its update. */
const updates =
  (change: object): Scenario =>
  async (mock) => {
    const { clientId } = await prepare(mock)
    const properties = [
      { key: 'one', value: '1' },
      { key: 'two', value: '2' },
      { key: 'empty', value: '' },
    ]
    const given = {
      clientId: Number(clientId),
      grantType: 'AUTHORIZATION_CODE',
      subject: 'alice',
      scopes: ['a'],
    }
    const { accessToken } = await ask(mock, 'auth/token/create', { ...given, properties })
    return ask(mock, 'auth/token/update', { accessToken, ...change })
  }

/** A client, and its update to what it is and these members; a member that is undefined is left out. */
const changesClient =
  (change: object, properties: object = {}): Scenario =>
  async (mock) => {
    const { clientId } = await prepare(mock, properties)
    const current = JSON.parse(
      await configure(mock, `client/update/${clientId}`, { ...whole, ...properties }),
    ) as object
    return configure(mock, `client/update/${clientId}`, { ...current, ...change })
  }

const whole = {
  clientName: 'RP',
  redirectUris: [redirectUri],
  tokenAuthMethod: 'CLIENT_SECRET_BASIC',
  ...signsById,
}

const passwordGrant = { grant_type: 'password', username: 'alice', password: 'p' }

/** For each rule about what is lost without an error. */
export const lossScenarios: Readonly<Record<string, RuleScenarios>> = {
  'scopes-dropped': {
    broken: [
      requests({ scope: 'a unknown' }),
      requests({ scope: 'unknown' }),
      requests({ scope: 'a b' }, { extension: { requestableScopesEnabled: true, requestableScopes: ['a'] } }),
      requests({ scope: 'a unknown' }, {}, {}, 'pushed_auth_req'),
      issues({ scopes: ['a', 'unknown'] }),
      issues({ scopes: ['a', 'openid'] }, 'a'),
      asksForToken({ scope: 'a unknown' }),
      asksForToken({ ...passwordGrant, scope: 'unknown' }),
      updates({ scopes: ['a', 'unknown'] }),
    ],
    kept: [
      requests({ scope: 'a b' }),
      requests({}),
      requests({ scope: 'unknown', prompt: 'unknown' }),
      issues({ scopes: ['a'] }),
      issues({ scopes: [] }),
      asksForToken({ scope: 'a a' }),
      updates({ scopes: ['b'] }),
      updates({}),
    ],
  },
  'members-wiped': {
    broken: [
      async (mock) => {
        await mock.admin.updateService(serviceId, { jwks: signingKeys })
        return configure(mock, 'service/update', { jwks: undefined })
      },
      (mock) =>
        configure(mock, 'service/update', { grantManagementEndpoint: undefined, issuer: 'https://other' }),
      changesClient({ clientName: undefined }),
      changesClient({ tokenAuthMethod: undefined }),
      changesClient({ clientType: undefined }, { clientType: 'PUBLIC', tokenAuthMethod: 'NONE' }),
      changesClient(
        { extension: { requestableScopesEnabled: true } },
        { extension: { requestableScopesEnabled: true, requestableScopes: ['a'] } },
      ),
      updates({ properties: [{ key: 'one', value: '9' }] }),
    ],
    kept: [
      (mock) => configure(mock, 'service/update', { grantManagementEndpoint: null }),
      (mock) =>
        configure(mock, 'service/update', { accessTokenDuration: -1, grantManagementEndpoint: undefined }),
      changesClient({}),
      changesClient({ clientName: '' }),
      updates({ properties: [] }),
      updates({ properties: [{ key: 'one', value: '9' }, { key: 'two' }] }),
    ],
  },
  'id-token-without-key': {
    broken: [
      requests({ scope: 'openid' }, {}, { jwks: null }),
      requests({ scope: 'openid' }, { idTokenSignAlg: 'RS256' }),
      requests({ scope: 'openid' }, { idTokenSignAlg: 'NONE' }, {}, 'pushed_auth_req'),
    ],
    kept: [
      requests({ scope: 'openid' }),
      requests({ scope: 'openid' }, { idTokenSignAlg: 'HS256' }),
      requests({ scope: 'a' }, {}, { jwks: null }),
    ],
  },
  'openid-missing': {
    broken: [
      requests({ scope: 'a', nonce: 'n' }),
      requests({ nonce: 'n' }, {}, {}, 'pushed_auth_req'),
      requests({ scope: 'a', claims: '{"id_token":{"acr":null}}' }),
    ],
    kept: [
      requests({ scope: 'openid a', nonce: 'n' }),
      requests({ scope: 'a', claims: '{"userinfo":{"name":null}}' }),
      requests({ scope: 'a', nonce: 'n', prompt: 'unknown' }),
      requests({ scope: 'a', nonce: 'n', unheard_of: 'x'.repeat(20_000) }),
    ],
  },
  'openid-without-user': {
    broken: [
      asksForToken({ scope: 'openid' }),
      creates({ scopes: ['openid'] }),
      async (mock) => {
        const { ticket } = (await asksForToken({ ...passwordGrant, scope: 'openid' })(mock)) as Answer
        return ask(mock, 'auth/token/issue', { ticket, subject: 'alice' })
      },
    ],
    kept: [
      asksForToken({ scope: 'a' }),
      creates({}),
      creates({ scopes: ['openid'], grantType: 'AUTHORIZATION_CODE', subject: 'alice' }),
    ],
  },
  'claims-dropped': {
    broken: [
      issues({ claims: '{"name":"Alice","sub":"other"}' }),
      issues({ jwtAtClaims: '{"scope":"b"}' }),
      creates({ jwtAtClaims: '{"a":1}' }),
      asksForToken({}, { jwtAtClaims: '{"iss":"x"}' }, {}, { accessTokenSignAlg: 'ES256' }),
      async (mock) => {
        const { accessToken: token } = (await creates({
          scopes: ['openid'],
          grantType: 'AUTHORIZATION_CODE',
          subject: 'alice',
        })(mock)) as Answer
        return ask(mock, 'auth/userinfo/issue', { token, claims: '{"sub":"other"}' })
      },
    ],
    kept: [
      issues({ claims: '{"name":"Alice"}', jwtAtClaims: '{"a":1}' }),
      issues({ claims: 'no JSON' }),
      asksForToken({}, { jwtAtClaims: '{"a":1}' }, {}, { accessTokenSignAlg: 'ES256' }),
      creates({ jwtAtClaims: '{}' }),
    ],
  },
  'properties-dropped': {
    broken: [
      issues({ properties: [{ key: 'scope', value: 'b' }] }),
      asksForToken(
        {},
        {
          properties: [
            { key: 'id_token', value: 'b' },
            { key: 'a', value: '1' },
          ],
        },
      ),
    ],
    kept: [
      issues({ properties: [{ key: 'scope', value: 'b', hidden: true }] }),
      asksForToken({}, { properties: [{ key: 'a', value: '1' }] }),
      asksForToken({}, { properties: ['scope'] }),
      asksForToken({}, { properties: [null] }),
    ],
  },
  'subject-dropped': {
    broken: [creates({ subject: 'alice' })],
    kept: [
      creates({ subject: '' }),
      creates({ subject: 'alice', grantType: 'AUTHORIZATION_CODE' }),
      creates({ subject: 'alice', scopes: ['unknown'] }),
    ],
  },
  'member-assigned': {
    broken: [
      (mock) => configure(mock, 'client/create', { clientId: 42, clientSecret: 'mine' }),
      changesClient({ clientSecret: 'mine' }),
      (mock) => configure(mock, 'service/update', { apiKey: 42 }),
    ],
    kept: [
      (mock) => configure(mock, 'client/create', { clientId: 0, clientSecret: '' }),
      (mock) => configure(mock, 'client/create', { clientId: 42, redirectUris: ['#'] }),
      (mock) => configure(mock, 'service/update', { apiKey: Number(serviceId) }),
    ],
  },
}
