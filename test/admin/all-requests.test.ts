import t from 'tap'
import { refusedAs, refusalOf } from './under-test.ts'
import { apiToken, serviceId, startTestMock, type TestMock } from '../support/mock.ts'
import { httpAdmin } from './http-client.ts'

const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' }
const other = '701'
const world = {
  services: [serviceId, other].map((id) => ({
    serviceId: id,
    apiTokens: [{ apiToken: id === other ? 'other' : apiToken }],
  })),
}

async function call({ inject }: TestMock, id: string, accessToken: string): Promise<void> {
  const token = id === other ? 'other' : apiToken
  const payload = { gmAction: 'QUERY', accessToken, grantId: 'g' }
  await inject({
    method: 'POST',
    url: `/api/${id}/gm`,
    headers: { ...headers, authorization: `Bearer ${token}` },
    payload,
  })
}

for (const [door, open] of [
  ['in process', (mock: TestMock) => mock.admin],
  ['over HTTP', (mock: TestMock) => httpAdmin(mock)],
] as const) {
  t.test(`the calls to all services and to none are listed in one order, ${door}`, async (t) => {
    const mock = await startTestMock(t, { world })
    const admin = open(mock)
    await call(mock, serviceId, 'one')
    await call(mock, other, 'two')
    await mock.app.inject({ method: 'POST', url: '/nothing' })
    await call(mock, serviceId, 'three')
    const { requests, cursor, older } = await admin.listAllRequests()
    t.strictSame(
      requests.map(({ number, serviceId: id, id: own }) => [number, id, own]),
      [
        ['4', serviceId, '2'],
        ['3', undefined, '1'],
        ['2', other, '1'],
        ['1', serviceId, '1'],
      ],
    )
    t.strictSame([cursor, older], ['4', undefined])
    t.match(requests[0], { time: '2026-01-01T00:00:00.000Z', at: 1_767_225_600_000 })
    const part = await admin.listAllRequests({ limit: 2 })
    t.strictSame([part.requests.length, part.older], [2, '3'])
    const rest = await admin.listAllRequests({ limit: 2, before: '3' })
    t.strictSame([rest.requests.map(({ number }) => number), rest.older], [['2', '1'], undefined])
    const matching = await admin.listAllRequests({ accessToken: 'one', after: '0' })
    t.strictSame(
      matching.requests.map(({ number }) => number),
      ['1'],
    )
    t.match(await admin.getAnyRequest('3'), { number: '3', api: '', trace: [{ check: 'path' }] })
    for (const number of ['9', 'x', '1.5', '0x1', '1e0', ' 1', '01'])
      t.strictSame(await refusalOf(admin.getAnyRequest(number)), refusedAs(404, 'request_unknown'))
  })

  t.test(`a list of one service ends at its limit, and goes on before it, ${door}`, async (t) => {
    const mock = await startTestMock(t, { world })
    const admin = open(mock)
    for (const token of ['one', 'two', 'three']) await call(mock, serviceId, token)
    const ids = async (filter: object) => {
      const { requests, older } = await admin.listRequests(serviceId, filter)
      return [requests.map(({ id }) => id), older]
    }
    t.strictSame(await ids({ limit: 2 }), [['3', '2'], '2'])
    t.strictSame(await ids({ limit: '2', before: '2' }), [['1'], undefined])
    t.strictSame(await ids({ limit: 3 }), [['3', '2', '1'], undefined])
    for (const refused of [
      admin.listRequests(serviceId, { limit: 0 }),
      admin.listAllRequests({ limit: '10001' }),
      admin.streamRequests(serviceId, { limit: 1 } as object),
    ]) {
      t.match(await refusalOf(refused), { status: 400, problems: [{ path: '/limit' }] })
    }
  })

  t.test(`the calls to all services are streamed as they happen, ${door}`, async (t) => {
    const mock = await startTestMock(t, { world })
    const admin = open(mock)
    await call(mock, serviceId, 'one')
    const stream = await admin.streamAllRequests({ after: '0' })
    t.match((await stream.next()).value, { request: { number: '1', serviceId }, dropped: 0 })
    await call(mock, other, 'two')
    t.match((await stream.next()).value, { request: { number: '2', serviceId: other } })
    const later = await admin.streamAllRequests({ action: 'OK' })
    await mock.admin.clearRequests(serviceId)
    await call(mock, serviceId, 'three')
    t.match((await stream.next()).value, { request: { number: '3', failed: { check: 'token-known' } } })
    await stream.return?.()
    const ended = later.next()
    await mock.app.close()
    t.match(await ended.catch(() => ({ done: true })), { done: true })
  })
}

t.test('a stream of all calls that is opened on a closed mock ends at once', async (t) => {
  const mock = await startTestMock(t)
  await mock.app.close()
  const stream = await mock.admin.streamAllRequests()
  t.match(await stream.next(), { done: true })
})
