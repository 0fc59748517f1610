import t from 'tap'
import { callApi } from '../../support/api.ts'
import { serviceId, startOfTests, startTestMock, type TestMock } from '../../support/mock.ts'
import { hash } from '../../support/requests/proof.ts'
import { createToken, startOnDisk, tokenWorld } from '../../support/requests/tokens.ts'

type Body = Readonly<Record<string, unknown>>

const start = (t: Parameters<typeof startTestMock>[0]) => startTestMock(t, { world: tokenWorld })

async function update(mock: TestMock, request: object): Promise<Body> {
  return (await callApi<Body>(mock, 'POST', '/auth/token/update', request)).body
}

async function introspect(mock: TestMock, token: unknown): Promise<Body> {
  return (await callApi<Body>(mock, 'POST', '/auth/introspection', { token })).body
}

t.test('what a call does not name stays as it is', async (t) => {
  const mock = await start(t)
  const properties = [{ hidden: false, key: 'a', value: 'b' }]
  const authorizationDetails = { elements: [{ type: 'payment' }] }
  const { accessToken } = await createToken(mock, { scopes: ['openid'], properties, authorizationDetails })
  const before = await introspect(mock, accessToken)
  const zero = { accessTokenExpiresAt: 0, refreshTokenExpiresAt: 0, accessTokenPersistent: false }
  t.strictSame(
    await update(mock, { accessToken, ...zero, certificateThumbprint: '', dpopKeyThumbprint: '' }),
    {
      resultCode: 'A135001',
      resultMessage: '[A135001] Updated the access token successfully.',
      accessToken,
      accessTokenExpiresAt: startOfTests + 3_600_000,
      action: 'OK',
      authorizationDetails,
      forExternalAttachment: false,
      properties,
      refreshTokenExpiresAt: startOfTests + 864_000_000,
      scopes: ['openid'],
      tokenId: hash(accessToken),
      tokenType: 'Bearer',
    },
  )
  t.strictSame(await introspect(mock, accessToken), before)
})

t.test('what a call names is changed, also on the refresh token where it concerns that', async (t) => {
  const mock = await start(t)
  const { accessToken, refreshToken } = await createToken(mock, { scopes: ['openid'] })
  const properties = [{ key: 'a', value: 'b', hidden: true }]
  const authorizationDetails = { elements: [{ type: 'account' }] }
  const change = {
    accessTokenExpiresAt: startOfTests + 5000,
    refreshTokenExpiresAt: startOfTests + 9000,
    scopes: ['profile', 'payments'],
    properties,
    authorizationDetails,
    certificateThumbprint: 'x'.repeat(43),
    dpopKeyThumbprint: 'j'.repeat(43),
  }
  t.match(await update(mock, { accessToken, ...change }), {
    accessTokenExpiresAt: startOfTests + 5000,
    refreshTokenExpiresAt: startOfTests + 9000,
    scopes: ['profile'],
    properties,
    authorizationDetails,
    tokenType: 'DPoP',
  })
  const { accessTokens, refreshTokens } = await mock.admin.listTokens(serviceId)
  t.match(accessTokens, [{ cnf: { jkt: 'j'.repeat(43), 'x5t#S256': 'x'.repeat(43) }, scopes: ['profile'] }])
  t.match(refreshTokens, [{ expiresAt: startOfTests + 9000 }])
  const asked = { parameters: `token=${refreshToken}`, withHiddenProperties: true }
  const { body } = await callApi<Body>(mock, 'POST', '/auth/introspection/standard', asked)
  t.match(JSON.parse(String(body['responseContent'])), { active: true, a: 'b' })
})

t.test('scopes that the client may not have are passed over', async (t) => {
  const [service] = tokenWorld.services
  const extension = { requestableScopesEnabled: true, requestableScopes: ['openid'] }
  const clients = [{ clientId: 1, extension }]
  const mock = await startTestMock(t, { world: { services: [{ serviceId, ...service, clients }] } })
  const { accessToken } = await createToken(mock)
  t.strictSame((await update(mock, { accessToken, scopes: ['openid', 'profile'] }))['scopes'], ['openid'])
  t.equal((await update(mock, { accessToken, scopes: [] }))['scopes'], undefined)
})

