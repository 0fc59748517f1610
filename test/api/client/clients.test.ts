import fc from 'fast-check'
import t, { type Test } from 'tap'
import { withoutNulls } from '../../../src/base/json.ts'
import { asTexts } from '../../support/requests/loose-bodies.ts'
import { callApi, type ApiResult } from '../../support/api.ts'
import { serviceId, startOfTests, startTestMock } from '../../support/mock.ts'

type View = Readonly<Record<string, unknown>>

async function start(t: Test, properties: Readonly<Record<string, unknown>> = {}) {
  const mock = await startTestMock(t)
  await mock.admin.updateService(serviceId, properties)
  const { apiToken: token } = await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })
  const call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<ApiResult<View>> =>
    callApi(mock, method, path, body, token)
  const create = async (body: object = {}) => (await call('POST', '/client/create', body)).body
  return { mock, call, create }
}

t.test('a new client gets an id, a number and a secret, and is shown with its defaults', async (t) => {
  const { create } = await start(t)
  const client = await create({
    clientName: 'App',
    clientId: 0,
    clientSecret: 'chosen',
    number: 0,
    createdAt: startOfTests,
    dynamicallyRegistered: true,
    description: null,
    unknown: [null, { a: [null] }],
  })
  t.match(client, {
    clientName: 'App',
    clientType: 'CONFIDENTIAL',
    tokenAuthMethod: 'CLIENT_SECRET_BASIC',
    idTokenSignAlg: 'RS256',
    subjectType: 'PUBLIC',
    unknown: [{ a: [] }],
    serviceNumber: 700,
    locked: false,
    dynamicallyRegistered: false,
    defaultMaxAge: 0,
    createdAt: startOfTests,
    modifiedAt: startOfTests,
  })
  t.match(String(client['clientId']), /^[1-9][0-9]{9}$/)
  t.match(client['clientSecret'], /^[A-Za-z0-9]{86}$/)
  t.ok(Number(client['number']) < 2 ** 31)
  t.notOk('description' in client)
  t.notOk('derivedSectorIdentifier' in client)
})

t.test('a public client authenticates by nothing where it does not say otherwise', async (t) => {
  const { create } = await start(t)
  t.match(await create({ clientType: 'PUBLIC' }), { clientType: 'PUBLIC', tokenAuthMethod: 'NONE' })
})

t.test('the sector is the host of its identifier, else the one host of the redirect URIs', async (t) => {
  const { create } = await start(t)
  const table: readonly (readonly [object, string | undefined])[] = [
    [{ sectorIdentifierUri: 'https://sector.example/list' }, 'sector.example'],
    [{ redirectUris: ['https://a.example/1', 'https://a.example/2'] }, 'a.example'],
    [{ redirectUris: ['https://a.example/1', 'https://b.example/2'] }, undefined],
    [{ redirectUris: ['com.example.app:/callback'] }, undefined],
    [{ redirectUris: ['https://[bad'] }, undefined],
    [{ sectorIdentifierUri: 'nowhere' }, undefined],
  ]
  for (const [given, sector] of table) t.equal((await create(given))['derivedSectorIdentifier'], sector)
})

t.test('a client keeps every member that it is given, also those that Authlete does not have', async (t) => {
  const { call, create } = await start(t)
  const given = { clientName: 'App', ours: { a: [1] }, attributes: [{ key: 'k', value: 'v' }] }
  const { clientId } = await create(given)
  t.match((await call('GET', `/client/get/${String(clientId)}`)).body, given)
})

