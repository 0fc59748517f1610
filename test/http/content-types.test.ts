import t, { type Test } from 'tap'
import { apiToken, serviceId, startTestMock, type TestMock } from '../support/mock.ts'
import { sendRaw, writeRequest, type RawAnswer } from '../support/requests/raw.ts'

const host = 'Host: localhost'
const authorization = `Authorization: Bearer ${apiToken}`

/** The media types that have no charset, because they are not text or are always UTF-8. */
const withoutCharset = ['application/yaml', 'image/png', 'text/event-stream']

/** As Authlete's document has it, whose body is ASCII. */
const health = '/api/lifecycle/healthcheck'

/** An answer with a body has one Content-Type, with its charset; one without a body has none. */
function checkType(t: Test, { headers, body }: RawAnswer, method: string, what: string, path: string): void {
  const types = [...headers.matchAll(/^content-type: (.*?)\r?$/gim)].map(([, type = '']) => type)
  if (method === 'HEAD') return void t.equal(body, '', what)
  if (body === '' || body === '0\r\n\r\n') return void t.strictSame(types, [], what)
  const [type = ''] = types
  const isWhole = / charset=utf-8$/i.test(type) || withoutCharset.includes(type) || path === health
  t.ok(types.length === 1 && isWhole, `${what}: ${types.join(' and ')}`)
}

const methods = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY', 'POST', 'PUT', 'PATCH', 'DELETE']

/** A body that makes no call wait, and others that no call takes. */
const bodies = [
  ['application/json', '{"timeoutMs":0}'],
  ['application/json', '{'],
  ['text/plain', 'x'],
  ['application/x-www-form-urlencoded', 'a=b'],
] as const

const others = [
  '/',
  '/_mock',
  '/_mock/',
  '/_mock/nothing',
  '/docs',
  '/docs/',
  '/docs/json',
  '/docs/yaml',
  '/docs/nothing',
  '/docs/static/index.html',
  '/docs/static/swagger-initializer.js',
  '/docs/static/swagger-ui.css',
  '/docs/static/favicon-32x32.png',
  '/docs/static/nothing',
  '/openapi.json',
  '/favicon.ico',
  '/nothing',
  '/%zz',
  '/api',
  '/api/%zz',
  `/api/${serviceId}`,
  `/api/${serviceId}/nothing`,
]

function listPaths(mock: TestMock): readonly string[] {
  const { paths = {} } = mock.app.swagger()
  const known = Object.keys(paths).map((path) =>
    path.replace('{serviceId}', serviceId).replace(/\{\w+\}/g, '1'),
  )
  return [...known, ...others].filter((path) => !path.endsWith('/requests/stream'))
}

t.test('every answer names the type of its body, on every path, by every method', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  const paths = listPaths(mock)
  t.ok(paths.length > 100)
  for (const method of methods) {
    const sent = ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) ? bodies : [['', '']]
    for (const path of paths) {
      for (const [type = '', body = ''] of sent) {
        for (const fields of path.startsWith('/api/') ? [[authorization], []] : [[]]) {
          const length = body === '' ? [] : [`Content-Type: ${type}`, `Content-Length: ${body.length}`]
          const head = [host, ...fields, ...length]
          const answer = await sendRaw(base, writeRequest(`${method} ${path} HTTP/1.1`, head, body))
          checkType(t, answer, method, `${method} ${path} ${type}`, path)
        }
      }
    }
  }
})

t.test('where the answer is empty, has events, is a fault or is too large, too', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  const { apiToken: admin } = await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })
  const { clientId, accessToken } = await mock.admin.mintToken(serviceId, {})
  const send = async (line: string, status: number, body = '', fields: readonly string[] = []) => {
    const length = body === '' ? [] : ['Content-Type: application/json', `Content-Length: ${body.length}`]
    const head = [host, `Authorization: Bearer ${admin}`, ...length, ...fields]
    const answer = await sendRaw(base, writeRequest(`${line} HTTP/1.1`, head, body))
    t.equal(answer.status, status, line)
    const [method = '', path = ''] = line.split(' ')
    checkType(t, answer, method, line, path)
  }
  const api = `/api/${serviceId}`
  await send(`DELETE ${api}/auth/token/delete/${accessToken}`, 204)
  await send(`DELETE ${api}/client/delete/${clientId}`, 204)
  await send(`POST ${api}/gm`, 413, `{"x":"${'x'.repeat(1_048_576)}"}`)
  await send('POST /_mock/services', 413, `{"x":"${'x'.repeat(1_048_576)}"}`)
  await send(`POST ${api}/gm`, 415, '{}', ['Content-Encoding: zstd'])
  await send('GET /readyz', 417, '', ['Expect: something'])
  for (const [fault, status] of [
    ['too_many_requests', 429],
    ['server_error', 500],
    ['unauthorized', 401],
  ] as const) {
    await mock.admin.addFault(serviceId, { fault, next: 1 })
    await send(`POST ${api}/gm`, status, '{}')
  }
  const stream = await fetch(`${base}/_mock/requests/stream`)
  t.equal(stream.headers.get('content-type'), 'text/event-stream')
  await stream.body?.cancel()
  await send(`GET /_mock/services/${serviceId}/requests/har`, 200)
  await send(`DELETE ${api}/service/delete`, 204)
  await send('POST /_mock/reset', 204)
})