t.test('a token is named by its refresh token as well, after its own value and hash', async (t) => {
  const mock = await start(t)
  const { accessToken, refreshToken } = await createToken(mock, { scopes: ['openid'] })
  const other = await createToken(mock)
  const named = (name: object, accessTokenExpiresAt: number) =>
    update(mock, { ...name, accessTokenExpiresAt })
  const answer = await named({ refreshToken }, startOfTests + 1000)
  t.match(answer, { action: 'OK', accessTokenExpiresAt: startOfTests + 1000, tokenId: hash(accessToken) })
  t.notOk('accessToken' in answer, 'whoever names the refresh token is not told the access token')
  t.match(await named({ refreshTokenHash: hash(refreshToken) }, startOfTests + 2000), {
    tokenId: hash(accessToken),
    accessTokenExpiresAt: startOfTests + 2000,
  })
  const all = {
    accessToken: '',
    accessTokenHash: hash(other.accessToken),
    refreshToken,
    refreshTokenHash: 'nobody',
  }
  t.match(await named(all, startOfTests + 3000), { tokenId: hash(other.accessToken) })
  t.match(await named({ refreshToken, refreshTokenHash: hash(other.refreshToken) }, 0), {
    tokenId: hash(accessToken),
  })
  for (const stranger of [{ refreshToken: accessToken }, { refreshTokenHash: refreshToken }]) {
    t.match(await update(mock, stranger), { resultCode: 'A134206', action: 'NOT_FOUND' })
  }
  t.match(await update(mock, { refreshToken, accessTokenValueUpdated: true }), {
    action: 'OK',
    accessToken: String,
  })
  t.match(await introspect(mock, accessToken), { existent: false })
  t.match(await named({ refreshToken }, startOfTests + 1000), { action: 'OK' })
})

t.test('a token is named by its hash as well, and the value counts first', async (t) => {
  const mock = await start(t)
  const { accessToken: one } = await createToken(mock)
  const { accessToken: two } = await createToken(mock)
  const byHash = await update(mock, { accessTokenHash: hash(one), accessTokenExpiresAt: startOfTests + 1000 })
  t.match(byHash, { action: 'OK', tokenId: hash(one) })
  t.equal(byHash['accessToken'], undefined, 'the value is not known')
  t.match(await update(mock, { accessToken: two, accessTokenHash: hash(one) }), { tokenId: hash(two) })
})

t.test('a token without a refresh token has none to change', async (t) => {
  const mock = await start(t)
  const { accessToken } = await createToken(mock, { grantType: 'IMPLICIT' })
  const answer = await update(mock, { accessToken, refreshTokenExpiresAt: startOfTests + 1000 })
  t.equal(answer['refreshTokenExpiresAt'], 0)
})

t.test('a refresh token that is gone is not told of', async (t) => {
  const { mock, sql } = await startOnDisk(t)
  const { accessToken } = await createToken(mock)
  sql('DELETE FROM refresh_tokens')
  const answer = await update(mock, { accessToken })
  t.match(answer, { action: 'OK' })
  t.equal(answer['refreshTokenExpiresAt'], 0)
})

t.test('the shortest duration of the new scopes moves the ends, where the call wants that', async (t) => {
  const mock = await start(t)
  const { accessToken } = await createToken(mock)
  const follow = {
    accessTokenExpiresAtUpdatedOnScopeUpdate: true,
    refreshTokenExpiresAtUpdatedOnScopeUpdate: true,
  }
  const hour = startOfTests + 3_600_000
  const tenDays = startOfTests + 864_000_000
  const ends = async (change: object) => {
    const answer = await update(mock, { accessToken, ...change })
    return [answer['accessTokenExpiresAt'], answer['refreshTokenExpiresAt']]
  }
  t.same(await ends({ scopes: ['profile', 'accounts'] }), [hour, tenDays], 'it does not')
  t.same(await ends(follow), [hour, tenDays], 'the scopes do not change')
  t.same(await ends({ ...follow, scopes: ['openid'] }), [hour, tenDays], 'the scope says nothing')
  const profile = { ...follow, scopes: ['openid', 'profile'] }
  t.same(await ends(profile), [startOfTests + 60_000, tenDays])
  const both = { ...follow, scopes: ['profile', 'accounts'] }
  t.same(await ends(both), [startOfTests + 30_000, startOfTests + 300_000])
  const given = { accessTokenExpiresAt: startOfTests + 1000, refreshTokenExpiresAt: startOfTests + 2000 }
  t.same(await ends({ ...both, ...given }), [startOfTests + 1000, startOfTests + 2000], 'the call says it')
})