t.test('an update replaces everything but id, secret, lock and the time of making', async (t) => {
  const { mock, call, create } = await start(t)
  const made = await create({ clientName: 'One', clientType: 'PUBLIC', tokenAuthMethod: 'PRIVATE_KEY_JWT' })
  const id = String(made['clientId'])
  await call('POST', `/client/lock_flag/update/${id}`, { clientLocked: true })
  mock.time.now += 1000
  const { body } = await call('POST', `/client/update/${id}`, { description: 'Two', clientSecret: 'mine' })
  t.match(body, {
    clientId: made['clientId'],
    clientSecret: made['clientSecret'],
    clientType: 'CONFIDENTIAL',
    description: 'Two',
    tokenAuthMethod: 'NONE',
    locked: true,
    createdAt: startOfTests,
    modifiedAt: startOfTests + 1000,
  })
  t.notOk('clientName' in body)
  t.match((await call('POST', `/client/update/${id}`, { locked: false })).body, { locked: false })
})

t.test('what a Java client reads can be sent back as it is', async (t) => {
  const { call, create } = await start(t)
  const before = await create({
    redirectUris: ['https://a.example/'],
    extension: { requestableScopes: ['a'] },
  })
  const { body: after } = await call('POST', `/client/update/${String(before['clientId'])}`, before)
  t.strictSame(after, before)
})

t.test('a client of the fixtures can be told, changed and unlocked too', async (t) => {
  const { mock, call } = await start(t)
  await mock.admin.mintToken(serviceId, { clientId: 5 })
  t.match((await call('GET', '/client/get/5')).body, {
    clientId: 5,
    createdAt: startOfTests,
    clientType: 'CONFIDENTIAL',
  })
  const { body } = await call('POST', '/client/update/5', { clientName: 'Five' })
  t.match(body, { clientName: 'Five', createdAt: startOfTests, locked: false })
  t.notOk('clientSecret' in body)
  const { body: secrets } = await call('GET', '/client/secret/refresh/5')
  t.notOk('oldClientSecret' in secrets)
  t.match(secrets['newClientSecret'], /^[A-Za-z0-9]{86}$/)
})

t.test('members of the wrong type are refused', async (t) => {
  const { call } = await start(t)
  for (const wrong of [
    { clientType: 'SECRET' },
    { redirectUris: 'https://a.example/' },
    { extension: { requestableScopes: ['two words'] } },
    { locked: 1 },
    { defaultMaxAge: 1e300 },
    { extension: { accessTokenDuration: -1 } },
    { extension: { refreshTokenDuration: 1e300 } },
    { grantTypes: ['authorization_code'] },
  ]) {
    const { status, body } = await call('POST', '/client/create', wrong)
    t.equal(status, 400)
    t.equal(body['resultCode'], 'A126202')
  }
})

t.test('the list gives the part that is asked for, of all clients or of one developer', async (t) => {
  const { call, create } = await start(t)
  for (const [index, developer] of ['ann', 'bob', 'ann', 'bob', 'ann', 'ann'].entries()) {
    await create({ clientName: String(index), developer })
  }
  const list = async (query: string) => {
    const { body } = await call('GET', `/client/get/list${query}`)
    const names = (body['clients'] as View[]).map(({ clientName }) => clientName).join('')
    return [names, body['start'], body['end'], body['totalCount']]
  }
  t.strictSame(await list(''), ['01234', 0, 5, 6])
  t.strictSame(await list('?start=4&end=10'), ['45', 4, 10, 6])
  t.strictSame(await list('?developer=ann'), ['0245', 0, 5, 4])
  t.strictSame(await list('?developer=ann&start=1&end=3'), ['24', 1, 3, 4])
  t.strictSame(await list('?developer=eve'), ['', 0, 5, 0])
})

t.test('a client that is deleted takes its grants and tokens along', async (t) => {
  const { mock, call, create } = await start(t)
  const clientId = Number((await create())['clientId'])
  await mock.admin.mintToken(serviceId, { clientId, subject: 'alice', grant: {}, refreshToken: true })
  t.equal((await call('DELETE', `/client/delete/${clientId}`)).status, 204)
  t.same((await mock.admin.listGrants(serviceId)).grants, [])
  t.same((await mock.admin.listTokens(serviceId)).accessTokens, [])
  t.equal((await call('DELETE', `/client/delete/${clientId}`)).status, 404)
})

