import fc from 'fast-check'
import t, { type Test } from 'tap'
import { callApi } from '../../support/api.ts'
import { clientId } from '../../support/requests/authorize.ts'
import { serviceId, startOfTests, startTestMock, type TestMock } from '../../support/mock.ts'
import {
  basic,
  callToken,
  clientRequest,
  contentOf,
  getTokens,
  ownerRequest,
  readJwt,
  refreshRequest,
  requestToken,
  tokenWorld,
  type TokenAnswer,
} from '../../support/requests/token.ts'

type Durations = Readonly<Record<'access_token' | 'refresh_token' | 'id_token', unknown>>

const scopeOf = (name: string, durations: Partial<Durations>) => ({
  name,
  attributes: Object.entries(durations).map(([token, value]) => ({ key: `${token}.duration`, value })),
})

const supportedScopes = [
  scopeOf('openid', { id_token: '500' }),
  scopeOf('accounts', { access_token: '300', refresh_token: '3000', id_token: '700' }),
  scopeOf('payments', { access_token: '200', refresh_token: '2000' }),
  { name: 'email' },
]

const start = (t: Test, service: object = {}, client: object = {}) =>
  startTestMock(t, { world: tokenWorld({ supportedScopes, ...service }, client) })

interface Lives {
  readonly access: unknown
  readonly refresh?: unknown
  readonly id?: number
}

/** How long tokens last, as every member that tells it says. */
function livesOf(t: Test, mock: TestMock, answer: TokenAnswer): Lives {
  const { accessTokenDuration: access, refreshTokenDuration: refresh, idToken } = answer
  const content = contentOf(answer)
  t.equal(content['expires_in'], access)
  t.equal(answer['accessTokenExpiresAt'], mock.time.now + Number(access) * 1000)
  const jwt = content['id_token'] ?? idToken
  const { exp, iat } = jwt === undefined ? {} : readJwt(jwt).claims
  return {
    access,
    ...(refresh !== 0 && { refresh }),
    ...(jwt !== undefined && { id: Number(exp) - Number(iat) }),
  }
}

t.test('a code brings tokens that last as long as the shortest of service, client and scopes', async (t) => {
  const service = { accessTokenDuration: 250, refreshTokenDuration: 2500, idTokenDuration: 600 }
  for (const [scope, extension, lives] of [
    ['openid email', {}, { access: 250, refresh: 2500, id: 500 }],
    ['openid accounts', {}, { access: 250, refresh: 2500, id: 500 }],
    ['openid accounts payments', {}, { access: 200, refresh: 2000, id: 500 }],
    [
      'openid accounts payments',
      { accessTokenDuration: 100, refreshTokenDuration: 1000, idTokenDuration: 50 },
      { access: 100, refresh: 1000, id: 50 },
    ],
    [
      'openid payments',
      { accessTokenDuration: 230, refreshTokenDuration: 2300, idTokenDuration: 900 },
      { access: 200, refresh: 2000, id: 500 },
    ],
  ] as const) {
    const mock = await start(t, service, { extension })
    t.strictSame(livesOf(t, mock, await getTokens(mock, { scope })), lives, scope)
  }
})

t.test('a call that says how long a token lasts says more than scopes do', async (t) => {
  const mock = await start(t)
  const members = { ...basic, accessTokenDuration: 9000, refreshTokenDuration: 90_000 }
  const answer = await getTokens(mock, { scope: 'payments' }, {}, members)
  t.strictSame(livesOf(t, mock, answer), { access: 9000, refresh: 90_000 })
  const early = await getTokens(mock, { scope: 'payments' }, { accessTokenDuration: 8000 })
  t.strictSame(livesOf(t, mock, early), { access: 8000, refresh: 2000 })
})

