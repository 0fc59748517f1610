import fc from 'fast-check'
import t from 'tap'
import { apiToken, serviceId, startTestMock } from '../support/mock.ts'
import { sendRaw, writeRequest } from '../support/requests/raw.ts'

const paths = [
  '/livez',
  '/readyz',
  '/api/lifecycle/healthcheck',
  '/openapi.json',
  '/docs/',
  '/docs/static/index.html',
  '/_mock/services',
  '/_mock/nothing',
  `/api/${serviceId}/gm`,
  `/api/${serviceId}/service/get`,
  `/api/${serviceId}/nothing`,
  '/nothing',
  '/%zz',
  '/api/%zz',
]

/** Each with a loopback host, so that nothing else stands in the way. */
const flawed: Readonly<Record<string, (path: string) => string>> = {
  'two hosts': (path) => writeRequest(`GET ${path} HTTP/1.1`, ['Host: localhost', 'Host: evil.example']),
  'the same host twice': (path) =>
    writeRequest(`GET ${path} HTTP/1.1`, ['Host: localhost', 'host: localhost']),
  'two hosts in HTTP/1.0': (path) =>
    writeRequest(`GET ${path} HTTP/1.0`, ['Host: localhost', 'Host: localhost']),
  'no host': (path) => writeRequest(`GET ${path} HTTP/1.1`, []),
  'an empty host': (path) => writeRequest(`GET ${path} HTTP/1.1`, ['Host:']),
  'an empty host in HTTP/1.0': (path) => writeRequest(`GET ${path} HTTP/1.0`, ['Host: ']),
  'two hosts beside a target with one': (path) =>
    writeRequest(`GET http://localhost${path} HTTP/1.1`, ['Host: localhost', 'Host: localhost']),
  'two media types': (path) =>
    writeRequest(`GET ${path} HTTP/1.1`, ['Host: localhost', 'Content-Type: a/b', 'Content-Type: c/d']),
  'a transfer coding that nobody decodes': (path) =>
    writeRequest(
      `GET ${path} HTTP/1.1`,
      ['Host: localhost', 'Transfer-Encoding: gzip, chunked'],
      '0\r\n\r\n',
    ),
  'a transfer coding in HTTP/1.0': (path) =>
    writeRequest(`GET ${path} HTTP/1.0`, ['Host: localhost', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
  'the line of HTTP/2': (path) => writeRequest(`GET ${path} HTTP/2.0`, ['Host: localhost']),
  'the line of HTTP/0.9': (path) => `GET ${path}\r\n\r\n`,
  'a fragment': (path) => writeRequest(`GET ${path}#/ HTTP/1.1`, ['Host: localhost']),
  'a URL with a user': (path) => writeRequest(`GET http://me@localhost${path} HTTP/1.1`, ['Host: localhost']),
  'a URL of HTTPS': (path) => writeRequest(`GET https://localhost${path} HTTP/1.1`, ['Host: localhost']),
  'a URL of another scheme': (path) =>
    writeRequest(`GET ftp://localhost${path} HTTP/1.1`, ['Host: localhost']),
  'a URL without a host': (path) => writeRequest(`GET http://:80${path} HTTP/1.1`, ['Host: localhost']),
  'a URL with a port that is none': (path) =>
    writeRequest(`GET http://localhost:65536${path} HTTP/1.1`, ['Host: localhost']),
}

for (const [what, write] of Object.entries(flawed)) {
  t.test(`a request with ${what} is refused wherever it goes`, async (t) => {
    const mock = await startTestMock(t, { adminOpen: true })
    const base = await mock.listen()
    for (const path of paths) {
      const { status, body } = await sendRaw(base, write(path))
      t.equal(status, 400, path)
      t.notMatch(body, /statusCode/, 'in a shape of ours')
    }
  })
}

const hosts = [
  ['localhost', true],
  ['LOCALHOST:4277', true],
  ['localhost:', true],
  ['gm_mock.docker-1.internal:65535', true],
  ['[::1]:4277', true],
  ['[::ffff:127.0.0.1]', true],
  ['%6cocalhost', true],
  ["a!$&'()*+,;=~", true],
  [':80', false],
  ['localhost:65536', false],
  ['localhost:80:80', false],
  ['localhost:-1', false],
  ['localhost:8o', false],
  ['me@localhost', false],
  ['localhost/', false],
  ['localhost/../evil.example', false],
  ['localhost?', false],
  ['localhost#evil.example', false],
  ['localhost\\evil.example', false],
  ['local\thost', false],
  ['localhost, evil.example', false],
  ['localhost evil.example', false],
  ['http://localhost', false],
  ['%zz', false],
  ['%', false],
  ['::1', false],
  ['[::1', false],
  ['[::1]]', false],
  ['[::1]evil.example', false],
  ['[127.0.0.1]', false],
  ['[::1%lo]', false],
  ['[::1%25lo]', false],
  ['[v1.a]', false],
  ['\xef\xbd\x8cocalhost', false],
  ['b\xfccher.example', false],
  ['"localhost"', false],
  ['<localhost>', false],
] as const
for (const [host, isValid] of hosts) {
  t.test(`the host ${JSON.stringify(host)} is ${isValid ? 'taken' : 'refused'}`, async (t) => {
    const base = await (await startTestMock(t)).listen()
    const fields = [`Host: ${host}`]
    t.equal((await sendRaw(base, writeRequest('GET /livez HTTP/1.1', fields))).status, isValid ? 200 : 400)
    const absolute = writeRequest(`GET http://${host}/livez HTTP/1.1`, ['Host: localhost'])
    if (!/[\s?#/]/.test(host)) t.equal((await sendRaw(base, absolute)).status, isValid ? 200 : 400)
  })
}

t.test('a host is refused also after one that was taken', async (t) => {
  const base = await (await startTestMock(t)).listen()
  const send = async (host: string) =>
    (await sendRaw(base, writeRequest('GET /livez HTTP/1.1', [`Host: ${host}`]))).status
  const asked = ['localhost', 'localhost', 'me@localhost', 'localhost', 'localhost:65536', 'localhost:65535']
  const answered: number[] = []
  for (const host of asked) answered.push(await send(host))
  t.strictSame(answered, [200, 200, 400, 200, 400, 200])
})

t.test('a host that only URL readers would take gets nobody in, whatever was generated', async (t) => {
  const mock = await startTestMock(t)
  const part = fc.constantFrom(
    'localhost',
    '127.0.0.1',
    '[::1]',
    'evil.example',
    '2130706433',
    '0x7f.1',
    '127.1',
  )
  const glue = fc.constantFrom(
    '',
    '.',
    ':',
    ':80',
    '@',
    '%',
    '%2e',
    '%00',
    ',',
    '\\',
    '/',
    '#',
    '?',
    '\t',
    ' ',
    ';',
  )
  const host = fc.array(fc.oneof(part, glue, fc.string({ unit: 'grapheme-ascii', maxLength: 3 })), {
    maxLength: 4,
  })
  const property = fc.asyncProperty(host, async (parts) => {
    const text = parts.join('').trim()
    const { statusCode } = await mock.app.inject({ url: '/_mock/services', headers: { host: text || '?' } })
    const isOurs = /^(localhost|127\.\d+\.\d+\.\d+|\[[0:]*:1\])(:\d{0,5})?$/i.test(text)
    if (!isOurs && statusCode === 200) throw new Error(`${text} got in`)
    if (statusCode === 500) throw new Error(`${text} crashed`)
  })
  const report = await fc.check(property, { numRuns: 2000 })
  t.notOk(report.failed, fc.defaultReportMessage(report) ?? '')
})

t.test('HTTP/1.0 may do without a host', async (t) => {
  const mock = await startTestMock(t, { adminToken: 'secret' })
  const base = await mock.listen()
  t.equal((await sendRaw(base, writeRequest('GET /readyz HTTP/1.0', []))).status, 200)
  const fields = ['Authorization: Bearer secret', 'Content-Length: 0']
  const { status, body } = await sendRaw(base, writeRequest('POST /_mock/services HTTP/1.0', fields))
  t.equal(status, 201)
  t.match(JSON.parse(body), { baseUrl: base }, 'and is told where the mock listens')
})

t.test('a target that is a URL is routed by its path, and its authority is the host', async (t) => {
  const mock = await startTestMock(t, { adminToken: 'secret' })
  const base = await mock.listen()
  const send = (target: string, host = 'proxy.example:3128') =>
    sendRaw(
      base,
      writeRequest(`POST ${target} HTTP/1.1`, [
        `Host: ${host}`,
        'Authorization: Bearer secret',
        'Content-Length: 0',
      ]),
    )
  for (const target of ['http://mock.example:99/_mock/services', 'HTTP://mock.example:99/_mock/services?']) {
    const { status, body } = await send(target)
    t.equal(status, 201)
    t.match(JSON.parse(body), { baseUrl: 'http://mock.example:99' })
  }
  for (const target of ['http://mock.example?/_mock/nothing', 'http://mock.example']) {
    const { body } = await send(target)
    t.match(JSON.parse(body), { message: '/ does not take POST. It takes GET, HEAD.' }, 'a query is no path')
  }
})

t.test('the journal has the path of a target that is a URL, and the host that counted', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  const fields = ['Host: proxy.example', `Authorization: Bearer ${apiToken}`]
  const line = `GET http://api.example/api/${serviceId}/service/get?x=1 HTTP/1.1`
  t.equal((await sendRaw(base, writeRequest(line, fields))).status, 200)
  const { requests } = await mock.admin.listRequests(serviceId)
  t.match(requests, [
    {
      api: 'service/get',
      request: { path: `/api/${serviceId}/service/get?x=1`, headers: { host: 'api.example' } },
    },
  ])
  const { log } = await mock.admin.exportHar(serviceId)
  t.equal(log.entries[0]?.request.url, `http://api.example/api/${serviceId}/service/get?x=1`)
})

t.test('a refused head stands in the journal of the service it was for', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  for (const path of ['/gm', '/nothing']) {
    const line = `POST /api/${serviceId}${path} HTTP/1.1`
    const { body } = await sendRaw(base, writeRequest(line, ['Host: a', 'Host: b', 'Content-Length: 0']))
    const resultMessage = '[400] The request cannot be taken: there is more than one field host.'
    t.strictSame(JSON.parse(body), { resultCode: '400', resultMessage })
  }
  const { requests } = await mock.admin.listRequests(serviceId)
  t.match(requests, [{ reason: 'head_malformed' }, { reason: 'head_malformed' }])
})