t.test('a secret that is replaced is told, the old one with it', async (t) => {
  const { call, create } = await start(t)
  const { clientId, clientSecret } = await create()
  const id = String(clientId)
  const { body: refreshed } = await call('GET', `/client/secret/refresh/${id}`)
  t.equal(refreshed['oldClientSecret'], clientSecret)
  t.not(refreshed['newClientSecret'], clientSecret)
  const longest = 'a'.repeat(86)
  const { body: updated } = await call('POST', `/client/secret/update/${id}`, { clientSecret: longest })
  t.match(updated, { oldClientSecret: refreshed['newClientSecret'], newClientSecret: longest })
  t.equal((await call('GET', `/client/get/${id}`)).body['clientSecret'], longest)
  for (const wrong of ['', 'a'.repeat(87), 'with blank', 'ümlaut', 'plus+']) {
    const { status, body } = await call('POST', `/client/secret/update/${id}`, { clientSecret: wrong })
    t.equal(status, 400)
    t.equal(body['resultCode'], 'A149601')
  }
})

t.test('secrets do not get into the log', async (t) => {
  const { mock, call, create } = await start(t)
  const { clientId, clientSecret } = await create()
  await call('POST', `/client/secret/update/${String(clientId)}`, { clientSecret: 'a-new-secret' })
  t.notMatch(mock.log(), String(clientSecret))
  t.notMatch(mock.log(), 'a-new-secret')
})

t.test('requestable scopes are a list of its own, or none', async (t) => {
  const { call, create } = await start(t)
  const { clientId } = await create({ extension: { accessTokenDuration: 60 } })
  const id = String(clientId)
  const path = '/client/extension/requestable_scopes'
  t.strictSame((await call('GET', `${path}/get/${id}`)).body, {})
  await call('POST', `${path}/update/${id}`, { requestableScopes: [] })
  t.strictSame((await call('GET', `${path}/get/${id}`)).body, { requestableScopes: [] })
  t.match((await call('GET', `/client/get/${id}`)).body['extension'], {
    accessTokenDuration: 60,
    requestableScopesEnabled: true,
  })
  t.equal((await call('DELETE', `${path}/delete/${id}`)).status, 204)
  t.strictSame((await call('GET', `${path}/get/${id}`)).body, {})
  t.strictSame((await call('GET', `/client/get/${id}`)).body['extension'], {
    accessTokenDuration: 60,
    requestableScopesEnabled: false,
  })
  const plain = String((await create())['clientId'])
  t.equal((await call('DELETE', `${path}/delete/${plain}`)).status, 204)
})

t.test('an identifier that no path can hold, or that is no number, finds nothing', async (t) => {
  const { call } = await start(t)
  for (const [identifier, code] of [
    ['0', 'A001212'],
    ['01', 'A001212'],
    ['99999999999999999999', 'A001212'],
    ['-1', 'A001218'],
    ['1e3', 'A001218'],
    ['%00', 'A001218'],
  ] as const) {
    const { status, body } = await call('GET', `/client/get/${identifier}`)
    t.equal(status, 404)
    t.equal(body['resultCode'], code)
  }
})

t.test('whatever JSON object is given as a client, it is refused or given back', async (t) => {
  const { call } = await start(t)
  const member = fc.constantFrom('clientName', 'jwks', 'redirectUris', 'extension', 'defaultMaxAge', 'x')
  const documents = fc.dictionary(member, fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true })
  await fc.assert(
    fc.asyncProperty(documents, async (given) => {
      const { status, body } = await call('POST', '/client/create', given)
      if (status === 400) return /^A(126202|0312)/.test(String(body['resultCode']))
      const expected = withoutNulls(JSON.parse(JSON.stringify(given))) as object
      t.match(asTexts(body), asTexts(expected))
      return status === 200
    }),
    { numRuns: 100 },
  )
})
