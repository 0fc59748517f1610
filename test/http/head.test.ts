import { request as sendRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import t from 'tap'
import { fetchInProcess } from '../../src/http/in-process.ts'
import { maximumWatchers } from '../../src/journal/journal.ts'
import { readRecordedCalls } from '../../src/replay/recorded-calls.ts'
import { replayCalls, type Replayed } from '../../src/replay/replay-calls.ts'
import { apiToken, serviceId, startTestMock, type TestMock } from '../support/mock.ts'
import { sendRaw, writeRequest } from '../support/requests/raw.ts'

const authorization = `Bearer ${apiToken}`

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Calls over a socket of its own; an answer without an end is read as far as its headers. */
async function call(base: string, method: string, path: string, headers = {}): Promise<Answer> {
  const sending = sendRequest(`${base}${path}`, { method, headers, agent: false }).end()
  sending.on('error', () => undefined)
  const [response] = (await once(sending, 'response')) as [IncomingMessage]
  const { statusCode: status = 0, headers: received } = response
  const { date: _date, ...others } = received
  const isEndless = method === 'GET' && received['content-type'] === 'text/event-stream'
  const body = isEndless ? '' : Buffer.concat(await response.toArray()).toString()
  sending.destroy()
  return { status, headers: others, body }
}

type Paths = Readonly<Record<string, Readonly<Record<string, object>>>>

/** Every path of the contract that has GET, with parameters that name something. */
async function listReadable(mock: TestMock): Promise<readonly string[]> {
  const { paths } = mock.app.swagger() as unknown as { paths: Paths }
  const { clientId } = await mock.admin.mintToken(serviceId, { grant: {} })
  await mock.admin.saveSnapshot(serviceId, 's')
  await mock.admin.saveWorldSnapshot('s')
  await mock.gm({ gmAction: 'QUERY' })
  const values: Readonly<Record<string, string>> = {
    serviceId,
    clientId: String(clientId),
    clientIdentifier: String(clientId),
    subject: 'alice',
    name: 's',
    id: '1',
  }
  return Object.entries(paths)
    .filter(([, operations]) => 'get' in operations)
    .map(([path]) => path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'x'))
}

t.test('HEAD is answered as GET, without the body, wherever GET is', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  const others = [
    '/openapi.json',
    '/docs',
    '/docs/',
    '/docs/static/index.html',
    '/docs/json',
    '/docs/nothing',
  ]
  const paths = [...(await listReadable(mock)), ...others]
  t.ok(paths.length > 25)
  for (const path of paths) {
    for (const headers of path.startsWith('/api/') ? [{ authorization }, {}] : [{}]) {
      const got = await call(base, 'GET', path, headers)
      const { status, headers: fields, body } = await call(base, 'HEAD', path, headers)
      t.equal(body, '', path)
      t.match(
        { status, ...withoutLength(fields) },
        { status: got.status, ...withoutLength(got.headers) },
        path,
      )
      t.equal(fields['content-type'], got.headers['content-type'], path)
    }
  }
})

/** How long the body would be need not be said, but not otherwise (RFC 9110 §8.6). */
function withoutLength({
  'content-length': _length,
  'transfer-encoding': _coding,
  ...fields
}: IncomingHttpHeaders) {
  return fields
}

t.test('a length in the answer to HEAD is that of the answer to GET', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  for (const path of ['/livez', '/readyz', '/api/lifecycle/healthcheck', `/_mock/services/${serviceId}`]) {
    const got = await call(base, 'GET', path)
    t.equal(
      (await call(base, 'HEAD', path)).headers['content-length'],
      String(Buffer.byteLength(got.body)),
      path,
    )
  }
})

t.test('the answer to HEAD has no octet after its headers, also where it is a refusal', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  for (const [path, status] of [
    ['/readyz', 200],
    ['/nothing', 404],
    ['/api/nothing', 404],
    ['/%zz', 404],
    ['/_mock/services', 200],
    ['/_mock/services/1', 404],
    [`/_mock/services/${serviceId}/explain`, 405],
    [`/_mock/services/${serviceId}/requests/stream`, 200],
    [`/api/${serviceId}/gm`, 405],
    [`/api/${serviceId}/service/get`, 401],
    ['/api/1/service/get', 401],
  ] as const) {
    const answer = await sendRaw(base, writeRequest(`HEAD ${path} HTTP/1.1`, ['Host: localhost']))
    t.equal(answer.status, status, path)
    t.equal(answer.body, '', path)
  }
})

t.test('a 405 names HEAD beside GET, and not where there is no GET', async (t) => {
  const mock = await startTestMock(t)
  const allowOf = async (url: string) => (await mock.app.inject({ method: 'PATCH', url })).headers['allow']
  t.equal(await allowOf('/readyz'), 'GET, HEAD')
  t.equal(await allowOf(`/api/${serviceId}/service/get`), 'GET, HEAD')
  t.equal(await allowOf('/_mock/services'), 'POST, GET, HEAD')
  t.equal(await allowOf(`/api/${serviceId}/gm`), 'POST')
  const head = await mock.app.inject({ method: 'HEAD', url: `/api/${serviceId}/gm` })
  t.match([head.statusCode, head.headers['allow'], head.body], [405, 'POST', ''])
})

