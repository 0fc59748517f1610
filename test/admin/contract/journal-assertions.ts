import type { Test } from 'tap'
import { serviceId, type TestMock } from '../../support/mock.ts'
import { refusalOf, refusedAs, type OpenAdmin } from '../under-test.ts'

const query = (grantId: string) => ({ gmAction: 'QUERY', grantId, accessToken: 'unknown' }) as const

/** Calls that are refused, one for each grant id; gives back the ids of their entries. */
async function makeCalls(mock: TestMock, ...grantIds: readonly string[]): Promise<void> {
  for (const grantId of grantIds) await mock.gm(query(grantId))
}

export async function journalAssertionContract(t: Test, open: OpenAdmin): Promise<void> {
  await t.test('counting', (t) => countContract(t, open))
  await t.test('waiting', (t) => waitContract(t, open))
  await t.test('waiting in vain', (t) => missContract(t, open))
}

async function countContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a count tells how many calls are what is wanted, and where to go on', async (t) => {
    const { admin, mock } = await open(t)
    t.strictSame(await admin.countRequests(serviceId), { count: 0, dropped: 0, cursor: '0' })
    await makeCalls(mock, 'a', 'b', 'a')
    const counts = [
      [{}, 3],
      [{ match: { grantId: 'a' } }, 2],
      [{ match: { api: 'gm', gmAction: 'QUERY', body: { grantId: 'b' } } }, 1],
      [{ match: { action: 'OK' } }, 0],
      [{ match: { status: 200 } }, 3],
      [{ match: { status: 401 } }, 0],
      [{ match: { response: { action: 'UNAUTHORIZED' } }, after: '1' }, 2],
      [{ after: '3' }, 0],
      [{ after: '900' }, 0],
    ] as const
    for (const [order, count] of counts) {
      const expected = { count, dropped: 0, cursor: '3' }
      t.strictSame(await admin.countRequests(serviceId, order), expected, JSON.stringify(order))
    }
  })

  t.test('a count tells what it could not see', async (t) => {
    const { admin, mock } = await open(t, { journalEntries: 2 })
    await makeCalls(mock, 'a', 'b', 'c', 'd', 'e')
    t.strictSame(await admin.countRequests(serviceId), { count: 2, dropped: 3, cursor: '5' })
    t.strictSame(await admin.countRequests(serviceId, { after: '2' }), { count: 2, dropped: 1, cursor: '5' })
    t.strictSame(await admin.countRequests(serviceId, { after: '3' }), { count: 2, dropped: 0, cursor: '5' })
  })

  t.test('a cursor survives the clearing of the journal', async (t) => {
    const { admin, mock } = await open(t)
    await makeCalls(mock, 'a', 'b')
    const { cursor } = await admin.countRequests(serviceId)
    await admin.clearRequests(serviceId)
    await makeCalls(mock, 'c')
    t.strictSame(await admin.countRequests(serviceId, { after: cursor }), {
      count: 1,
      dropped: 0,
      cursor: '3',
    })
    const { requests } = await admin.listRequests(serviceId, { after: cursor })
    t.match(requests, [{ id: '3' }])
  })
}

async function waitContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a wait ends with the call that is wanted', async (t) => {
    const { admin, mock } = await open(t)
    const { cursor } = await admin.countRequests(serviceId)
    const waiting = admin.waitForRequests(serviceId, { match: { grantId: 'b' }, after: cursor })
    await makeCalls(mock, 'a', 'b')
    const { requests, ...rest } = await waiting
    t.strictSame(rest, { count: 1, dropped: 0, cursor: '2' })
    t.strictSame(requests, (await admin.listRequests(serviceId, { grantId: 'b' })).requests)
  })

  t.test('a wait with a cursor counts what came since, and gives the first of it', async (t) => {
    const { admin, mock } = await open(t)
    await makeCalls(mock, 'yesterday')
    const { cursor } = await admin.listRequests(serviceId)
    await makeCalls(mock, 'a', 'b', 'c')
    const { requests, cursor: next } = await admin.waitForRequests(serviceId, { count: 2, after: cursor })
    t.match(requests, [{ request: { body: { grantId: 'a' } } }, { request: { body: { grantId: 'b' } } }])
    t.equal(next, '3')
    const rest = await admin.waitForRequests(serviceId, { after: next })
    t.match(rest.requests, [{ request: { body: { grantId: 'c' } } }])
  })

  t.test('a wait without a cursor does not count what came before', async (t) => {
    const { admin, mock } = await open(t)
    await makeCalls(mock, 'a')
    const refusal = refusalOf(admin.waitForRequests(serviceId, { timeoutMs: 0 }))
    t.strictSame(await refusal, refusedAs(409, 'requests_missing'))
  })

  t.test('a wait goes on while its service is reset', async (t) => {
    const { admin, mock } = await open(t)
    const waiting = admin.waitForRequests(serviceId, { after: '0' })
    await admin.reset(serviceId)
    await makeCalls(mock, 'a')
    t.equal((await waiting).count, 1)
  })
}

async function missContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a wait in vain tells which calls were nearly right, and what they had instead', async (t) => {
    const { admin, mock } = await open(t)
    await makeCalls(mock, 'a', 'b')
    await mock.gm({})
    const match = { api: 'gm', gmAction: 'QUERY', grantId: 'c' }
    const refusal = await refusalOf(
      admin.waitForRequests(serviceId, { match, after: '0', timeoutMs: 0, count: 2 }),
    )
    const call = (id: number) => `call ${id} (POST gm: 200 UNAUTHORIZED A279306)`
    t.strictSame(
      refusal,
      refusedAs(409, 'requests_missing', [
        { path: '/match/grantId', message: `wants "c", but ${call(1)} has "a"` },
        { path: '/match/grantId', message: `wants "c", but ${call(2)} has "b"` },
      ]),
    )
  })

  t.test('a wait in vain says in one sentence what came', async (t) => {
    const { admin, mock } = await open(t, { journalEntries: 1 })
    await makeCalls(mock, 'a', 'a')
    const wait = { match: { grantId: 'b' }, after: '0', timeoutMs: 0 }
    await t.rejects(admin.waitForRequests(serviceId, wait), {
      message:
        /^0 of 1 wanted calls came within 0 ms after cursor 0, and 1 that differ\. 1 more gave way to newer ones and could not be looked at\./,
    })
    await t.rejects(admin.waitForRequests(serviceId, { after: '2', timeoutMs: 0 }), {
      message: '0 of 1 wanted calls came within 0 ms after cursor 2, and no other.',
    })
  })

  t.test('no token gets into the message of a wait in vain', async (t) => {
    const { admin, mock } = await open(t)
    await mock.gm({ gmAction: 'QUERY', grantId: 'g', accessToken: 'very-secret' })
    const match = { accessToken: 'wanted-secret', body: { dpop: 'secret-proof' } }
    try {
      await admin.waitForRequests(serviceId, { match, after: '0', timeoutMs: 0 })
      t.fail('it was refused')
    } catch (error) {
      t.notMatch(JSON.stringify(error) + String(error), 'secret')
    }
  })
}
