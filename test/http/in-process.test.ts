import { setTimeout as wait } from 'node:timers/promises'
import { Readable } from 'node:stream'
import { Authlete } from '@authlete/typescript-sdk'
import { HTTPClient } from '@authlete/typescript-sdk/lib/http.js'
import fastify from 'fastify'
import t, { type Test } from 'tap'
import { AdminError, connectAdmin, startMock, type MockOptions } from '../../src/index.ts'
import { fetchInProcess } from '../../src/http/in-process.ts'

const serviceId = '4277000001'
const query = { gmAction: 'QUERY', accessToken: 'demo-bearer', grantId: 'demo-grant' } as const
const call = {
  method: 'POST',
  headers: { authorization: 'Bearer demo-service-token', 'content-type': 'application/json' },
  body: JSON.stringify(query),
}

async function start(t: Test, options: MockOptions = {}) {
  const mock = await startMock({ listens: false, ...options })
  t.teardown(() => mock.close())
  return mock
}

t.test('a mock that does not listen opens no port and has an address that leads nowhere', async (t) => {
  const mock = await start(t)
  t.equal(mock.baseUrl, 'http://gm-mock.invalid')
  t.equal(mock.services[0]?.env.AUTHLETE_BASE_URL, mock.baseUrl)
  t.equal((await mock.admin.createService()).baseUrl, mock.baseUrl)
  await t.rejects(fetch(`${mock.baseUrl}/readyz`), 'nobody else reaches it')
})

t.test("fetch takes what the platform's takes", async (t) => {
  const { baseUrl, fetch } = await start(t)
  const url = `${baseUrl}/api/${serviceId}/gm`
  const calls = [
    fetch(url, call),
    fetch(new URL(url), call),
    fetch(new Request(url, call)),
    fetch(`/api/${serviceId}/gm`, call),
    fetch(new Request(url, { ...call, body: '{}' }), { method: 'POST', body: call.body }),
    fetch(url, { ...call, body: new TextEncoder().encode(call.body) }),
    fetch(url, { ...call, body: new Blob([call.body]).stream(), duplex: 'half' }),
  ]
  for (const response of await Promise.all(calls)) {
    t.ok(response instanceof Response)
    t.strictSame([response.status, response.ok], [200, true])
    t.equal(response.headers.get('content-type'), 'application/json; charset=utf-8')
    t.match(await response.json(), { action: 'OK' })
  }
})

t.test('refusals are answers, and an answer without a body has none', async (t) => {
  const { fetch } = await start(t)
  const refused = await fetch(`/api/${serviceId}/gm`, { ...call, headers: {} })
  t.equal(refused.status, 401)
  t.match(await refused.json(), { resultCode: 'A001202' })
  const reset = await fetch('/_mock/reset', { method: 'POST' })
  t.strictSame([reset.status, reset.body, await reset.text()], [204, null, ''])
  t.equal((await fetch('/nowhere')).status, 404)
})

t.test('what cannot be sent is refused as the platform refuses it', async (t) => {
  const { fetch } = await start(t)
  await t.rejects(fetch('/livez', { method: 'TRACE' }), TypeError)
  await t.rejects(fetch('/livez', { headers: { 'a b': 'c' } }), TypeError)
  await t.rejects(fetch('http://'), TypeError)
})

t.test('the admin interface is open to those who are inside, and to no foreign name', async (t) => {
  const { admin, fetch } = await start(t)
  const connected = connectAdmin({ baseUrl: 'http://gm-mock.invalid', fetch })
  const { serviceId: made } = await connected.createService()
  t.strictSame(await connected.getService(made), await admin.getService(made))
  await t.rejects(connected.getService('9'), AdminError)
  const foreign = await fetch('http://attacker.example/_mock/services')
  t.strictSame(
    [foreign.status, ((await foreign.json()) as { error: string }).error],
    [403, 'host_not_loopback'],
  )
  const page = await fetch('/_mock/services', { headers: { origin: 'https://attacker.example' } })
  t.equal(page.status, 403)
})

t.test('a mock beside it shares nothing with it, whether it listens or not', async (t) => {
  const [one, other, listening] = [await start(t), await start(t), await start(t, { listens: true })]
  await one.fetch(`/api/${serviceId}/gm`, { ...call, body: JSON.stringify({ ...query, gmAction: 'REVOKE' }) })
  const actions = [one, other, listening].map(async ({ fetch }) => {
    const { action } = (await (await fetch(`/api/${serviceId}/gm`, call)).json()) as { action: string }
    return action
  })
  t.strictSame(await Promise.all(actions), ['NOT_FOUND', 'OK', 'OK'])
  t.match(listening.baseUrl, /^http:\/\/127\.0\.0\.1:\d+$/)
})

