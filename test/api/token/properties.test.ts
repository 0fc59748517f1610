import t, { type Test } from 'tap'
import { callApi } from '../../support/api.ts'
import { authorize, clientId, publicClientId } from '../../support/requests/authorize.ts'
import { serviceId, startTestMock, type TestMock } from '../../support/mock.ts'
import {
  basic,
  callToken,
  clientRequest,
  codeRequest,
  contentOf,
  getTokens,
  ownerRequest,
  readJwt,
  refreshRequest,
  requestToken,
  tokenWorld,
} from '../../support/requests/token.ts'

const start = (t: Test, service: object = {}, client: object = {}) =>
  startTestMock(t, { world: tokenWorld(service, client) })

async function isUsable(mock: TestMock, token: unknown): Promise<unknown> {
  return (await callApi(mock, 'POST', '/auth/introspection', { token })).body['action'] === 'OK'
}

async function create(mock: TestMock, order: object): Promise<Readonly<Record<string, unknown>>> {
  const body = { grantType: 'AUTHORIZATION_CODE', clientId, subject: 'alice', ...order }
  return (await callApi(mock, 'POST', '/auth/token/create', body)).body
}

const single = { singleAccessTokenPerSubject: true }

t.test(
  'a new access token ends those of the same subject and client, and their refresh tokens',
  async (t) => {
    for (const [service, client] of [
      [single, {}],
      [{}, single],
    ]) {
      const mock = await start(t, service, client)
      const first = await getTokens(mock)
      const second = await getTokens(mock)
      t.equal(await isUsable(mock, first.accessToken), false)
      t.match(await requestToken(mock, refreshRequest(first.refreshToken)), { resultCode: 'A053305' })
      t.equal(await isUsable(mock, second.accessToken), true)
      const { accessToken } = await create(mock, {})
      t.equal(await isUsable(mock, second.accessToken), false, 'by a token that was created')
      const { ticket } = await requestToken(mock, ownerRequest())
      const { accessToken: last } = await callToken(mock, '/issue', { ticket, subject: 'alice' })
      t.equal(await isUsable(mock, accessToken), false, 'by a password')
      t.equal(await isUsable(mock, last), true)
    }
  },
)

t.test('it ends those of nobody else', async (t) => {
  const mock = await start(t, single)
  const others = [
    await create(mock, { subject: 'bob' }),
    await create(mock, { clientId: publicClientId }),
    await requestToken(mock, clientRequest()),
  ]
  await create(mock, {})
  await requestToken(mock, clientRequest())
  for (const { accessToken } of others) t.equal(await isUsable(mock, accessToken), true)
  const client = await start(t, {}, single)
  const [one, two] = [
    await create(client, { clientId: publicClientId }),
    await create(client, { clientId: publicClientId }),
  ]
  t.strictSame(
    [await isUsable(client, one['accessToken']), await isUsable(client, two['accessToken'])],
    [true, true],
    'the property of another client says nothing of this one',
  )
})

t.test('a refresh ends what it goes back to, and nothing besides', async (t) => {
  const mock = await start(t)
  const other = await getTokens(mock)
  const { refreshToken } = await getTokens(mock)
  await mock.admin.updateService(serviceId, single)
  const refreshed = await requestToken(mock, refreshRequest(refreshToken))
  t.strictSame(
    [await isUsable(mock, other.accessToken), await isUsable(mock, refreshed.accessToken)],
    [true, true],
  )
})

t.test('what is refused ends nothing', async (t) => {
  const mock = await start(t, single)
  const { accessToken } = await create(mock, {})
  await create(mock, { clientId: publicClientId, subject: 'bob', accessToken: 'taken' })
  t.not((await create(mock, { accessToken: 'taken' }))['action'], 'OK')
  t.equal(await isUsable(mock, accessToken), true)
})

t.test(
  'an access token ends with its refresh token at the latest, where the service links them',
  async (t) => {
    const durations = { accessTokenDuration: 5000, refreshTokenDuration: 100 }
    const free = await getTokens(await start(t, durations))
    t.match(free, { accessTokenDuration: 5000, refreshTokenDuration: 100 })
    const mock = await start(t, { ...durations, tokenExpirationLinked: true, refreshTokenKept: true })
    const linked = await getTokens(mock)
    t.match(linked, { accessTokenDuration: 100, refreshTokenDuration: 100 })
    t.equal(linked['accessTokenExpiresAt'], linked['refreshTokenExpiresAt'])
    t.equal(contentOf(linked)['expires_in'], 100)
    mock.time.now += 60_500
    const refreshed = await requestToken(mock, refreshRequest(linked.refreshToken))
    t.match(refreshed, { accessTokenDuration: 39, accessTokenExpiresAt: linked['refreshTokenExpiresAt'] })
    const asked = await getTokens(mock, {}, {}, { ...basic, accessTokenDuration: 9000 })
    t.match(asked, { accessTokenDuration: 100 }, 'even where the call says otherwise')
    t.match(await create(mock, { accessTokenDuration: 9000 }), { expiresIn: 100 })
    t.match(
      await requestToken(mock, clientRequest()),
      { accessTokenDuration: 5000 },
      'without a refresh token',
    )
  },
)