t.test('no end lies after the year 9999', async (t) => {
  const mock = await start(t)
  const { accessToken } = await createToken(mock)
  const last = 253_402_300_799_999
  for (const member of ['accessTokenExpiresAt', 'refreshTokenExpiresAt']) {
    for (const end of [last + 1, 1e18, 1e19, 1e300]) {
      const { status, body } = await callApi(mock, 'POST', '/auth/token/update', {
        accessToken,
        [member]: end,
      })
      t.match({ status, body }, { status: 400, body: { resultCode: 'A126202' } }, `${member} ${end}`)
    }
    const told = { action: 'OK', [member]: last - 999 }
    t.match(await update(mock, { accessToken, [member]: last }), told)
  }
  const authTime = Math.floor(last / 1000) + 1
  const refused = await callApi(mock, 'POST', '/auth/token/create', { authTime })
  t.match(refused, { status: 400, body: { resultCode: 'A126202' } })
  const attributes = ['access_token', 'refresh_token'].map((kind) => ({
    key: `${kind}.duration`,
    value: '9007199254740991',
  }))
  await mock.admin.updateService(serviceId, { supportedScopes: [{ name: 'profile', attributes }] })
  const aHundredYears = startOfTests + 3_155_760_000_000
  t.match(
    await update(mock, {
      accessToken,
      scopes: ['profile'],
      accessTokenExpiresAtUpdatedOnScopeUpdate: true,
      refreshTokenExpiresAtUpdatedOnScopeUpdate: true,
    }),
    { accessTokenExpiresAt: aHundredYears, refreshTokenExpiresAt: aHundredYears },
  )
})

t.test('durations of scopes that are no numbers of seconds are passed over', async (t) => {
  const mock = await start(t)
  const { accessToken } = await createToken(mock)
  const attributes = ['', '0', '-5', 'x', '1.5'].map((value) => ({ key: 'access_token.duration', value }))
  await mock.admin.updateService(serviceId, {
    supportedScopes: [{ name: 'profile', attributes }, { name: 'openid' }],
  })
  const change = { scopes: ['profile', 'openid'], accessTokenExpiresAtUpdatedOnScopeUpdate: true }
  t.match(await update(mock, { accessToken, ...change }), { accessTokenExpiresAt: startOfTests + 3_600_000 })
})

t.test('a token that is not to expire lasts a hundred years from now', async (t) => {
  const mock = await start(t)
  const { accessToken } = await createToken(mock)
  const change = { accessTokenPersistent: true, accessTokenExpiresAt: startOfTests + 1000 }
  const hundredYears = startOfTests + 3_155_760_000_000
  t.match(await update(mock, { accessToken, ...change }), { accessTokenExpiresAt: hundredYears })
})

t.test('a token gets a new value, and the old one is unknown from then on', async (t) => {
  const mock = await start(t)
  const { accessToken } = await createToken(mock, { scopes: ['openid'] })
  const { accessToken: renewed, tokenId } = await update(mock, { accessToken, accessTokenValueUpdated: true })
  t.match(renewed, /^[\w-]{43}$/)
  t.equal(tokenId, hash(String(renewed)))
  t.match(await introspect(mock, accessToken), { resultCode: 'A057302' })
  t.match(await introspect(mock, renewed), { action: 'OK', scopes: ['openid'], refreshable: true })
})

t.test('a token that somebody ends while it is being changed is not found', async (t) => {
  const { mock, sql } = await startOnDisk(t)
  const { accessToken } = await createToken(mock)
  const calls = [
    update(mock, { accessToken, accessTokenValueUpdated: true }),
    update(mock, { accessToken, accessTokenValueUpdated: true }),
  ]
  const codes = (await Promise.all(calls)).map(({ resultCode }) => String(resultCode))
  t.same(codes.toSorted(), ['A134202', 'A135001'])
  const { accessToken: other } = await createToken(mock)
  sql('DELETE FROM clients')
  t.match(await update(mock, { accessToken: other }), { resultCode: 'A134202' })
})

t.test('changes at once do not overwrite each other', async (t) => {
  const mock = await start(t)
  const { accessToken } = await createToken(mock)
  const properties = [{ key: 'a', value: 'b' }]
  await Promise.all([
    update(mock, { accessToken, properties }),
    update(mock, { accessToken, scopes: ['openid'] }),
    update(mock, { accessToken, certificateThumbprint: 'x'.repeat(43) }),
  ])
  const { accessTokens } = await mock.admin.listTokens(serviceId)
  t.match(accessTokens, [{ scopes: ['openid'], cnf: { 'x5t#S256': 'x'.repeat(43) } }])
  t.match((await callApi(mock, 'GET', '/auth/token/get/list')).body, { accessTokens: [{ properties }] })
})