t.test('a refreshed token lasts as its own scopes say, and its refresh token as all of them', async (t) => {
  const mock = await start(t)
  const { refreshToken } = await getTokens(mock, { scope: 'email accounts payments' })
  mock.time.now += 1_000
  const narrowed = await requestToken(mock, refreshRequest(refreshToken, { scope: 'email accounts' }))
  t.strictSame(livesOf(t, mock, narrowed), { access: 300, refresh: 2000 })
  const whole = await requestToken(mock, refreshRequest(narrowed.refreshToken))
  t.strictSame(livesOf(t, mock, whole), { access: 200, refresh: 2000 })
})

t.test('a client that acts for itself gets what its scopes allow', async (t) => {
  const mock = await start(t)
  const answer = await requestToken(mock, clientRequest({ scope: 'payments email' }))
  t.strictSame(livesOf(t, mock, answer), { access: 200 })
})

t.test('so do tokens of a resource owner', async (t) => {
  const mock = await start(t)
  const { ticket } = await requestToken(mock, ownerRequest({ scope: 'accounts' }))
  const answer = await callToken(mock, '/issue', { ticket, subject: 'alice' })
  t.strictSame(livesOf(t, mock, answer), { access: 300, refresh: 3000 })
})

t.test('so do tokens that the authorization server has made', async (t) => {
  const mock = await start(t)
  const create = async (order: object) => {
    const body = { grantType: 'AUTHORIZATION_CODE', clientId, subject: 'alice', ...order }
    return (await callApi(mock, 'POST', '/auth/token/create', body)).body
  }
  const made = await create({ scopes: ['accounts', 'payments'] })
  t.match(made, { expiresIn: 200, expiresAt: startOfTests + 200_000 })
  const { body } = await callApi(mock, 'POST', '/auth/token/update', { accessToken: made['accessToken'] })
  t.match(body, { refreshTokenExpiresAt: startOfTests + 2_000_000 })
  t.match(await create({ scopes: ['accounts'], accessTokenDuration: 4000 }), { expiresIn: 4000 })
})

t.test('a minted token lasts as long as service and scopes allow', async (t) => {
  const mock = await start(t)
  const { expiresAt } = await mock.admin.mintToken(serviceId, { scopes: ['accounts', 'payments'] })
  t.equal(expiresAt, startOfTests + 200_000)
  const asked = await mock.admin.mintToken(serviceId, { scopes: ['accounts'], expiresInSeconds: 9000 })
  t.equal(asked.expiresAt, startOfTests + 9_000_000)
})

t.test('an attribute counts where it writes a whole positive number in decimal digits', async (t) => {
  for (const [value, expected] of [
    ['60', 60],
    ['0060', 60],
    ['0', 3600],
    ['-60', 3600],
    ['+60', 3600],
    ['60.5', 3600],
    ['6e1', 3600],
    ['0x3c', 3600],
    [' 60 ', 3600],
    ['٦٠', 3600],
    ['sixty', 3600],
    ['', 3600],
    ['9'.repeat(15), 3600],
    ['9'.repeat(400), 3600],
  ] as const) {
    const mock = await start(t, { supportedScopes: [scopeOf('accounts', { access_token: value })] })
    const answer = await requestToken(mock, clientRequest({ scope: 'accounts' }))
    t.equal(answer['accessTokenDuration'], expected, value)
  }
})

t.test('no attribute makes a token last longer, or no time at all', async (t) => {
  const values = fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String))
  const keys = fc.constantFrom('access_token.duration', 'refresh_token.duration', 'x')
  const attributes = fc.array(fc.record({ key: keys, value: values }, { requiredKeys: [] }), { maxLength: 4 })
  const mock = await start(t, { accessTokenDuration: 100 })
  await fc.assert(
    fc.asyncProperty(attributes, async (of) => {
      await mock.admin.updateService(serviceId, { supportedScopes: [{ name: 'accounts', attributes: of }] })
      const answer = await requestToken(mock, clientRequest({ scope: 'accounts' }))
      const seconds = Number(answer['accessTokenDuration'])
      return Number.isInteger(seconds) && seconds > 0 && seconds <= 100
    }),
    { numRuns: 50 },
  )
})
