import t from 'tap'
import { leftOutApis } from '../../src/http/reports/left-out-apis.ts'
import { apiToken, serviceId, startTestMock } from '../support/mock.ts'

const bearer = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' }

/** A call, what its answer and its line in the log say of what is there instead, and the path that they show. */
const missed = [
  ['POST', '/api/gm', 'in 3.0, and so here, it is POST /api/{serviceId}/gm, with an API token as Bearer'],
  ['GET', '/api/gm', 'it is POST /api/{serviceId}/gm, with an API token as Bearer'],
  ['GET', '/api/700/gm/', 'There is a slash too many: it is POST /api/700/gm.'],
  ['GET', '/api/api/700/gm', 'It is POST /api/700/gm: the base URL that a client takes ends before /api.'],
  ['GET', '/gm', 'It is POST /api/{serviceId}/gm.'],
  ['POST', '/gm', 'It is POST /api/{serviceId}/gm.'],
  ['POST', '/700/gm', 'It is POST /api/700/gm.'],
  ['POST', '/api/700/gm/', 'There is a slash too many: it is POST /api/700/gm.'],
  ['POST', '//api/700/gm', 'There is a slash too many: it is POST /api/700/gm.'],
  ['POST', '/api/api/700/gm', 'It is POST /api/700/gm: the base URL that a client takes ends before /api.'],
  ['POST', '/auth/api/700/gm', 'It is POST /api/700/gm: the base URL'],
  ['POST', '/gm/', 'It is POST /api/{serviceId}/gm.'],
  ['POST', '/backchannel/authentication', 'Authlete has this API, the mock does not.'],
  ['POST', '/api/backchannel/authentication', 'Authlete has this API, the mock does not.'],
  ['POST', '/token', 'That is an endpoint of an authorization server.'],
  ['GET', '/.well-known/openid-configuration', 'That is an endpoint of an authorization server.'],
  ['GET', '/healthz', 'Health is at /readyz.'],
  ['GET', '/api/700/gm', 'It takes POST.'],
  ['POST', '/api/700/gmm', 'Did you mean /api/700/gm?'],
  ['GET', '/_mock/servces', 'Did you mean /_mock/services?'],
  ['POST', '/api/700/device/authorization', 'Authlete has this API, the mock does not.'],
  ['GET', '/api/700/hsk/get/handle', 'Authlete has this API, the mock does not.'],
  ['PUT', '/_mock/services', 'It takes POST, GET, HEAD.'],
] as const

t.test('a call to an unknown path is answered, logged and kept with what is there instead', async (t) => {
  const mock = await startTestMock(t)
  for (const [method, url, advice] of missed) {
    const { body } = await mock.app.inject({ method, url: `${url}?token=secret`, headers: bearer })
    const text = advice.replace(/^in 3/, 'In 3')
    t.ok(body.includes(text), `${method} ${url}: ${body}`)
    t.ok(mock.log().includes(text), `the log has ${text}`)
    const { requests } = await mock.admin.listAllRequests({ limit: 1 })
    t.match(requests, [{ api: '', failed: { check: 'path', actual: `${method} ${url}` } }])
    t.ok(requests[0]?.failed?.detail?.includes(text))
  }
  t.notMatch(mock.log(), 'secret')
})

const token = 'WjQkYjY0dG9rZW4tdGhhdC1pcy1zZWNyZXQ'

/** Calls with a token in their path, and what is advised. */
const withToken = [
  ['DELETE', '/auth/token/delete/', 'It is DELETE /api/{serviceId}/auth/token/delete/….'],
  [
    'DELETE',
    '/api/auth/token/delete/',
    'it is DELETE /api/{serviceId}/auth/token/delete/…, with an API token',
  ],
  ['DELETE', '//api/700/auth/token/delete/', 'it is DELETE /api/700/auth/token/delete/….'],
  ['DELETE', '/api/700/auth/token/delet/', 'Did you mean /api/700/auth/token/delete/…?'],
  ['DELETE', '/api/api/700/auth/token/delete/', 'It is DELETE /api/700/auth/token/delete/…: the base URL'],
  ['POST', '/api/700/auth/token/delete/', 'It takes DELETE.'],
  ['GET', '/grants/', 'That is an endpoint of an authorization server.'],
] as const

t.test('the advice repeats no token that is in the path', async (t) => {
  const mock = await startTestMock(t)
  for (const secret of [token, 'opensesame']) {
    for (const [method, url, advice] of withToken) {
      await mock.app.inject({ method, url: url + secret, headers: bearer })
      await new Promise(setImmediate)
      const { requests } = await mock.admin.listAllRequests({ limit: 1 })
      t.ok(requests[0]?.failed?.detail?.includes(advice), `${advice}: ${requests[0]?.failed?.detail}`)
    }
    t.notOk(mock.log().includes(secret))
  }
})

