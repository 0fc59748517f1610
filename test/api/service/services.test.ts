import fc from 'fast-check'
import t, { type Test } from 'tap'
import { withoutNulls } from '../../../src/base/json.ts'
import { asTexts } from '../../support/requests/loose-bodies.ts'
import { callApi, type ApiResult } from '../../support/api.ts'
import { apiToken, serviceId, startOfTests, startTestMock } from '../../support/mock.ts'

type View = Readonly<Record<string, unknown>>

async function start(t: Test) {
  const mock = await startTestMock(t)
  const { apiToken: token } = await mock.admin.createApiToken({ rights: ['ADMIN'] })
  const call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<ApiResult<View>> =>
    callApi(mock, method, path, body, token)
  return { mock, call }
}

t.test('a new service is shown as the real one begins: placeholders, false flags and zeros', async (t) => {
  const { call } = await start(t)
  const { body } = await call('POST', '/api/service/create', { serviceName: 'New', parRequired: null })
  t.match(body, {
    serviceName: 'New',
    issuer: 'https://authlete.com',
    tokenEndpoint: 'https://localhost/token',
    parRequired: false,
    accessTokenDuration: 0,
    serviceOwnerNumber: 0,
    createdAt: startOfTests,
    modifiedAt: startOfTests,
  })
  t.match(String(body['apiKey']), /^[1-9][0-9]{13}$/)
  t.ok(Number(body['number']) < 2 ** 31)
  for (const absent of ['jwks', 'jwksUri', 'grantManagementEndpoint', 'supportedScopes', 'apiSecret']) {
    t.notOk(absent in body, `${absent} is not set and not shown`)
  }
  t.same(Object.keys(body), Object.keys(body).toSorted(), 'members stand in alphabetical order')
})

t.test('a new service works: by the token of the organization, and with a clock of its own', async (t) => {
  const { mock, call } = await start(t)
  const { body } = await call('POST', '/api/service/create', {})
  const answer = await call('POST', `/api/${String(body['apiKey'])}/gm`, { gmAction: 'QUERY' })
  t.equal(answer.body['resultCode'], 'A278203')
  t.match(await mock.admin.getClock(String(body['apiKey'])), { mode: 'real' })
  t.match((await mock.admin.getService(String(body['apiKey']))).mock, { replayCheck: true })
})

t.test('a service keeps every member that it is given, also those that Authlete does not have', async (t) => {
  const { call } = await start(t)
  const given = { serviceName: 'Kept', ours: { deep: [1, { two: true }] }, supportedAcrs: ['urn:a'] }
  await call('POST', '/service/update', given)
  t.match((await call('GET', '/service/get')).body, given)
})

t.test('an update replaces: what is left out is cleared, and when it was made stays', async (t) => {
  const { mock, call } = await start(t)
  const { body: made } = await call('POST', '/api/service/create', { serviceName: 'One', parRequired: true })
  mock.time.now += 5000
  const path = `/api/${String(made['apiKey'])}/service/update`
  const { body } = await call('POST', path, { issuer: 'https://as.example.com', apiKey: 1, createdAt: 2 })
  t.match(body, {
    apiKey: made['apiKey'],
    issuer: 'https://as.example.com',
    parRequired: false,
    createdAt: startOfTests,
    modifiedAt: startOfTests + 5000,
  })
  t.notOk('serviceName' in body)
  t.notOk('tokenEndpoint' in body)
})

t.test('an update takes effect on the next call', async (t) => {
  const { mock, call } = await start(t)
  await call('POST', '/service/update', { dpopNonceRequired: true })
  const { request } = await mock.admin.mintToken(serviceId, { bind: 'dpop', grant: {} })
  t.equal(typeof (await mock.gm(request ?? {})).dpopNonce, 'string')
})

t.test('what a Java client reads can be sent back as it is', async (t) => {
  const { call } = await start(t)
  const { body: before } = await call('POST', '/service/update', { issuer: 'https://as.example.com' })
  const { body: after } = await call('POST', '/service/update', before)
  t.strictSame(after, before)
})

t.test('members of the wrong type are refused and change nothing', async (t) => {
  const { call } = await start(t)
  await call('POST', '/service/update', { serviceName: 'Kept' })
  for (const wrong of [
    { serviceName: [1] },
    { parRequired: 'yes' },
    { parRequired: 1 },
    { accessTokenDuration: 1.5 },
    { accessTokenDuration: 1e300 },
    { supportedGrantTypes: ['authorization_code'] },
    { supportedScopes: [{ name: 'two words' }] },
    { accessTokenSignAlg: 'RS1' },
  ]) {
    const { status, body } = await call('POST', '/service/update', wrong)
    t.equal(status, 400)
    t.equal(body['resultCode'], 'A126202')
  }
  t.match((await call('GET', '/service/get')).body, { serviceName: 'Kept' })
})

t.test('the list gives the part that is asked for, five services where nothing is said', async (t) => {
  const { call } = await start(t)
  for (const serviceName of ['a', 'b', 'c', 'd', 'e'])
    await call('POST', '/api/service/create', { serviceName })
  const names = (view: View) => (view['services'] as View[]).map((service) => service['serviceName'])
  const { body: all } = await call('GET', '/api/service/get/list')
  t.match(all, { start: 0, end: 5, totalCount: 6 })
  t.same(names(all), [undefined, 'a', 'b', 'c', 'd'])
  const { body: part } = await call('GET', '/api/service/get/list?start=4&end=9')
  t.match(part, { start: 4, end: 9, totalCount: 6 })
  t.same(names(part), ['d', 'e'])
  t.same(names((await call('GET', '/api/service/get/list?start=3&end=1')).body), [])
})

