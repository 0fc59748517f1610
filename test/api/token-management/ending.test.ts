import fc from 'fast-check'
import t from 'tap'
import { callApi } from '../../support/api.ts'
import { serviceId, startOfTests, startTestMock, type TestMock } from '../../support/mock.ts'
import { hash } from '../../support/requests/proof.ts'
import { createToken, makeKeySet, tokenWorld } from '../../support/requests/tokens.ts'

type Body = Readonly<Record<string, unknown>>

const start = (t: Parameters<typeof startTestMock>[0]) => startTestMock(t, { world: tokenWorld })

const revoke = (mock: TestMock, request: object) => callApi<Body>(mock, 'POST', '/auth/token/revoke', request)

const remove = async (mock: TestMock, identifier: string) =>
  (await callApi(mock, 'DELETE', `/auth/token/delete/${encodeURIComponent(identifier)}`)).status

const list = async (mock: TestMock, query = '') =>
  (await callApi<Body>(mock, 'GET', `/auth/token/get/list${query}`)).body

async function count(mock: TestMock): Promise<readonly [number, number]> {
  const { accessTokens, refreshTokens } = await mock.admin.listTokens(serviceId)
  return [accessTokens.length, refreshTokens.length]
}

t.test('a token is deleted with its refresh token, by its value or its hash, once', async (t) => {
  const mock = await start(t)
  const { accessToken: one } = await createToken(mock)
  const { accessToken: two } = await createToken(mock)
  t.equal(await remove(mock, one), 204)
  t.equal(await remove(mock, one), 404)
  t.same(await count(mock), [1, 1])
  t.equal(await remove(mock, hash(two)), 204)
  t.same(await count(mock), [0, 0])
})

t.test('a refresh token is no access token, and a hash is not hashed twice', async (t) => {
  const mock = await start(t)
  const { accessToken, refreshToken } = await createToken(mock)
  for (const identifier of [refreshToken, hash(refreshToken), hash(hash(accessToken))]) {
    t.equal(await remove(mock, identifier), 404)
  }
  t.equal((await revoke(mock, { refreshTokenIdentifier: accessToken })).status, 404)
  t.same(await count(mock), [1, 1])
})

t.test('a token as long as a JWT can be deleted', async (t) => {
  const mock = await start(t)
  await mock.admin.updateService(serviceId, {
    accessTokenSignAlg: 'RS256',
    jwks: await makeKeySet(['RS256']),
  })
  const { jwtAccessToken = '' } = await createToken(mock)
  t.ok(jwtAccessToken.length > 500)
  t.equal(await remove(mock, jwtAccessToken), 204)
})

t.test('a token is revoked with its counterpart, whichever is named', async (t) => {
  const mock = await start(t)
  const [one, two, three, four] = await Promise.all([1, 2, 3, 4].map(() => createToken(mock)))
  const requests = [
    { accessTokenIdentifier: one?.accessToken },
    { accessTokenIdentifier: hash(String(two?.accessToken)) },
    { refreshTokenIdentifier: three?.refreshToken },
    { refreshTokenIdentifier: hash(String(four?.refreshToken)) },
  ]
  for (const request of requests) {
    const { status, body } = await revoke(mock, request)
    t.equal(status, 200)
    t.strictSame(body, { resultCode: 'A312001', resultMessage: 'Revoked 1 access token(s).', count: 1 })
  }
  t.same(await count(mock), [0, 0])
})

t.test('all tokens of an owner are revoked, and no others', async (t) => {
  const mock = await start(t)
  const issue = async () => {
    for (const clientId of [1, 3]) {
      for (const subject of ['alice', 'bob']) await createToken(mock, { clientId, subject })
    }
  }
  const owners: readonly (readonly [object, number])[] = [
    [{ clientIdentifier: '1', subject: 'alice' }, 1],
    [{ clientIdentifier: 'bank' }, 2],
    [{ subject: 'bob' }, 2],
    [{ subject: 'nobody' }, 0],
    [{ clientIdentifier: '1', subject: 'nobody' }, 0],
  ]
  for (const [owner, ended] of owners) {
    await revoke(mock, { clientIdentifier: '1' })
    await revoke(mock, { clientIdentifier: '3' })
    await issue()
    const { body } = await revoke(mock, owner)
    t.strictSame(body, {
      resultCode: 'A312001',
      resultMessage: `Revoked ${ended} access token(s).`,
      count: ended,
    })
    t.same(await count(mock), [4 - ended, 4 - ended])
  }
})

t.test('one call ends at most twenty tokens of an owner, the oldest first', async (t) => {
  const mock = await start(t)
  const tokens = []
  for (let made = 0; made < 45; made += 1) {
    mock.time.now += 1000
    tokens.push(await createToken(mock, { clientId: made % 2 === 0 ? 1 : 3 }))
  }
  await createToken(mock, { subject: 'bob' })
  const counts = []
  for (const left of [25, 5, 0, 0]) {
    const { body } = await revoke(mock, { subject: 'alice' })
    counts.push([body['count'], body['resultMessage']])
    const { accessTokens } = await mock.admin.listTokens(serviceId)
    const alive = new Set(accessTokens.map(({ sha256 }) => sha256))
    const still = tokens.map(({ accessToken }) => alive.has(hash(accessToken)))
    t.strictSame(still, [...Array<boolean>(45 - left).fill(false), ...Array<boolean>(left).fill(true)])
    t.same(await count(mock), [left + 1, left + 1])
  }
  t.strictSame(
    counts,
    [20, 20, 5, 0].map((ended) => [ended, `Revoked ${ended} access token(s).`]),
  )
})

