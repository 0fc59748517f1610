import { once } from 'node:events'
import { connect } from 'node:net'
import { Duplex } from 'node:stream'
import t from 'tap'
import { connectAdmin } from '../../../src/index.ts'
import { startTestMock } from '../../support/mock.ts'
import { sendRaw, writeRequest } from '../../support/requests/raw.ts'

const host = 'Host: localhost'
const secret = 'a-secret-token'

/** What comes to the port, the status of the answer, what the journal calls it, and the advice. */
const rows = [
  [Buffer.from([22, 3, 1, 0, 5, 1, 0, 0, 1, 0]), 400, 'a TLS handshake', 'the base URL begins with http://'],
  ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'a connection of HTTP/2', 'This port speaks HTTP/1.1.'],
  [`${secret}\r\n\r\n`, 400, 'a malformed request', 'It is not HTTP/1.1: Invalid method encountered.'],
  [writeRequest('FOO / HTTP/1.1', [host]), 400, 'a malformed request', 'Invalid method encountered'],
  [
    writeRequest('GET / HTTP/1.1', [host, `X-${secret}\u0001: 1`]),
    400,
    'a malformed request',
    'Invalid header',
  ],
  [
    writeRequest('POST /gm HTTP/1.1', [host, 'Content-Length: 1', 'Transfer-Encoding: chunked']),
    400,
    'a malformed request',
    "can't be present with",
  ],
  [
    writeRequest(`GET /${'x'.repeat(20_000)} HTTP/1.1`, [host]),
    431,
    'a request with a long head',
    'at most 16 KiB',
  ],
  [writeRequest('CONNECT as.example.com:443 HTTP/1.1', [host]), 405, 'CONNECT …', 'the mock is none'],
  [writeRequest('GET /livez HTTP/1.1', []), 400, 'GET /livez', 'there is no field host'],
  [
    writeRequest('GET /_mock/services HTTP/1.1', [host, host]),
    400,
    'GET /_mock/services',
    'more than one field',
  ],
  [writeRequest('GET https://localhost/docs HTTP/1.1', [host]), 400, 'GET /docs', 'HTTP without TLS'],
  [writeRequest('GET * HTTP/1.1', [host]), 400, 'GET *', 'the request target is no path'],
  [writeRequest('OPTIONS * HTTP/1.1', [host]), 400, 'OPTIONS *', 'the request target is no path'],
  [writeRequest('GET /api/700/gm HTTP/1.1', []), 400, undefined, undefined],
] as const

t.test('what is no request, or none that could be taken, is answered, logged and kept', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  for (const [octets, status, actual, advice] of rows) {
    const sent = typeof octets === 'string' ? octets : octets.toString('latin1')
    const answer = await sendRaw(base, sent)
    t.equal(answer.status, status, sent.slice(0, 40))
    t.match(answer.headers, /^content-type: application\/json; charset=utf-8\r$/im)
    const { requests } = await mock.admin.listAllRequests({ limit: 1, status })
    if (actual === undefined) {
      t.match(requests, [{ serviceId: '700', reason: 'head_malformed' }], 'an API records its own')
    } else {
      t.match(requests, [{ api: '', status, failed: { check: 'path', actual } }])
      t.equal(requests[0]?.serviceId, undefined)
      t.ok(requests[0]?.failed?.detail?.includes(advice), advice)
      t.ok(answer.body.includes(advice))
      t.ok(mock.log().includes(advice))
    }
  }
  t.equal((await mock.admin.listAllRequests()).requests.length, rows.length, 'each once')
  t.notOk(mock.log().includes(secret))
})

t.test('also in the line of gm-mock journal, and over HTTP', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  await sendRaw(base, 'no request\r\n\r\n')
  const { requests } = await connectAdmin({ baseUrl: base }).listAllRequests()
  t.match(requests, [{ request: { method: '', path: '' }, failed: { actual: 'a malformed request' } }])
  await t.rejects(mock.admin.listAllRequests({ status: 407 }))
})

t.test('a request that does not end is told so', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  const socket = connect(Number(new URL(base).port), '127.0.0.1').setEncoding('latin1')
  const [accepted] = (await once(mock.app.server, 'connection')) as [Duplex]
  socket.write('GET /livez HTTP/1.1\r\n')
  await once(accepted, 'data')
  mock.app.server.emit('clientError', failure('ERR_HTTP_REQUEST_TIMEOUT'), accepted)
  t.match((await socket.toArray()).join(''), /^HTTP\/1\.1 408 Request Timeout\r\n[^]*within 30 seconds/)
  const { requests } = await mock.admin.listAllRequests({ status: 408 })
  t.match(requests, [{ failed: { actual: 'a part of a request' } }])
})

t.test('who has gone, or has sent nothing, has made no call', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  const socket = connect(Number(new URL(base).port), '127.0.0.1')
  const [accepted] = (await once(mock.app.server, 'connection')) as [Duplex]
  mock.app.server.emit('clientError', failure('ERR_HTTP_REQUEST_TIMEOUT'), accepted)
  socket.resume()
  await once(socket, 'close')
  const gone = new Duplex().destroy()
  mock.app.server.emit('clientError', failure('HPE_INVALID_EOF_STATE'), gone)
  mock.app.server.emit('clientError', failure('ECONNRESET'), new Duplex())
  const written: unknown[] = []
  const ended = new Duplex({ read: () => undefined, write: (chunk) => void written.push(chunk) }).end()
  mock.app.server.emit('clientError', failure('HPE_INVALID_EOF_STATE'), ended)
  t.strictSame(written, [], 'an end that takes nothing any more gets nothing')
  t.match((await mock.admin.listAllRequests()).requests, { length: 1 })
})

function failure(code: string): Error {
  return Object.assign(new Error('Parse Error: it failed'), { code })
}
