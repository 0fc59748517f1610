import t from 'tap'
import { admitCaller } from '../../src/http/caller.ts'
import { apiToken, serviceId, startOfTests, startTestMock } from '../support/mock.ts'

t.test('an API token expires by the clock of its own service, whichever service is called', async (t) => {
  const mock = await startTestMock(t)
  const other = await mock.admin.createService()
  const { apiToken: expired } = await mock.admin.createApiToken({ serviceId, expiresInSeconds: 60 })
  await mock.admin.advanceClock(serviceId, { seconds: 120 })
  const { apiToken: alive } = await mock.admin.createApiToken({
    serviceId: other.serviceId,
    expiresInSeconds: 60,
  })
  const call = async (id: string, token: string) =>
    (
      await mock.inject({
        method: 'POST',
        url: `/api/${id}/gm`,
        headers: { authorization: `Bearer ${token}` },
      })
    ).json<{ resultCode: string }>().resultCode
  for (const id of [serviceId, other.serviceId, '999']) t.equal(await call(id, expired), 'A458101', id)
  t.equal(await call(serviceId, alive), 'A457101')
})

t.test('a token whose service was dropped in the same moment lets nobody in', async (t) => {
  const store = {
    findApiToken: async (tokenHash: string) => ({ tokenHash, serviceId: '1', rights: ['ADMIN'] as const }),
    findService: async () => undefined,
  }
  const arrival = {
    authorization: [`Bearer ${apiToken}`],
    contentType: 'application/json',
    bodyTypes: ['application/json'],
    serviceId: '1',
    right: 'USE_SERVICE',
  } as const
  const { service, trace } = await admitCaller(arrival, store, () => startOfTests)
  t.equal(service, undefined)
  t.match(trace.at(-1), { verdict: 'fail', reason: 'service_unknown' })
})
