import fc from 'fast-check'
import { decodeJwt } from 'jose'
import t from 'tap'
import { callApi } from '../../support/api.ts'
import { serviceId, startOfTests, startTestMock, type TestMock } from '../../support/mock.ts'
import { hash } from '../../support/requests/proof.ts'
import { createToken, makeKeySet, startOnDisk, tokenWorld } from '../../support/requests/tokens.ts'

type Body = Readonly<Record<string, unknown>>

const start = (t: Parameters<typeof startTestMock>[0]) => startTestMock(t, { world: tokenWorld })

async function create(mock: TestMock, order: object): Promise<Body> {
  const body = { grantType: 'AUTHORIZATION_CODE', clientId: 1, subject: 'alice', ...order }
  return (await callApi<Body>(mock, 'POST', '/auth/token/create', body)).body
}

async function introspect(mock: TestMock, token: unknown): Promise<Body> {
  return (await callApi<Body>(mock, 'POST', '/auth/introspection', { token })).body
}

t.test('a token is made with what service and scopes say, and told alphabetically', async (t) => {
  const mock = await start(t)
  const answer = await create(mock, { scopes: ['openid', 'profile', 'openid'] })
  const { accessToken, refreshToken } = answer
  t.match(accessToken, /^[\w-]{43}$/)
  t.match(refreshToken, /^[\w-]{43}$/)
  t.strictSame(answer, {
    resultCode: 'A109001',
    resultMessage: '[A109001] An access token was created successfully: authorization_code, client = 1',
    accessToken,
    action: 'OK',
    clientId: 1,
    clientIdentifier: '1',
    expiresAt: startOfTests + 60_000,
    expiresIn: 60,
    forExternalAttachment: false,
    grantType: 'AUTHORIZATION_CODE',
    refreshToken,
    scopes: ['openid', 'profile'],
    subject: 'alice',
    tokenId: hash(String(accessToken)),
    tokenType: 'Bearer',
  })
})

t.test('a token is made as the call says', async (t) => {
  const mock = await start(t)
  const properties = [{ key: 'session', value: '7', hidden: true }]
  const authorizationDetails = { elements: [{ type: 'payment', identifier: 'i', privileges: ['read'] }] }
  const [element] = authorizationDetails.elements
  const answer = await create(mock, {
    accessToken: 'my access token',
    refreshToken: 'my refresh token',
    accessTokenDuration: 60,
    refreshTokenDuration: 120,
    properties,
    authorizationDetails: { elements: [{ ...element, otherFields: '' }] },
    dpopKeyThumbprint: 'j'.repeat(43),
  })
  t.match(answer, {
    accessToken: 'my access token',
    refreshToken: 'my refresh token',
    expiresAt: startOfTests + 60_000,
    expiresIn: 60,
    properties,
    authorizationDetails,
    tokenType: 'DPoP',
  })
  const { refreshTokens } = await mock.admin.listTokens(serviceId)
  t.match(refreshTokens, [{ sha256: hash('my refresh token'), expiresAt: startOfTests + 120_000 }])
})

t.test('what Java sends for nothing is nothing', async (t) => {
  const mock = await start(t)
  const nothing = {
    accessTokenDuration: 0,
    refreshTokenDuration: 0,
    authTime: 0,
    accessToken: null,
    refreshToken: '',
    acr: '',
    certificateThumbprint: '',
    dpopKeyThumbprint: '',
    clientIdAliasUsed: false,
    accessTokenPersistent: false,
    scopes: null,
    resources: [],
    properties: [],
    clientIdentifier: '',
    authorizationDetails: { elements: null },
  }
  const { accessToken, ...answer } = await create(mock, nothing)
  t.match(answer, { action: 'OK', expiresIn: 3600, tokenType: 'Bearer' })
  t.equal(answer['scopes'], undefined)
  const told = await introspect(mock, accessToken)
  t.same(
    ['acr', 'authTime', 'certificateThumbprint', 'resources', 'properties'].map((name) => told[name]),
    [undefined, 0, undefined, undefined, undefined],
  )
})

