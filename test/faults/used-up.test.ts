import t from 'tap'
import type { FaultRequest } from '../../schema/admin/faults.ts'
import { faultNames } from '../../schema/admin/faults.ts'
import { callGm, lastEntry, query, revoke, serviceId, startFaulty } from '../support/servers/faulty.ts'

const needs: Readonly<Partial<Record<FaultRequest['fault'], Partial<FaultRequest>>>> = {
  latency: { delay: { fixed: 1 } },
  slow_close: { delay: { fixed: 1 } },
}

/** What a caller gets: the answer, or how it fails. */
async function outcomeOf(call: Promise<Response>): Promise<unknown> {
  try {
    const answer = await call
    return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() }
  } catch (error) {
    return (error as Error).name
  }
}

for (const fault of faultNames) {
  t.test(`a ${fault} that has struck strikes, delays and alters nothing more`, async (t) => {
    const mock = await startFaulty(t)
    const call = () => outcomeOf(callGm(mock, 'in process', query, AbortSignal.timeout(5000)))
    const untouched = await call()
    const order: FaultRequest = { fault, api: 'gm', match: { grantId: 'grant' }, next: 1, ...needs[fault] }
    const { id } = await mock.admin.addFault(serviceId, order)
    const struck = outcomeOf(callGm(mock, 'in process', query, AbortSignal.timeout(300)))
    await struck
    t.equal((await lastEntry(mock)).fault, fault)
    for (let calls = 0; calls < 2; calls += 1) {
      t.strictSame(await call(), untouched)
      t.notOk('fault' in (await lastEntry(mock)))
    }
    t.match((await mock.admin.listFaults(serviceId)).faults, [{ id, hits: 1, usedUp: true }])
    const again = await mock.admin.addFault(serviceId, order)
    t.equal(again.usedUp, false)
    await outcomeOf(callGm(mock, 'in process', query, AbortSignal.timeout(300)))
    t.equal((await lastEntry(mock)).fault, fault, 'a new one of the same match strikes')
    t.strictSame(await call(), untouched)
    const { faults } = await mock.admin.listFaults(serviceId)
    t.strictSame(
      faults.map(({ hits, usedUp }) => [hits, usedUp]),
      [
        [1, true],
        [1, true],
      ],
    )
  })
}

t.test('a fault for the nth call is used up by it, and not before', async (t) => {
  const mock = await startFaulty(t)
  await mock.admin.addFault(serviceId, { fault: 'bad_gateway', nth: 2 })
  const seen: unknown[] = []
  for (let calls = 0; calls < 3; calls += 1) {
    const { status } = await callGm(mock, 'in process', query)
    seen.push([status, (await mock.admin.listFaults(serviceId)).faults[0]?.usedUp])
  }
  t.strictSame(seen, [
    [200, false],
    [502, true],
    [200, true],
  ])
})

t.test('a fault strikes a call once that is decided again, and no other one', async (t) => {
  const mock = await startFaulty(t)
  const { admin } = mock
  await admin.addFault(serviceId, { fault: 'latency', delay: { fixed: 1 }, next: 1 })
  await admin.addFault(serviceId, { fault: 'latency', delay: { fixed: 1 }, when: 'after', next: 1 })
  const { id } = await admin.addBarrier(serviceId, { step: 'change', gmAction: 'REVOKE' })
  const revoking = callGm(mock, 'in process', revoke)
  await admin.waitForBarrier(serviceId, id)
  await admin.deleteClient(serviceId, 1001)
  await admin.releaseBarrier(serviceId, id)
  t.not(((await (await revoking).json()) as { action: string }).action, 'NO_CONTENT', 'it was decided again')
  t.equal((await lastEntry(mock)).fault, 'latency+latency')
  await callGm(mock, 'in process', revoke)
  t.notOk('fault' in (await lastEntry(mock)))
  t.match((await admin.listFaults(serviceId)).faults, [
    { hits: 1, usedUp: true },
    { hits: 1, usedUp: true },
  ])
})

t.test('a barrier that was released pauses nothing, and leaves calls to a new one', async (t) => {
  const mock = await startFaulty(t)
  const { admin } = mock
  const order = { step: 'storage', gmAction: 'QUERY', match: { grantId: 'grant' } } as const
  const call = async () =>
    ((await (await callGm(mock, 'in process', query)).json()) as { action: string }).action
  const early = await admin.addBarrier(serviceId, order)
  await admin.releaseBarrier(serviceId, early.id)
  t.equal(await call(), 'OK')
  for (const _ of ['one', 'another']) {
    const { id } = await admin.addBarrier(serviceId, order)
    const paused = call()
    await admin.waitForBarrier(serviceId, id)
    t.equal(await call(), 'OK', 'another call passes')
    await admin.releaseBarrier(serviceId, id)
    t.equal(await paused, 'OK')
    t.equal(await call(), 'OK')
  }
  const { barriers } = await admin.listBarriers(serviceId)
  t.strictSame(
    barriers.map(({ state, held }) => [state, held !== undefined]),
    [
      ['released', false],
      ['released', true],
      ['released', true],
    ],
  )
})