t.test('a JWT says the end that it is linked to', async (t) => {
  const mock = await start(t, {
    accessTokenDuration: 5000,
    refreshTokenDuration: 100,
    tokenExpirationLinked: true,
    accessTokenSignAlg: 'ES256',
  })
  const { claims } = readJwt(contentOf(await getTokens(mock))['access_token'])
  t.equal(Number(claims['exp']) - Number(claims['iat']), 100)
})

t.test(
  'a refreshed access token has openid only with access offline, where the service drops it',
  async (t) => {
    for (const [drops, scope, expected] of [
      [true, 'openid accounts', ['accounts']],
      [true, 'openid accounts offline_access', ['accounts', 'offline_access', 'openid']],
      [false, 'openid accounts', ['accounts', 'openid']],
    ] as const) {
      const mock = await start(t, { openidDroppedOnRefreshWithoutOfflineAccess: drops })
      const { refreshToken } = await getTokens(mock, { scope, prompt: 'consent' })
      const refreshed = await requestToken(mock, refreshRequest(refreshToken))
      t.strictSame(refreshed['scopes'], expected, `${drops} ${scope}`)
      const narrowed = await requestToken(mock, refreshRequest(refreshed.refreshToken, { scope: 'openid' }))
      t.equal(narrowed.action, 'OK', 'the refresh token keeps it')
      t.strictSame(narrowed['scopes'], drops && !scope.includes('offline') ? undefined : ['openid'])
    }
  },
)

const missing = { missingClientIdAllowed: true }
const ofPublic = { client_id: String(publicClientId), scope: 'accounts' }

t.test('a public client may leave out its id where a code or refresh token tells it', async (t) => {
  const mock = await start(t, missing)
  const answer = await requestToken(mock, codeRequest(await authorize(mock, ofPublic), {}, {}))
  t.match(answer, { action: 'OK', clientId: publicClientId })
  const refreshed = await requestToken(mock, refreshRequest(answer.refreshToken, {}, {}))
  t.match(refreshed, { action: 'OK', clientId: publicClientId })
  const empty = await requestToken(mock, refreshRequest(refreshed.refreshToken, { client_id: '' }, {}))
  t.match(empty, { resultCode: 'A048302' }, 'an empty id is not left out')
})

t.test('nobody else may', async (t) => {
  const strict = await start(t)
  const ofStrict = codeRequest(await authorize(strict, ofPublic), {}, {})
  const unidentified = await requestToken(strict, ofStrict)
  t.equal(unidentified.action, 'BAD_REQUEST')
  const mock = await start(t, missing)
  const code = await authorize(mock, ofPublic)
  for (const [what, request] of Object.entries({
    'a confidential client': codeRequest(await authorize(mock), {}, {}),
    'a confidential client that refreshes': refreshRequest((await getTokens(mock)).refreshToken, {}, {}),
    'an unknown code': codeRequest('unknown', {}, {}),
    'no code': codeRequest('', { code: undefined }, {}),
    'an unknown refresh token': refreshRequest('unknown', {}, {}),
    'no refresh token': refreshRequest(undefined, {}, {}),
    'a client that acts for itself': clientRequest({}, {}),
    'a client that says a secret': codeRequest(code, {}, { clientSecret: 'x' }),
  })) {
    t.equal((await requestToken(mock, request)).resultCode, unidentified.resultCode, what)
  }
  const other = await requestToken(mock, codeRequest(code, { client_id: '9' }, {}))
  t.not(other.action, 'OK', 'who names another client is not helped')
  t.match(await requestToken(mock, codeRequest(code, {}, {})), { action: 'OK' }, 'the code is still good')
})

t.test('a refresh ends no other token, also where a subject is to have one', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  const first = await getTokens(mock)
  const second = await getTokens(mock)
  await mock.admin.updateService(serviceId, { singleAccessTokenPerSubject: true })
  t.equal((await requestToken(mock, refreshRequest(first.refreshToken))).action, 'OK')
  const { body } = await callApi(mock, 'POST', '/auth/introspection', { token: second.accessToken })
  t.equal(body['usable'], true)
})
