import fc from 'fast-check'
import t from 'tap'
import { startTestMock } from '../../support/mock.ts'
import { sendRaw, writeRequest } from '../../support/requests/raw.ts'

const evil = 'http://evil.example'
const targets = [
  [`${evil}/_mock/reset`, 'localhost', 403],
  [`${evil}:80/_mock/reset?x`, 'localhost', 403],
  [`HTTP://EVIL.EXAMPLE/_mock/reset`, 'localhost', 403],
  [`http://localhost.evil.example/_mock/reset`, 'localhost', 403],
  [`http://localhost@evil.example/_mock/reset`, 'localhost', 400],
  [`http://localhost:80@evil.example/_mock/reset`, 'localhost', 400],
  [`http://evil.example\\@localhost/_mock/reset`, 'localhost', 400],
  [`http://evil.example%2f@localhost/_mock/reset`, 'localhost', 400],
  [`https://localhost/_mock/reset`, 'localhost', 400],
  [`http:///_mock/reset`, 'localhost', 400],
  ['//evil.example/_mock/reset', 'localhost', 404],
  ['//localhost/_mock/reset', 'localhost', 404],
  ['/_mock/../_mock/reset', 'localhost', 404],
  ['/_mock//reset', 'localhost', 404],
  ['/_mock\\reset', 'localhost', 404],
  ['/_mock%2freset', 'localhost', 404],
  ['/_mock/reset;x', 'localhost', 404],
  ['/%5fmock/reset', 'evil.example', 403],
  ['/_mock/res%65t', 'evil.example', 403],
  ['/_mock/reset?', 'evil.example', 403],
  ['*', 'localhost', 400],
  ['http://localhost/_mock/reset', 'evil.example', 204],
  ['http://[::1]:4277/_mock/reset', 'localhost', 204],
  ['/_mock/reset', 'localhost', 204],
] as const
for (const [target, host, status] of targets) {
  t.test(`POST ${target} to ${host} is answered with ${status}`, async (t) => {
    const { admin, listen } = await startTestMock(t)
    const base = await listen()
    const { serviceId: made } = await admin.createService()
    const text = writeRequest(`POST ${target} HTTP/1.1`, [`Host: ${host}`, 'Content-Length: 0'])
    t.equal((await sendRaw(base, text)).status, status)
    const { services } = await admin.listServices()
    t.equal(
      services.some((service) => service.serviceId === made),
      status !== 204,
    )
  })
}

t.test('a tunnel is not opened', async (t) => {
  const base = await (await startTestMock(t)).listen()
  const fields = ['Host: localhost', '', 'POST /_mock/reset HTTP/1.1', 'Host: localhost']
  t.equal((await sendRaw(base, writeRequest('CONNECT localhost:80 HTTP/1.1', fields))).status, 405)
})

t.test('a target gets nobody in but through a host of loopback, whatever was generated', async (t) => {
  const base = await (await startTestMock(t)).listen()
  const piece = fc.constantFrom(
    'localhost',
    '127.0.0.1',
    '[::1]',
    'evil.example',
    '@',
    ':',
    ':80',
    '/',
    '\\',
    '%',
    '%40',
    '?',
    '.',
  )
  const target = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => `http://${pieces.join('')}`)
  const property = fc.asyncProperty(
    target,
    fc.constantFrom('localhost', 'evil.example'),
    async (url, host) => {
      const { status } = await sendRaw(
        base,
        writeRequest(`POST ${url}/_mock/reset HTTP/1.1`, [`Host: ${host}`, 'Content-Length: 0']),
      )
      const isOurs = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:80|:)?$/.test(url)
      if ((status === 204) !== isOurs) throw new Error(`${url}: ${status}`)
    },
  )
  const report = await fc.check(property, { numRuns: 500 })
  t.notOk(report.failed, fc.defaultReportMessage(report) ?? '')
})