t.test('HEAD of an event stream leaves no reader behind', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  const path = `/_mock/services/${serviceId}/requests/stream`
  for (const _ of Array(maximumWatchers + 5).keys()) {
    const { status, headers } = await call(base, 'HEAD', path)
    t.match(
      [status, headers['content-type'], headers['cache-control']],
      [200, 'text/event-stream', 'no-store'],
    )
  }
  t.equal((await call(base, 'GET', path)).status, 200)
  t.equal((await call(base, 'HEAD', `${path}?unknown=1`)).status, 400)
})

t.test('HEAD changes nothing, also where GET does', async (t) => {
  const mock = await startTestMock(t)
  const { clientId } = await mock.admin.mintToken(serviceId, {})
  const url = (id: string | number) => `/api/${serviceId}/client/secret/refresh/${id}`
  const { apiToken: admin } = await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })
  const headers = { authorization: `Bearer ${admin}` }
  const secretOf = async () => {
    const read = await mock.inject({ url: `/api/${serviceId}/client/get/${clientId}`, headers })
    return read.json<{ clientSecret?: string }>().clientSecret
  }
  await mock.inject({ url: url(clientId), headers })
  const before = await secretOf()
  const head = await mock.app.inject({ method: 'HEAD', url: url(clientId), headers })
  t.equal(head.statusCode, 200)
  t.equal(await secretOf(), before)
  const got = await mock.inject({ url: url(clientId), headers })
  t.equal(head.headers['content-length'], String(Buffer.byteLength(got.body)))
  t.not(await secretOf(), before)
  t.equal((await mock.app.inject({ method: 'HEAD', url: url(99), headers })).statusCode, 404)
})

t.test('the journal has a HEAD call as its GET, with nothing for an answer', async (t) => {
  const mock = await startTestMock(t)
  const url = `/api/${serviceId}/service/get`
  await mock.app.inject({ method: 'HEAD', url })
  await mock.app.inject({ method: 'HEAD', url, headers: { authorization } })
  const { requests } = await mock.admin.listRequests(serviceId)
  t.match(requests, [
    { api: 'service/get', status: 200, request: { method: 'HEAD' } },
    { api: 'service/get', status: 401, resultCode: 'A001202', reason: 'authorization_missing' },
  ])
  for (const { response } of requests) t.strictSame(response, {})
  const { log } = await mock.admin.exportHar(serviceId)
  for (const { response } of log.entries) t.match(response, { bodySize: 0, content: { size: 0, text: '' } })
})

t.test('a HEAD call is replayed out of an archive', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  await call(base, 'HEAD', `/api/${serviceId}/service/get`, { authorization })
  const reading = readRecordedCalls(JSON.stringify(await mock.admin.exportHar(serviceId)))
  const calls = 'calls' in reading ? reading.calls : []
  const replayed: Replayed[] = []
  for await (const one of replayCalls(calls, { baseUrl: base, apiToken })) replayed.push(one)
  t.match(replayed, [{ verdict: 'same', call: { method: 'HEAD' }, now: { status: 200 } }])
})

t.test('faults happen to HEAD calls too, and none of them makes a body', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  const faults = [
    ['truncated_json', 200],
    ['wrong_content_type', 200],
    ['too_many_requests', 429],
    ['bad_gateway', 502],
  ] as const
  const request = writeRequest(`HEAD /api/${serviceId}/service/get HTTP/1.1`, [
    'Host: localhost',
    `Authorization: ${authorization}`,
  ])
  for (const [fault, status] of faults) {
    await mock.admin.addFault(serviceId, { fault, next: 1 })
    t.match(await sendRaw(base, request), { status, body: '' }, fault)
  }
  await mock.admin.addFault(serviceId, { fault: 'slow_close', delay: { fixed: 1 }, next: 1 })
  t.match(await sendRaw(base, request), { status: 200, body: '' })
})

t.test('HEAD of a foreign page gets no further than its GET', async (t) => {
  const mock = await startTestMock(t)
  for (const [headers, status] of [
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    [{ 'sec-fetch-site': 'same-site', referer: 'https://docs.example' }, 200],
  ] as const) {
    for (const method of ['GET', 'HEAD'] as const) {
      const answer = await mock.app.inject({
        method,
        url: '/_mock/services',
        headers: { host: 'localhost', ...headers },
      })
      t.equal(answer.statusCode, status, `${method} ${JSON.stringify(headers)}`)
    }
  }
})

t.test('in process too', async (t) => {
  const mock = await startTestMock(t)
  const answer = await fetchInProcess(mock.app)('/readyz', { method: 'HEAD' })
  t.match([answer.status, answer.headers.get('content-length'), await answer.text()], [200, '18', ''])
})
