import t, { type Test } from 'tap'
import { connectAdmin, startMock, type RunningMock } from '../../src/index.ts'

const serviceId = '4277000001'
const query = { gmAction: 'QUERY', accessToken: 'demo-bearer', grantId: 'demo-grant' }
const revoke = { ...query, gmAction: 'REVOKE' }

async function start(t: Test): Promise<RunningMock> {
  const mock = await startMock()
  t.teardown(() => mock.close())
  return mock
}

async function callGm(
  { baseUrl }: RunningMock,
  body: object,
  { signal, caller = fetch }: { signal?: AbortSignal; caller?: RunningMock['fetch'] } = {},
): Promise<unknown> {
  const answer = await caller(`${baseUrl}/api/${serviceId}/gm`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo-service-token', 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal !== undefined && { signal }),
  })
  return answer.json()
}

t.test('a grant is there while it is being revoked, and gone afterwards', async (t) => {
  const mock = await start(t)
  const { id } = await mock.admin.addBarrier(serviceId, { step: 'change', gmAction: 'REVOKE' })
  const revoking = callGm(mock, revoke)
  t.match(await mock.admin.waitForBarrier(serviceId, id), { held: { api: 'gm', gmAction: 'REVOKE' } })
  t.match(await callGm(mock, query), { action: 'OK' })
  await mock.admin.releaseBarrier(serviceId, id)
  t.match(await revoking, { action: 'NO_CONTENT' })
  t.match(await callGm(mock, query), { action: 'NOT_FOUND' })
})

t.test('of two calls at once one is held, and the other passes', async (t) => {
  const mock = await start(t)
  const { id } = await mock.admin.addBarrier(serviceId, { step: 'storage', gmAction: 'QUERY' })
  const answered: unknown[] = []
  const calls = [1, 2].map(() =>
    callGm(mock, query, { caller: mock.fetch }).then((answer) => answered.push(answer)),
  )
  await Promise.race(calls)
  t.match(answered, [{ action: 'OK' }])
  await mock.admin.releaseBarrier(serviceId, id)
  await Promise.all(calls)
  t.match(answered, [{ action: 'OK' }, { action: 'OK' }])
})

t.test('an answer can be lost after the revocation has happened', async (t) => {
  const mock = await start(t)
  const { id } = await mock.admin.addBarrier(serviceId, { step: 'answer' })
  const caller = new AbortController()
  const revoking = t.rejects(callGm(mock, revoke, { signal: caller.signal }), { name: 'AbortError' })
  await mock.admin.waitForBarrier(serviceId, id)
  caller.abort()
  await revoking
  t.match(await callGm(mock, query), { action: 'NOT_FOUND' })
})

t.test('a call whose caller has gone away is held until it is released', async (t) => {
  const mock = await start(t)
  const { id } = await mock.admin.addBarrier(serviceId, { step: 'change' })
  const caller = new AbortController()
  const revoking = t.rejects(callGm(mock, revoke, { signal: caller.signal }), { name: 'AbortError' })
  await mock.admin.waitForBarrier(serviceId, id)
  caller.abort()
  await revoking
  t.match(await callGm(mock, query), { action: 'OK' })
  await mock.admin.releaseBarrier(serviceId, id)
  t.match(await untilGone(mock), { action: 'NOT_FOUND' })
})

async function untilGone(mock: RunningMock): Promise<unknown> {
  const answer = (await callGm(mock, query)) as { readonly action: string }
  return answer.action === 'OK' ? untilGone(mock) : answer
}

t.test('of two calls, the one that is held first loses to the other', async (t) => {
  const mock = await start(t)
  const { id } = await mock.admin.addBarrier(serviceId, { step: 'change' })
  const first = callGm(mock, revoke)
  await mock.admin.waitForBarrier(serviceId, id)
  t.match(await callGm(mock, revoke), { action: 'NO_CONTENT' })
  await mock.admin.releaseBarrier(serviceId, id)
  t.match(await first, { action: 'NOT_FOUND' })
})

t.test('a call that is held at its arrival is decided by what holds when it goes on', async (t) => {
  const mock = await start(t)
  const { id } = await mock.admin.addBarrier(serviceId, { step: 'arrival' })
  const querying = callGm(mock, query)
  await mock.admin.waitForBarrier(serviceId, id)
  await mock.admin.deleteGrant(serviceId, 'demo-grant')
  await mock.admin.releaseBarrier(serviceId, id)
  t.match(await querying, { action: 'NOT_FOUND' })
})

t.test('a wait ends when whoever waits gives up, through every door', async (t) => {
  const mock = await start(t)
  const { id } = await mock.admin.addBarrier(serviceId, { step: 'arrival' })
  const doors = [
    [mock.admin, 'AbortError'],
    [connectAdmin({ baseUrl: mock.baseUrl, fetch: mock.fetch }), 'ConnectionError'],
    [connectAdmin({ baseUrl: mock.baseUrl }), 'ConnectionError'],
  ] as const
  for (const [admin, name] of doors) {
    const caller = new AbortController()
    const wait = () =>
      t.rejects(admin.waitForBarrier(serviceId, id, { timeoutMs: 60_000 }, caller.signal), { name })
    const waiting = wait()
    caller.abort()
    await waiting
    await wait()
  }
})

t.test('a stop waits for no call that is held, nor for whoever waits for one', async (t) => {
  const mock = await start(t)
  const [held, idle] = [
    await mock.admin.addBarrier(serviceId, { step: 'storage', gmAction: 'QUERY' }),
    await mock.admin.addBarrier(serviceId, { step: 'storage', gmAction: 'REVOKE' }),
  ]
  const calls = [callGm(mock, query), callGm(mock, query, { caller: mock.fetch })]
  await mock.admin.waitForBarrier(serviceId, held.id)
  const waiting = t.rejects(mock.admin.waitForBarrier(serviceId, idle.id), {
    name: 'AdminError',
    status: 409,
  })
  await mock.close()
  await waiting
  await Promise.allSettled(calls)
  t.pass('both calls came to an end')
})

t.test('a service that is made while the answer about its deletion is held keeps its faults', async (t) => {
  const { admin, baseUrl } = await start(t)
  const { apiToken } = await admin.createApiToken({ rights: ['ADMIN'] })
  await admin.createService({ serviceId: '42' })
  const { id } = await admin.addBarrier('42', { step: 'answer' })
  const headers = { authorization: `Bearer ${apiToken}` }
  const deleting = fetch(`${baseUrl}/api/42/service/delete`, { method: 'DELETE', headers })
  await admin.waitForBarrier('42', id)
  await admin.createService({ serviceId: '42' })
  await admin.addFault('42', { fault: 'server_error' })
  await admin.releaseBarrier('42', id)
  t.equal((await deleting).status, 204)
  t.equal((await admin.listFaults('42')).faults.length, 1)
})
