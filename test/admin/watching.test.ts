import t, { type Test } from 'tap'
import { serviceId, startTestMock } from '../support/mock.ts'
import { connectAdmin } from '../../src/admin/doors/http-client.ts'
import { httpAdmin } from './http-client.ts'
import { refusalOf, refusedAs, type AdminUnderTest, type OpenAdmin } from './under-test.ts'

const query = (grantId: string) => ({ gmAction: 'QUERY', grantId, accessToken: 'unknown' }) as const

t.test('watching in process', (t) =>
  watchContract(t, async (t, options) => {
    const mock = await startTestMock(t, options)
    return { mock, admin: mock.admin }
  }),
)

t.test('watching over HTTP', (t) =>
  watchContract(t, async (t, options) => {
    const mock = await startTestMock(t, options)
    return { mock, admin: connectAdmin({ baseUrl: await mock.listen() }) }
  }),
)

t.test('watching over HTTP without a socket', (t) =>
  streamContract(t, async (t, options) => {
    const mock = await startTestMock(t, options)
    return { mock, admin: httpAdmin(mock) }
  }),
)

async function watchContract(t: Test, open: OpenAdmin): Promise<void> {
  await t.test('waits', (t) => waitContract(t, open))
  await t.test('streams', (t) => streamContract(t, open))
}

async function waitContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a call counts although it was dropped or cleared before the others came', async (t) => {
    const { admin, mock } = await open(t, { journalEntries: 1 })
    const waiting = admin.waitForRequests(serviceId, { count: 3, after: '0' })
    await settle(admin)
    await mock.gm(query('a'))
    await mock.gm(query('b'))
    await admin.clearRequests(serviceId)
    await mock.gm(query('c'))
    const { requests, count } = await waiting
    t.equal(count, 3)
    t.match(
      requests.map(({ id }) => id),
      ['1', '2', '3'],
    )
  })

  t.test('a wait ends when its caller gives up', async (t) => {
    const { admin } = await open(t)
    const caller = new AbortController()
    const waiting = admin.waitForRequests(serviceId, {}, caller.signal)
    caller.abort(new Error('enough'))
    await t.rejects(waiting)
    await t.rejects(admin.waitForRequests(serviceId, {}, caller.signal))
  })

  t.test('a wait ends with its service', async (t) => {
    const { admin, mock } = await open(t)
    await admin.createService({ serviceId: '42' })
    const refusal = refusalOf(admin.waitForRequests('42'))
    await settle(admin)
    await admin.deleteService('42')
    t.strictSame(await refusal, refusedAs(404, 'service_unknown'))
    await admin.createService({ serviceId: '43' })
    const refusals = refusalOf(admin.waitForRequests('43'))
    await settle(admin)
    await mock.admin.reset()
    t.strictSame(await refusals, refusedAs(404, 'service_unknown'))
  })

  t.test('a wait ends with its service, whoever deletes it', async (t) => {
    const { admin, mock } = await open(t)
    const { apiToken } = await admin.createApiToken({ rights: ['ADMIN'] })
    const authorization = `Bearer ${apiToken}`
    await admin.saveWorldSnapshot('before')
    const setup = { state: 'a service exists', params: { serviceId: '46' } }
    const deletions = {
      44: async () =>
        mock.inject({ method: 'DELETE', url: '/api/44/service/delete', headers: { authorization } }),
      45: async () => admin.restoreWorldSnapshot('before'),
      46: async () => admin.changeProviderState({ ...setup, action: 'teardown' }),
    }
    for (const [id, remove] of Object.entries(deletions)) {
      if (id === setup.params.serviceId) await admin.changeProviderState({ ...setup, action: 'setup' })
      else await admin.createService({ serviceId: id })
      const refusal = refusalOf(admin.waitForRequests(id, { match: { api: 'gm' } }))
      await settle(admin)
      await remove()
      t.strictSame(await refusal, refusedAs(404, 'service_unknown'), id)
    }
  })

  t.test('so many may wait and no more, until one has ended', async (t) => {
    const { admin, mock } = await open(t)
    const waits = Array.from({ length: 100 }, () => admin.waitForRequests(serviceId, { after: '0' }))
    await settle(admin)
    const refusal = refusalOf(admin.waitForRequests(serviceId, { after: '0' }))
    t.strictSame(await refusal, refusedAs(429, 'too_many_waits'))
    t.strictSame(await refusalOf(admin.streamRequests(serviceId)), refusedAs(429, 'too_many_waits'))
    await mock.gm(query('a'))
    t.equal((await Promise.all(waits)).length, 100)
    t.equal((await admin.waitForRequests(serviceId, { after: '0' })).count, 1)
  })
}

/** Lets what was begun before arrive: calls of one caller are taken up in their order. */
async function settle(admin: AdminUnderTest['admin']): Promise<void> {
  for (const _ of Array(5).keys()) await admin.getService(serviceId)
}

async function streamContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a stream tells calls as they come, as a list shows them', async (t) => {
    const { admin, mock } = await open(t)
    await mock.gm(query('before'))
    const stream = await admin.streamRequests(serviceId)
    await mock.gm(query('a'))
    await mock.gm(query('b'))
    const [first, second] = [await stream.next(), await stream.next()]
    const { requests } = await admin.listRequests(serviceId, { after: '1' })
    t.strictSame(
      [second.value, first.value],
      requests.map((request) => ({ request, dropped: 0 })),
    )
    await stream.return?.()
    t.strictSame(await stream.next(), { done: true, value: undefined })
  })

  t.test('a stream goes on from a cursor, and tells what is not there any more', async (t) => {
    const { admin, mock } = await open(t, { journalEntries: 2 })
    for (const grantId of ['a', 'b', 'c', 'd']) await mock.gm(query(grantId))
    const told = []
    for await (const { request, dropped } of await admin.streamRequests(serviceId, { after: '1' })) {
      told.push([request.id, dropped])
      if (request.id === '4') await mock.gm(query('e'))
      if (request.id === '5') break
    }
    t.strictSame(told, [['3', 1], ['4', 0], ['5', 0]]) // prettier-ignore
  })

  t.test('a stream tells only what passes its filter', async (t) => {
    const { admin, mock } = await open(t)
    const filter = { grantId: 'b', action: 'UNAUTHORIZED', lint: 'organization-token' }
    const stream = await admin.streamRequests(serviceId, { ...filter, lint: 'token-with-scheme' })
    await mock.gm(query('b'))
    await mock.gm({ ...query('b'), accessToken: 'Bearer x' })
    const { value } = await stream.next()
    t.match(value, { request: { id: '2', lint: [{ rule: 'token-with-scheme' }] } })
    await stream.return?.()
  })

  t.test('a stream that is read by nobody yet waits for its reader', async (t) => {
    const { admin, mock } = await open(t)
    const stream = await admin.streamRequests(serviceId)
    const next = stream.next()
    await mock.gm(query('a'))
    t.match(await next, { done: false, value: { request: { id: '1' } } })
    const waiting = stream.next()
    await stream.return?.()
    t.match(await waiting, { done: true })
  })

  t.test('a stream ends with its service', async (t) => {
    const { admin } = await open(t)
    await admin.createService({ serviceId: '42' })
    const stream = await admin.streamRequests('42')
    const waiting = stream.next()
    await admin.deleteService('42')
    t.match(await waiting, { done: true })
  })

  t.test('a stream ends with the mock, and does not keep it from closing', async (t) => {
    const { admin, mock } = await open(t)
    const stream = await admin.streamRequests(serviceId)
    const waiting = stream.next()
    await mock.app.close()
    t.match(await waiting, { done: true })
  })
}
