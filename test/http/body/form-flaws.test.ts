import fc from 'fast-check'
import t from 'tap'
import { form, send } from '../../support/requests/forms.ts'
import { serviceId, startTestMock } from '../../support/mock.ts'

t.test('what is no form is refused', async (t) => {
  const mock = await startTestMock(t)
  const many = Array.from({ length: 10_001 }, (_, index) => `m${index}=1`).join('&')
  for (const [payload, code, detail] of [
    ['', 'A126203', 'missing or empty'],
    ['token=%', 'A126202', 'it is not valid percent-encoding of UTF-8'],
    ['token=%zz', 'A126202', 'it is not valid percent-encoding of UTF-8'],
    ['to%ken=a', 'A126202', 'it is not valid percent-encoding of UTF-8'],
    ['token=%ff', 'A126202', 'it is not valid percent-encoding of UTF-8'],
    ['token=%c3', 'A126202', 'it is not valid percent-encoding of UTF-8'],
    ['token=%ed%a0%80', 'A126202', 'it is not valid percent-encoding of UTF-8'],
    [Buffer.from([0x74, 0x3d, 0xff]), 'A126202', 'it is not UTF-8'],
    [many, 'A126202', 'it has more than 10000 members'],
    ['x'.repeat(1_048_577), 'A126202', 'larger than 1 MiB'],
  ] as const) {
    const { body } = await send(mock, '/auth/introspection', payload)
    t.equal(body['resultCode'], code, detail)
    t.ok(String(body['resultMessage']).includes(detail), String(body['resultMessage']))
  }
})

t.test('a form is one however its media type is written', async (t) => {
  const mock = await startTestMock(t)
  const { accessToken } = await mock.admin.mintToken(serviceId, {})
  for (const type of [
    form,
    `${form}; charset=utf-8`,
    `${form};charset=UTF-8`,
    `${form} ; charset="utf-8"`,
    'Application/X-WWW-Form-URLEncoded',
  ]) {
    const { status, body } = await send(mock, '/auth/introspection', `&token=${accessToken}&&`, { type })
    t.match({ status, ...body }, { status: 200, action: 'OK' }, type)
  }
  for (const type of [
    `${form}x`,
    'x-www-form-urlencoded',
    `${form}, application/json`,
    'multipart/form-data',
  ]) {
    t.equal((await send(mock, '/auth/introspection', 'token=x', { type })).status, 415, type)
  }
})

t.test('a form has no power over prototypes', async (t) => {
  const mock = await startTestMock(t)
  const payload = '__proto__=x&constructor=y&token=none&toString=z&__proto__.token=a&hasOwnProperty=1&=e&f'
  t.match(await send(mock, '/auth/introspection', payload), { status: 200, body: { action: 'UNAUTHORIZED' } })
  t.equal(Object.prototype.toString.call({}), '[object Object]')
})

t.test('any octets are answered as documented', async (t) => {
  const mock = await startTestMock(t)
  const pieces = fc.constantFrom(
    'token',
    'scopes',
    'subject',
    '=',
    '&',
    '+',
    '%',
    '%41',
    '%ff',
    '__proto__',
    'ä',
    '\0',
  )
  const octets = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
    fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 }))).map((parts) => Buffer.from(parts.join(''))),
  )
  const property = fc.asyncProperty(octets, async (payload) => {
    const { status } = await send(mock, '/auth/introspection', payload)
    if (![200, 400].includes(status)) throw new Error(String(status))
  })
  const report = await fc.check(property, { numRuns: 300 })
  t.notOk(report.failed, fc.defaultReportMessage(report) ?? '')
})