t.test('a refresh token whose access token has expired counts too', async (t) => {
  const mock = await start(t)
  for (let made = 0; made < 21; made += 1) {
    const { accessToken } = await createToken(mock, { accessTokenDuration: 1 })
    mock.time.now += 2000
    await callApi(mock, 'POST', '/auth/introspection', { token: accessToken })
  }
  t.same(await count(mock), [0, 21])
  t.match((await revoke(mock, { clientIdentifier: '1' })).body, { count: 20 })
  t.match((await revoke(mock, { clientIdentifier: '1' })).body, { count: 1 })
  t.match((await revoke(mock, { clientIdentifier: '1' })).body, { count: 0 })
  t.same(await count(mock), [0, 0])
})

t.test('a token that is named counts before an owner that is named', async (t) => {
  const mock = await start(t)
  const { accessToken: accessTokenIdentifier } = await createToken(mock)
  await createToken(mock)
  t.match((await revoke(mock, { accessTokenIdentifier, subject: 'alice' })).body, { count: 1 })
  t.same(await count(mock), [1, 1])
})

t.test('of revocations and deletions at once exactly one ends the token', async (t) => {
  const mock = await start(t)
  const { accessToken } = await createToken(mock)
  const calls = [1, 2, 3].flatMap(() => [
    remove(mock, accessToken),
    revoke(mock, { accessTokenIdentifier: accessToken }).then(({ status }) => status),
  ])
  const statuses = await Promise.all(calls)
  t.equal(statuses.filter((status) => status < 300).length, 1)
})

t.test('a listed token tells what is known of it, and not its value', async (t) => {
  const mock = await start(t)
  const properties = [{ key: 'a', value: 'b', hidden: true }]
  const { accessToken, refreshToken } = await createToken(mock, { scopes: ['openid'], properties })
  t.strictSame(await list(mock, '?clientIdentifier=bank&subject=alice&start=0&end=3'), {
    accessTokens: [
      {
        accessTokenExpiresAt: startOfTests + 3_600_000,
        accessTokenHash: hash(accessToken),
        clientId: 1,
        createdAt: startOfTests,
        grantType: 'AUTHORIZATION_CODE',
        lastRefreshedAt: 0,
        properties,
        refreshTokenExpiresAt: startOfTests + 864_000_000,
        refreshTokenHash: hash(refreshToken),
        scopes: ['openid'],
        subject: 'alice',
      },
    ],
    client: {
      clientId: 1,
      clientIdAlias: 'bank',
      clientIdAliasEnabled: true,
      clientName: 'Bank',
      clientType: 'CONFIDENTIAL',
      number: 1,
    },
    end: 3,
    start: 0,
    subject: 'alice',
    totalCount: 1,
  })
})

t.test('tokens are listed page by page, the oldest first, five where nothing is said', async (t) => {
  const mock = await start(t)
  const hashes: string[] = []
  for (let index = 0; index < 7; index += 1) {
    mock.time.now += 1000
    hashes.push(hash((await createToken(mock, { grantType: 'CLIENT_CREDENTIALS', clientId: 3 })).accessToken))
  }
  const page = async (query: string) => {
    const { accessTokens, totalCount } = await list(mock, query)
    t.equal(totalCount, 7)
    return (accessTokens as Body[]).map(({ accessTokenHash }) => accessTokenHash)
  }
  t.same(await page(''), hashes.slice(0, 5))
  t.same(await page('?start=5&end=100'), hashes.slice(5))
  t.same(await page('?start=%2B3&end=1'), [], 'no page ends before it starts')
  t.same(await page('?start=0&end=1000&subject='), hashes)
})

t.test('a bare token tells little, and a list of everybody names nobody', async (t) => {
  const mock = await start(t)
  await mock.admin.mintToken(serviceId, { clientId: 3, scopes: [] })
  const { client, subject, accessTokens } = await list(mock)
  t.same([client, subject], [undefined, undefined])
  const [token] = accessTokens as Body[]
  t.same(Object.keys(token ?? {}).toSorted(), [
    'accessTokenExpiresAt',
    'accessTokenHash',
    'clientId',
    'createdAt',
    'lastRefreshedAt',
    'refreshTokenExpiresAt',
  ])
})

t.test('whatever names a page or an owner is answered, and never with a crash', async (t) => {
  const mock = await start(t)
  const anything = fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String))
  await fc.assert(
    fc.asyncProperty(anything, anything, anything, async (begin, end, clientIdentifier) => {
      const query = new URLSearchParams({ start: begin, end, clientIdentifier }).toString()
      const { resultCode, totalCount } = await list(mock, `?${query}`)
      if (totalCount === undefined) t.match(resultCode, /^A(15920[1-5]|001218)$/)
      const { body } = await revoke(mock, { clientIdentifier, subject: begin })
      t.match(body['resultCode'], /^A(312001|313201|001218)$/)
      t.match(await remove(mock, `x${end}`), 404)
    }),
    { numRuns: 100 },
  )
})