const grants = [
  ['AUTHORIZATION_CODE', true],
  ['IMPLICIT', false],
  ['PASSWORD', true],
  ['CLIENT_CREDENTIALS', false],
  ['CIBA', true],
  ['DEVICE_CODE', true],
  ['TOKEN_EXCHANGE', true],
  ['JWT_BEARER', true],
  ['PRE_AUTHORIZED_CODE', true],
] as const

for (const [grantType, refreshable] of grants) {
  t.test(`a token as if by ${grantType} ${refreshable ? 'has' : 'has no'} refresh token`, async (t) => {
    const mock = await start(t)
    const { accessToken, refreshToken, ...answer } = await create(mock, { grantType })
    t.match(answer, {
      action: 'OK',
      grantType,
      resultMessage: `successfully: ${grantType.toLowerCase()}, client`,
    })
    t.equal(refreshToken !== undefined, refreshable)
    t.equal(answer['subject'], grantType === 'CLIENT_CREDENTIALS' ? undefined : 'alice')
    t.match(await introspect(mock, accessToken), { grantType, refreshable })
  })
}

t.test('there is no refresh token where the service does not refresh', async (t) => {
  const mock = await start(t)
  await mock.admin.updateService(serviceId, { supportedGrantTypes: ['AUTHORIZATION_CODE'] })
  t.equal((await create(mock, {}))['refreshToken'], undefined)
})

t.test('a subject is needed by every grant but two, and has at most 100 ASCII characters', async (t) => {
  const mock = await start(t)
  t.match(await create(mock, { subject: 'a'.repeat(100) }), { action: 'OK' })
  t.match(await create(mock, { grantType: 'JWT_BEARER', subject: undefined }), { action: 'OK' })
  t.match(await create(mock, { grantType: 'CLIENT_CREDENTIALS', subject: undefined }), { action: 'OK' })
  t.match(await create(mock, { grantType: 'DEVICE_CODE', subject: undefined }), { resultCode: 'A105201' })
  t.match(await create(mock, { subject: 'a\nb' }), { resultCode: 'A105203' })
})

t.test('a client is named by its id or its alias, the identifier first', async (t) => {
  const mock = await start(t)
  t.match(await create(mock, { clientId: undefined, clientIdentifier: 'bank' }), { clientId: 1 })
  t.match(await create(mock, { clientId: 1, clientIdentifier: '3' }), { clientId: 3 })
  t.match(await create(mock, { clientId: undefined }), {
    resultMessage: '[A107201] No client has the client ID (0).',
  })
})

t.test('an alias counts as used only where the client may use it', async (t) => {
  const mock = await start(t)
  const { apiToken } = await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })
  const made = { clientIdAliasEnabled: false }
  const { body } = await callApi(mock, 'POST', '/client/create', made, apiToken)
  for (const [clientId, used] of [
    [1, true],
    [3, true],
    [body['clientId'], false],
  ]) {
    const { accessToken } = await create(mock, { clientId, clientIdAliasUsed: true })
    t.equal((await introspect(mock, accessToken))['clientIdAliasUsed'], used)
  }
})

t.test('a token that is not to expire lasts a hundred years', async (t) => {
  const mock = await start(t)
  const { accessToken, expiresIn } = await create(mock, {
    accessTokenPersistent: true,
    accessTokenDuration: 5,
  })
  t.equal(expiresIn, 3_155_760_000)
  mock.time.now += 3_000_000_000_000
  t.match(await introspect(mock, accessToken), { action: 'OK' })
})