/** What is no service's id in its place, encoded. */
const noServiceIds = [
  '',
  'undefined',
  '{serviceId}',
  token,
  '%1b%5b31m%0aFAKE',
  '%c2%9b31m%e2%80%ae',
  '9'.repeat(21),
]

t.test('what stands in the place of a service id is not repeated unless it is one', async (t) => {
  const mock = await startTestMock(t)
  for (const id of noServiceIds) {
    const before = mock.log().length
    await mock.app.inject({ method: 'POST', url: `/api/${id}/gm`, headers: bearer, payload: '{}' })
    await new Promise(setImmediate)
    const line = mock.log().slice(before)
    t.match(line, 'The path has no number in the place of the service id. These are there: 700.')
    if (id !== '') t.notOk(line.includes(decodeURIComponent(id)))
    t.notMatch(line, /FAKE|[\u0080-\u009F\u202E]/)
  }
})

t.test('where nothing is near, the path alone is told, without what may be a secret', async (t) => {
  const mock = await startTestMock(t)
  for (const [url, shown] of [
    ['/nothing', 'GET /nothing'],
    [`/api/700/auth/token/remove/${token}`, 'GET /api/700/auth/token/remove/…'],
    [`/${token}`, 'GET /…'],
    ['/%zz', 'GET /…'],
    [`/${'a'.repeat(300)}`, 'GET /…'],
  ] as const) {
    await mock.app.inject({ method: 'GET', url, headers: bearer })
    const { requests } = await mock.admin.listAllRequests({ limit: 1 })
    t.match(requests, [{ reason: 'path_unknown', failed: { actual: shown } }])
  }
  t.notMatch(mock.log(), token)
  await mock.app.inject({ method: 'GET', url: '/favicon.ico' })
  t.notMatch(mock.log(), 'favicon', 'a browser asks for it by itself')
})

const refused = [
  [
    { ...bearer, authorization: 'Basic YTpi' },
    serviceId,
    'Basic, with the key and the secret of an API, is Authlete 2.x.',
  ],
  [{ ...bearer, authorization: 'Bearer unknown-secret' }, serviceId, 'gm-mock env prints one'],
  [{ 'content-type': 'application/json' }, serviceId, 'Authorization: Bearer, with an API token'],
  [bearer, '999', 'There is no service 999. These are there: 700. GET /_mock/services lists them.'],
] as const

t.test('a caller who is refused is told in log and journal what is there', async (t) => {
  const mock = await startTestMock(t)
  for (const [headers, id, advice] of refused) {
    await mock.inject({ method: 'POST', url: `/api/${id}/gm`, headers, payload: '{}' })
    await new Promise(setImmediate)
    t.ok(mock.log().includes(advice), advice)
    const { requests } = await mock.admin.listAllRequests({ limit: 1 })
    t.ok(requests[0]?.failed?.detail?.includes(advice), 'the journal says the same')
  }
  t.notMatch(mock.log(), /unknown-secret|YTpi/)
  await mock.admin.createApiToken({ serviceId, rights: ['USE_SERVICE'] })
  const { apiToken: weak } = await mock.admin.createApiToken({ serviceId, rights: ['USE_SERVICE'] })
  const before = mock.log().length
  await mock.inject({
    method: 'GET',
    url: `/api/${serviceId}/service/get`,
    headers: { authorization: `Bearer ${weak}` },
  })
  await new Promise(setImmediate)
  t.match(mock.log().slice(before), '"level":30', 'a token with too few rights reached its service')
  await mock.admin.deleteService(serviceId)
  await mock.app.inject({ method: 'POST', url: '/api/998/gm', headers: bearer, payload: '{}' })
  await new Promise(setImmediate)
  t.match(mock.log(), 'There is no service 998. GET /_mock/services lists them.')
})

t.test(
  'a log of warnings has no line for a call that reached its service, and an error log none at all',
  async (t) => {
    for (const [logLevel, warned] of [
      ['warn', true],
      ['error', false],
    ] as const) {
      const mock = await startTestMock(t, { logLevel })
      await mock.app.inject({ method: 'POST', url: `/api/${serviceId}/gm`, headers: bearer, payload: '{}' })
      t.equal(mock.log(), '')
      await mock.app.inject({ method: 'POST', url: '/gm', headers: bearer })
      t.equal(mock.log().includes('It is POST /api/{serviceId}/gm.'), warned)
    }
  },
)

t.test('no API that is left out is served', async (t) => {
  const { app } = await startTestMock(t)
  for (const api of leftOutApis) {
    const url = api.replace('{serviceId}', serviceId).replace('{handle}', 'h')
    const { body } = await app.inject({ method: 'POST', url, headers: bearer })
    t.match(body, 'Authlete has this API, the mock does not.', api)
  }
})