t.test("Authlete's SDK works through it", async (t) => {
  const mock = await start(t)
  const [service] = mock.services
  const authlete = new Authlete({
    serverURL: mock.baseUrl,
    bearer: service?.serviceToken ?? '',
    httpClient: new HTTPClient({ fetcher: mock.fetch }),
  })
  const answer = await authlete.grantManagement.processRequest({ serviceId, gMRequest: query })
  t.equal(answer.action, 'OK')
  const { requests } = await mock.admin.listRequests(serviceId)
  t.strictSame(
    requests.map(({ api }) => api),
    ['gm'],
  )
})

t.test('a call that is given up is rejected with the reason', async (t) => {
  const { fetch } = await start(t)
  const reason = new Error('enough')
  await t.rejects(fetch('/readyz', { signal: AbortSignal.abort(reason) }), reason)
})

t.test('a mock that is closed answers no more', async (t) => {
  const mock = await startMock({ listens: false })
  await mock.close()
  const refusal = { name: 'AdminError', status: 503, error: 'mock_closed', message: 'This mock is closed.' }
  await t.rejects(mock.admin.listServices(), refusal)
  await t.rejects(mock.fetch('/readyz'), { name: 'TypeError', message: 'fetch failed' })
})

t.test('an answer arrives while it is written, and ends when its reader goes', async (t) => {
  const app = fastify()
  const source = new Readable({ read: () => undefined })
  app.get('/stream', async (_request, reply) => reply.header('set-cookie', ['a=1', 'b=2']).send(source))
  t.teardown(() => app.close())
  await app.ready()
  source.push('one')
  const response = await fetchInProcess(app)('/stream')
  t.strictSame(response.headers.getSetCookie(), ['a=1', 'b=2'])
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  for (const text of ['one', 'two']) {
    if (text === 'two') source.push(text)
    const { value } = await reader.read()
    t.equal(Buffer.from(value ?? []).toString(), text)
  }
  await reader.cancel()
  for (let turn = 0; turn < 500 && !source.destroyed; turn++) await wait(10)
  t.ok(source.destroyed)
})

t.test('a call that is given up while it waits ends on both sides', async (t) => {
  const app = fastify()
  const seen = { gone: false, begun: () => undefined as void }
  const begun = new Promise<void>((resolve) => (seen.begun = resolve))
  app.get('/slow', (_request, reply) => {
    reply.raw.on('close', () => (seen.gone = true))
    seen.begun()
  })
  t.teardown(() => app.close())
  await app.ready()
  const controller = new AbortController()
  const answer = fetchInProcess(app)('/slow', { signal: controller.signal })
  await begun
  controller.abort(new Error('enough'))
  await t.rejects(answer)
  for (let turn = 0; turn < 500 && !seen.gone; turn++) await wait(10)
  t.ok(seen.gone)
})

t.test('a connection that the server breaks off is a failure, before the answer and in it', async (t) => {
  const app = fastify()
  app.get('/before', (request) => void request.raw.socket.destroy())
  app.get('/within', (request, reply) => {
    reply.raw.writeHead(200, { 'content-length': '100' }).write('a part')
    setImmediate(() => request.raw.socket.destroy())
  })
  t.teardown(() => app.close())
  await app.ready()
  const fetch = fetchInProcess(app)
  await t.rejects(fetch('/before'), {
    name: 'TypeError',
    message: 'fetch failed',
    cause: { message: 'other side closed', code: 'UND_ERR_SOCKET' },
  })
  const response = await fetch('/within')
  t.equal(response.status, 200)
  await t.rejects(response.text())
})

t.test('an answer that nobody reads keeps no mock open', async (t) => {
  const mock = await startMock({ listens: false })
  const answers = await Promise.all([mock.fetch('/openapi.json'), mock.fetch('/_mock/outcomes')])
  t.strictSame(
    answers.map(({ status }) => status),
    [200, 200],
  )
  await mock.close()
  const [first] = answers
  t.match(await first?.json(), { openapi: /^3/ }, 'what was answered can be read later')
})