t.test(
  'a service that was deleted is gone, and a reset of all brings back what fixtures declare',
  async (t) => {
    const { mock, call } = await start(t)
    const { apiToken: again } = await mock.admin.createApiToken({ rights: ['ADMIN'] })
    const { status } = await call('DELETE', '/service/delete')
    t.equal(status, 204)
    t.equal((await call('GET', '/service/get')).status, 404)
    await mock.admin.reset()
    t.equal((await callApi(mock, 'GET', '/service/get')).status, 200)
    t.equal((await callApi(mock, 'GET', '/service/get', undefined, again)).status, 401)
  },
)

t.test('a reset takes back what these APIs changed: service, clients and all', async (t) => {
  const { mock, call } = await start(t)
  const { body: before } = await call('GET', '/service/get')
  await call('POST', '/service/update', { issuer: 'https://other.example' })
  const { body: client } = await call('POST', '/client/create', {})
  await mock.admin.reset(serviceId)
  t.strictSame((await call('GET', '/service/get')).body, before)
  t.equal((await call('GET', `/client/get/${String(client['clientId'])}`)).status, 404)
})

t.test('a service that was made by the API returns to how it was made', async (t) => {
  const { mock, call } = await start(t)
  const { body: made } = await call('POST', '/api/service/create', { serviceName: 'Made' })
  const id = String(made['apiKey'])
  await call('POST', `/api/${id}/service/update`, { serviceName: 'Changed' })
  await mock.admin.reset(id)
  t.strictSame((await call('GET', `/api/${id}/service/get`)).body, made)
})

t.test('a service made with the id of a deleted one begins with an empty journal', async (t) => {
  const { mock, call } = await start(t)
  const { body } = await call('POST', '/api/service/create', {})
  const id = String(body['apiKey'])
  await call('DELETE', `/api/${id}/service/delete`)
  await mock.admin.createService({ serviceId: id })
  t.same(await mock.admin.listRequests(id), { requests: [], dropped: 0, cursor: '1' })
})

/** Which right each call needs; a token with every other right of its kind is refused. */
const rights: readonly (readonly [
  'GET' | 'POST' | 'DELETE',
  string,
  readonly string[],
  readonly string[],
])[] = [
  ['GET', '/service/get', ['VIEW_SERVICE', 'USE_SERVICE'], ['VIEW_CLIENT', 'CREATE_SERVICE']],
  ['GET', '/service/configuration', ['VIEW_SERVICE'], ['VIEW_CLIENT']],
  ['GET', '/service/jwks/get', ['VIEW_SERVICE'], ['USE_INTROSPECTION']],
  ['POST', '/service/update', ['MODIFY_SERVICE'], ['CREATE_CLIENT', 'USE_SERVICE', 'VIEW_SERVICE']],
  ['GET', '/api/service/get/list', ['VIEW_SERVICE'], ['VIEW_CLIENT']],
  ['POST', '/api/service/create', ['CREATE_SERVICE'], ['MODIFY_SERVICE']],
  ['POST', '/client/create', ['CREATE_CLIENT', 'MODIFY_SERVICE'], ['MODIFY_CLIENT', 'USE_SERVICE']],
  ['GET', '/client/get/list', ['VIEW_CLIENT', 'USE_SERVICE'], ['VIEW_SERVICE']],
  ['DELETE', '/client/delete/1', ['MODIFY_CLIENT', 'MODIFY_SERVICE'], ['VIEW_CLIENT', 'USE_SERVICE']],
  ['DELETE', '/service/delete', ['DELETE_SERVICE'], ['MODIFY_SERVICE']],
]

t.test('every call needs its right', async (t) => {
  const mock = await startTestMock(t)
  for (const [method, path, enough, tooLittle] of rights) {
    for (const right of [...tooLittle, ...enough]) {
      const { apiToken: token } = await mock.admin.createApiToken({ rights: [right] as never })
      const { status, body } = await callApi(mock, method, path, method === 'POST' ? {} : undefined, token)
      t.equal(status === 403, tooLittle.includes(right), `${right} for ${path}`)
      t.equal(body['resultCode'] === 'A457101', tooLittle.includes(right))
    }
  }
})

t.test("a service's own token is no token of the organization", async (t) => {
  const mock = await startTestMock(t)
  const { apiToken: token } = await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })
  for (const [method, path] of [
    ['POST', '/api/service/create'],
    ['GET', '/api/service/get/list'],
  ] as const) {
    const { status, body } = await callApi(mock, method, path, method === 'POST' ? {} : undefined, token)
    t.equal(status, 403)
    t.equal(body['resultCode'], 'A457101')
  }
  t.equal((await callApi(mock, 'GET', '/service/get', undefined, apiToken)).status, 200)
})

t.test('whatever JSON object is given as a service, it is refused or given back', async (t) => {
  const { call } = await start(t)
  const member = fc.constantFrom(
    'serviceName',
    'jwks',
    'supportedScopes',
    'accessTokenDuration',
    'x',
    '__proto__',
  )
  const documents = fc.dictionary(member, fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true })
  await fc.assert(
    fc.asyncProperty(documents, async (given) => {
      const { status, body } = await call('POST', '/service/update', given)
      if (status === 400) return /^A(126202|0312|0392)/.test(String(body['resultCode']))
      const expected = withoutNulls(JSON.parse(JSON.stringify(given))) as object
      const shown = Object.fromEntries(Object.keys(expected).map((name) => [name, body[name]]))
      t.match(asTexts(shown), asTexts(expected))
      return status === 200
    }),
    { numRuns: 100 },
  )
})
