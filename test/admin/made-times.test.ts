import t from 'tap'
import { callApi } from '../support/api.ts'
import { serviceId, startOfTests, startTestMock, type TestMock } from '../support/mock.ts'

const world = {
  services: [
    {
      serviceId,
      apiTokens: [{ apiToken: 'service-token', rights: ['ADMIN' as const] }],
      clients: [
        { clientId: 1 },
        { clientId: 2, createdAt: 5000 },
        { clientId: 3, createdAt: 5000, modifiedAt: 6000 },
      ],
      tokens: [{ accessToken: 'one', clientId: 4 }],
    },
    {
      serviceId: '701',
      apiTokens: [{ apiToken: 'declared' }],
      createdAt: 7,
      clock: { mode: 'real' as const },
    },
  ],
}

async function timesOf(mock: TestMock, path: string): Promise<unknown> {
  const { body } = await callApi(mock, 'GET', path)
  return [body['createdAt'], body['modifiedAt']]
}

t.test('what a world declares was made when its service began, unless it says when', async (t) => {
  const mock = await startTestMock(t, { world })
  const now = startOfTests
  t.strictSame(await timesOf(mock, '/service/get'), [now, now])
  t.strictSame(await timesOf(mock, '/client/get/1'), [now, now])
  t.strictSame(await timesOf(mock, '/client/get/2'), [5000, 5000])
  t.strictSame(await timesOf(mock, '/client/get/3'), [5000, 6000])
  t.strictSame(await timesOf(mock, '/client/get/4'), [now, now])
  t.match(await mock.admin.getService('701'), { createdAt: 7, modifiedAt: 7 })
})

t.test("the times are those of the service's own clock, and a reset makes everything anew", async (t) => {
  const clock = { mode: 'frozen' as const, now: '2020-01-01T00:00:00Z' }
  const frozen = Date.parse(clock.now)
  const [service] = world.services
  const mock = await startTestMock(t, { world: { services: [{ ...service, serviceId, clock }] } })
  t.strictSame(await timesOf(mock, '/service/get'), [frozen, frozen])
  t.strictSame(await timesOf(mock, '/client/get/1'), [frozen, frozen])

  const other = await startTestMock(t, { world })
  await callApi(other, 'POST', '/service/update', {})
  other.time.now += 60_000
  await other.admin.reset(serviceId)
  const later = startOfTests + 60_000
  t.strictSame(await timesOf(other, '/service/get'), [later, later])
  t.strictSame(await timesOf(other, '/client/get/1'), [later, later])
  t.strictSame(await timesOf(other, '/client/get/2'), [5000, 5000])
})

t.test('a service and a client that are made on the spot have times', async (t) => {
  const mock = await startTestMock(t, { world })
  mock.time.now += 1000
  const now = startOfTests + 1000
  const { clientId } = await mock.admin.mintToken(serviceId, { clientId: 9 })
  t.strictSame(await timesOf(mock, `/client/get/${clientId}`), [now, now])
  const { serviceId: made } = await mock.admin.createService({ serviceName: 'x' })
  t.match(await mock.admin.getService(made), { createdAt: now, modifiedAt: now })
})

t.test('an update keeps when something was made', async (t) => {
  const mock = await startTestMock(t, { world })
  mock.time.now += 1000
  await callApi(mock, 'POST', '/service/update', { createdAt: 1 })
  await callApi(mock, 'POST', '/client/update/1', { createdAt: 1 })
  t.strictSame(await timesOf(mock, '/service/get'), [startOfTests, startOfTests + 1000])
  t.strictSame(await timesOf(mock, '/client/get/1'), [startOfTests, startOfTests + 1000])
  await mock.admin.updateService(serviceId, { createdAt: null })
  await callApi(mock, 'POST', '/service/update', {})
  t.strictSame(await timesOf(mock, '/service/get'), [startOfTests + 1000, startOfTests + 1000])
})
