import type { Test } from 'tap'
import type { BarrierRequest } from '../../../schema/admin/faults.ts'
import { serviceId } from '../../support/mock.ts'
import { refusalOf, refusedAs, type OpenAdmin } from '../under-test.ts'

export async function barrierContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a barrier holds one call at its step until it is released', async (t) => {
    const { admin, mock } = await open(t)
    const { request = {}, grantId } = await admin.mintToken(serviceId, { grant: {} })
    const order: BarrierRequest = { step: 'change', api: 'gm', gmAction: 'REVOKE' }
    const { id, ...barrier } = await admin.addBarrier(serviceId, order)
    t.strictSame(barrier, { ...order, state: 'waiting' })
    const revocation = { ...request, gmAction: 'REVOKE' } as const
    const revoking = mock.gm(revocation)
    const held = { api: 'gm', gmAction: 'REVOKE', body: revocation }
    t.strictSame(await admin.waitForBarrier(serviceId, id), { held })
    t.strictSame(await admin.listBarriers(serviceId), {
      barriers: [{ id, ...order, state: 'holding', held }],
    })
    t.match(await mock.gm(request), { action: 'OK' }, 'nothing has changed yet')
    await admin.releaseBarrier(serviceId, id)
    t.match(await revoking, { action: 'NO_CONTENT' })
    t.match(await mock.gm(request), { action: 'NOT_FOUND' })
    await admin.releaseBarrier(serviceId, id)
    t.strictSame(await admin.waitForBarrier(serviceId, id, { timeoutMs: 0 }), { held })
    t.match((await admin.listBarriers(serviceId)).barriers, [{ state: 'released', held: { api: 'gm' } }])
    t.ok(grantId)
  })

  t.test('a barrier holds the first call that comes to its step, and no other', async (t) => {
    const { admin, mock } = await open(t)
    const { id } = await admin.addBarrier(serviceId, { step: 'storage' })
    const { request = {} } = await admin.mintToken(serviceId, { grant: {} })
    t.match(await mock.gm({}), { action: 'CALLER_ERROR' }, 'it asks no storage')
    const held = mock.gm(request)
    await admin.waitForBarrier(serviceId, id)
    t.match(await mock.gm(request), { action: 'OK' })
    await admin.deleteBarrier(serviceId, id)
    t.match(await held, { action: 'OK' })
    t.strictSame(await admin.listBarriers(serviceId), { barriers: [] })
    t.strictSame(await refusalOf(admin.deleteBarrier(serviceId, id)), refusedAs(404, 'barrier_unknown'))
    t.strictSame(await refusalOf(admin.releaseBarrier(serviceId, id)), refusedAs(404, 'barrier_unknown'))
    t.strictSame(await refusalOf(admin.waitForBarrier(serviceId, id)), refusedAs(404, 'barrier_unknown'))
  })

  t.test('a barrier that is released early holds nothing', async (t) => {
    const { admin, mock } = await open(t)
    const { id } = await admin.addBarrier(serviceId, { step: 'answer' })
    const waiting = refusalOf(admin.waitForBarrier(serviceId, id))
    await admin.releaseBarrier(serviceId, id)
    t.strictSame(await waiting, refusedAs(409, 'barrier_released'))
    t.match(await mock.gm({}), { action: 'CALLER_ERROR' })
  })

  t.test('a wait ends in time, and when the service is reset', async (t) => {
    const { admin } = await open(t)
    const { id } = await admin.addBarrier(serviceId, { step: 'arrival' })
    const impatient = admin.waitForBarrier(serviceId, id, { timeoutMs: 1 })
    t.strictSame(await refusalOf(impatient), refusedAs(409, 'barrier_timeout'))
    const waiting = refusalOf(admin.waitForBarrier(serviceId, id))
    await admin.reset(serviceId)
    t.match(await waiting, { error: /barrier_(released|unknown)/ })
  })

  t.test('a barrier holds what its match wants', async (t) => {
    const { admin, mock } = await open(t)
    const order: BarrierRequest = {
      step: 'arrival',
      match: { grantId: 'wanted', body: { gmAction: 'QUERY' } },
    }
    const { id } = await admin.addBarrier(serviceId, order)
    await mock.gm({ gmAction: 'QUERY', grantId: 'other' })
    await mock.gm({ gmAction: 'REVOKE', grantId: 'wanted' })
    const held = mock.gm({ gmAction: 'QUERY', grantId: 'wanted' })
    t.match(await admin.waitForBarrier(serviceId, id), { held: { body: { grantId: 'wanted' } } })
    await admin.releaseBarrier(serviceId, id)
    await held
  })

  t.test('a barrier with a wrong step, and a wait that is too long, are refused', async (t) => {
    const { admin } = await open(t)
    const order = { step: 'admission', api: 'gn' } as unknown as BarrierRequest
    const { problems } = await refusalOf(admin.addBarrier(serviceId, order))
    t.strictSame(problems.map(({ path }) => path).toSorted(), ['/api', '/step'])
    const { id } = await admin.addBarrier(serviceId, { step: 'arrival' })
    const { status } = await refusalOf(admin.waitForBarrier(serviceId, id, { timeoutMs: 60_001 }))
    t.equal(status, 400)
  })

  t.test('a service has a hundred barriers at most, those that are released giving way', async (t) => {
    const { admin } = await open(t)
    const ids: string[] = []
    for (let made = 0; made < 100; made++)
      ids.push((await admin.addBarrier(serviceId, { step: 'answer' })).id)
    const more = (): Promise<unknown> => admin.addBarrier(serviceId, { step: 'answer' })
    t.strictSame(await refusalOf(more()), refusedAs(409, 'too_many_barriers'))
    await admin.releaseBarrier(serviceId, ids[50] ?? '')
    await more()
    const { barriers } = await admin.listBarriers(serviceId)
    t.equal(barriers.length, 100)
    t.notOk(barriers.some(({ id }) => id === ids[50]))
  })

  t.test('a hundred wait at once at most', async (t) => {
    const { admin } = await open(t)
    const { id } = await admin.addBarrier(serviceId, { step: 'answer' })
    const waits = Array.from({ length: 101 }, () =>
      refusalOf(admin.waitForBarrier(serviceId, id, { timeoutMs: 60_000 })),
    )
    t.strictSame(await Promise.race(waits), refusedAs(429, 'too_many_waits'))
    await admin.deleteBarrier(serviceId, id)
    const errors = (await Promise.all(waits)).map(({ error }) => error)
    t.equal(errors.filter((error) => error === 'barrier_released').length, 100)
  })
}
