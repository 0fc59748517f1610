import t from 'tap'
import { apiToken, serviceId, startTestMock } from '../support/mock.ts'
import { sendRaw, writeRequest } from '../support/requests/raw.ts'

t.test('a body in chunks is taken', async (t) => {
  const base = await (await startTestMock(t)).listen()
  const fields = ['Host: localhost', `Authorization: Bearer ${apiToken}`, 'Content-Type: application/json']
  for (const coding of ['chunked', 'Chunked']) {
    const chunked = writeRequest(
      `POST /api/${serviceId}/gm HTTP/1.1`,
      [...fields, `Transfer-Encoding: ${coding}`],
      '2\r\n{}\r\n0\r\n\r\n',
    )
    t.equal((await sendRaw(base, chunked)).status, 200)
  }
})

/** Written without `Connection: close`, so that the mock could go on reading. */
const flawedStarts: Readonly<Record<string, readonly string[]>> = {
  'two hosts': ['POST /livez HTTP/1.1', 'Host: localhost', 'Host: localhost', 'Content-Length: 0'],
  'a URL with a user': ['POST http://me@localhost/livez HTTP/1.1', 'Host: localhost', 'Content-Length: 0'],
  'a transfer coding that nobody decodes': [
    'POST /_mock/services HTTP/1.1',
    'Host: localhost',
    'Transfer-Encoding: gzip, chunked',
    '',
    '0',
  ],
  'two transfer codings': [
    `POST /api/${serviceId}/gm HTTP/1.1`,
    'Host: localhost',
    'Transfer-Encoding: identity',
    'Transfer-Encoding: chunked',
    '',
    '0',
  ],
  'a path that is none, too': ['GET /%zz HTTP/1.1', 'Host: localhost', 'Host: localhost'],
}
for (const [what, lines] of Object.entries(flawedStarts)) {
  t.test(`after a request with ${what} nothing is taken on its connection`, async (t) => {
    const mock = await startTestMock(t)
    const base = await mock.listen()
    const { serviceId: kept } = await mock.admin.createService()
    const next = writeRequest('POST /_mock/reset HTTP/1.1', ['Host: localhost', 'Content-Length: 0'])
    const { status, headers } = await sendRaw(base, [...lines, '', next].join('\r\n'))
    t.equal(status, 400)
    t.match(headers, /^connection: close$/im)
    const { services } = await mock.admin.listServices()
    t.ok(services.some((service) => service.serviceId === kept))
  })
}

/** What of a request is left over must not become a request of its own. */
const smuggled: Readonly<Record<string, readonly string[]>> = {
  'two lengths': ['Content-Length: 0', 'Content-Length: 5'],
  'the same length twice': ['Content-Length: 5', 'Content-Length: 5'],
  'a list of lengths': ['Content-Length: 5, 5'],
  'a signed length': ['Content-Length: +5'],
  'a length and chunks': ['Content-Length: 5', 'Transfer-Encoding: chunked'],
  'chunks twice': ['Transfer-Encoding: chunked, chunked'],
  'chunks that are not last': ['Transfer-Encoding: chunked, identity'],
  'a space before the colon': ['Transfer-Encoding : chunked'],
  'a folded field': ['X-Folded: a', ' Transfer-Encoding: chunked'],
  'a bare line feed': ['X-Bare: a\nTransfer-Encoding: chunked'],
  'a bare carriage return': ['X-Bare: a\rTransfer-Encoding: chunked'],
  'a null': ['X-Null: a\0b'],
}
for (const [what, fields] of Object.entries(smuggled)) {
  t.test(`a body with ${what} smuggles nothing in`, async (t) => {
    const mock = await startTestMock(t)
    const base = await mock.listen()
    const { serviceId: kept } = await mock.admin.createService()
    const inner = writeRequest('POST /_mock/reset HTTP/1.1', ['Host: localhost', 'Content-Length: 0'])
    const text = ['POST /livez HTTP/1.1', 'Host: localhost', ...fields, '', `0\r\n\r\n${inner}`].join('\r\n')
    t.equal((await sendRaw(base, text)).status, 400)
    const { services } = await mock.admin.listServices()
    t.ok(services.some((service) => service.serviceId === kept))
  })
}