t.test(
  'an access token is a JWT where the service signs them, unless the call names its value',
  async (t) => {
    const mock = await start(t)
    await mock.admin.updateService(serviceId, {
      accessTokenSignAlg: 'ES256',
      jwks: await makeKeySet(['ES256']),
    })
    const jwtAtClaims = '{"tenant":"a","sub":"mallory"}'
    const { accessToken, jwtAccessToken } = await create(mock, { jwtAtClaims, scopes: ['openid'] })
    t.match(accessToken, /^[\w-]{43}$/)
    t.match(decodeJwt(String(jwtAccessToken)), {
      jti: accessToken,
      sub: 'alice',
      tenant: 'a',
      client_id: '1',
      scope: 'openid',
    })
    const opaque = await create(mock, { accessToken: 'mine' })
    t.equal(opaque['accessToken'], 'mine')
    t.equal(opaque['jwtAccessToken'], undefined)
    t.match(await create(mock, { jwtAtClaims: '[]' }), { resultCode: 'A108205' })
  },
)

t.test('other fields of authorization details do not stand in for their own members', async (t) => {
  const mock = await start(t)
  const otherFields = '{"type":"forged","locations":["forged"],"amount":1}'
  const locations = ['https://rs.example.com']
  const element = { type: 'payment', locations, otherFields }
  const { accessToken } = await create(mock, { authorizationDetails: { elements: [element] } })
  const told = { elements: [{ type: 'payment', locations, otherFields: '{"amount":1}' }] }
  t.strictSame((await introspect(mock, accessToken))['authorizationDetails'], told)
})

t.test(
  'members of authorization details that have another form than the standard’s are other fields',
  async (t) => {
    const { mock, sql } = await startOnDisk(t)
    const { accessToken } = await create(mock, {})
    const details = {
      authorizationDetails: [{ type: 'payment', locations: 'here', identifier: 1, actions: [1] }],
    }
    sql(`UPDATE access_tokens SET details = '${JSON.stringify(details)}'`)
    t.strictSame((await introspect(mock, accessToken))['authorizationDetails'], {
      elements: [{ type: 'payment', otherFields: '{"locations":"here","identifier":1,"actions":[1]}' }],
    })
  },
)

t.test('of equal values at once exactly one is taken', async (t) => {
  const mock = await start(t)
  const calls = Array.from({ length: 20 }, () => create(mock, { accessToken: 'mine' }))
  const codes = (await Promise.all(calls)).map(({ resultCode }) => resultCode)
  t.equal(codes.filter((code) => code === 'A109001').length, 1)
  t.equal(codes.filter((code) => code === 'A144201').length, 19)
})

t.test('a service that is reset meanwhile has no place for new tokens', async (t) => {
  const { mock, sql } = await startOnDisk(t)
  sql(
    `CREATE TRIGGER over BEFORE INSERT ON generations BEGIN SELECT RAISE(IGNORE); END; UPDATE generations SET abandoned = 1`,
  )
  t.match(await create(mock, {}), { resultCode: 'A108101', action: 'INTERNAL_SERVER_ERROR' })
})

t.test('whatever is ordered is made or refused by one of the codes, and what is made works', async (t) => {
  const mock = await start(t)
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 150 }), fc.constant('alice'))
  const ordered = fc.record(
    {
      subject: text,
      scopes: fc.array(fc.constantFrom('openid', 'profile', 'payments'), { maxLength: 3 }),
      grantType: fc.constantFrom(...grants.map(([grantType]) => grantType)),
      accessTokenDuration: fc.integer({ min: -10, max: 4_000_000_000 }),
      accessTokenPersistent: fc.boolean(),
      acr: text,
      authTime: fc.integer({ min: -1_000_000_000_000, max: 253_402_300_799 }),
      properties: fc.array(fc.record({ key: text, value: text }), { maxLength: 3 }),
    },
    { requiredKeys: ['grantType'] },
  )
  await fc.assert(
    fc.asyncProperty(ordered, async (order) => {
      const { resultCode, accessToken } = await create(mock, order)
      t.match(resultCode, /^A(109001|10520[123]|106201)$/)
      if (accessToken === undefined) return
      t.match(await introspect(mock, accessToken), { action: 'OK' })
    }),
    { numRuns: 100 },
  )
})

t.test('tokens for tests are made', async (t) => {
  await t.rejects(createToken(await start(t), { clientId: 99 }), { message: /^\[A107201\]/ })
})
