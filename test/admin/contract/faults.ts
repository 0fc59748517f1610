import type { Test } from 'tap'
import type { FaultRequest } from '../../../schema/admin/faults.ts'
import { serviceId } from '../../support/mock.ts'
import { refusalOf, refusedAs, type OpenAdmin } from '../under-test.ts'

const misfits: readonly (readonly [
  what: string,
  order: unknown,
  problems: readonly (readonly [string, RegExp])[],
])[] = [
  ['that is none', {}, [['/fault', /^is missing$/]]],
  [
    'that does not exist',
    { fault: 'time-out' },
    [['/fault', /must be one of latency, timeout, .*, unknown_action\. Did you mean timeout\?$/]],
  ],
  ['that is a number', { fault: 5 }, [['/fault', /^must be one of latency, .*unknown_action$/]]],
  ['with an unknown member', { fault: 'timeout', headers: {} }, [['/headers', /not a known member/]]],
  [
    'for an API that does not exist',
    { fault: 'timeout', api: '/gm' },
    [['/api', /^is not the path of an API here\. Did you mean gm\?$/]],
  ],
  [
    'for several, of which one does not exist',
    { fault: 'timeout', api: ['gm', 'auth/tokens'] },
    [['/api/1', /Did you mean auth\/token\?/]],
  ],
  [
    'for a gmAction of another API',
    { fault: 'timeout', api: 'auth/token', gmAction: 'QUERY' },
    [['/gmAction', /API gm alone/]],
  ],
  [
    'for a gmAction of an API that does not exist',
    { fault: 'timeout', api: 'mg', gmAction: 'QUERY' },
    [['/api', /Did you mean gm\?/]],
  ],
  [
    'for a gmAction of no API',
    { fault: 'timeout', api: 5, gmAction: 'QUERY' },
    [['/api', /^must be string,array$/]],
  ],
  [
    'with a match that looks at an answer, and for an API that does not exist',
    { fault: 'timeout', match: { api: 'mg', action: 'OK' } },
    [
      ['/match/action', /not a known member/],
      ['/match/api', /Did you mean gm\?/],
    ],
  ],
  ['that is latency without a delay', { fault: 'latency' }, [['/delay', /what latency needs/]]],
  [
    'with a delay that it has not',
    { fault: 'timeout', delay: { fixed: 1 } },
    [['/delay', /for latency and slow_close/]],
  ],
  [
    'with two delays',
    { fault: 'latency', delay: { fixed: 1, uniform: [1, 2] } },
    [['/delay', /more than 1 prop/]],
  ],
  [
    'with a delay of six minutes',
    { fault: 'latency', delay: { fixed: 360_000 } },
    [['/delay/fixed', /<= 300000/]],
  ],
  [
    'with a range that runs backwards',
    { fault: 'latency', delay: { uniform: [2, 1] } },
    [['/delay/uniform', /begins with the longer/]],
  ],
  [
    'that comes when it cannot',
    { fault: 'truncated_json', when: 'before' },
    [['/when', /of truncated_json can only be after/]],
  ],
  [
    'with a Retry-After that it has not',
    { fault: 'timeout', retryAfterSeconds: 1 },
    [['/retryAfterSeconds', /for too_many_requests/]],
  ],
  ['for the nth and the next', { fault: 'timeout', nth: 1, next: 1 }, [['/next', /together with nth/]]],
  [
    'that is wrong everywhere',
    { fault: 'timeout', api: [], nth: 0, next: 1.5, probability: 2 },
    [
      ['/api', /fewer than 1 items/],
      ['/next', /integer/],
      ['/nth', />= 1/],
      ['/probability', /<= 1/],
    ],
  ],
]

export async function faultContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a fault is listed with its hits until it is deleted', async (t) => {
    const { admin, mock } = await open(t)
    const order: FaultRequest = {
      fault: 'authlete_error',
      api: ['gm', 'auth/token'],
      gmAction: 'QUERY',
      next: 2,
    }
    const { id, ...fault } = await admin.addFault(serviceId, order)
    t.strictSame(fault, { ...order, when: 'before', hits: 0, usedUp: false })
    const { request = {} } = await admin.mintToken(serviceId, { grant: {} })
    t.match(await mock.gm(request), { action: 'AUTHLETE_ERROR' })
    t.strictSame(await admin.listFaults(serviceId), { faults: [{ id, ...fault, hits: 1 }] })
    await admin.deleteFault(serviceId, id)
    t.match(await mock.gm(request), { action: 'OK' })
    t.strictSame(await admin.listFaults(serviceId), { faults: [] })
    t.strictSame(await refusalOf(admin.deleteFault(serviceId, id)), refusedAs(404, 'fault_unknown'))
  })

  t.test('the journal names the fault beside what was decided', async (t) => {
    const { admin, mock } = await open(t)
    await admin.addFault(serviceId, { fault: 'latency', delay: { fixed: 1 } })
    await admin.addFault(serviceId, { fault: 'authlete_error' })
    await mock.gm({ gmAction: 'QUERY', grantId: 'g', accessToken: 'a' })
    await admin.clearFaults(serviceId)
    await mock.gm({})
    const [after, entry] = (await admin.listRequests(serviceId)).requests
    t.match(entry, {
      fault: 'latency+authlete_error',
      status: 200,
      action: 'AUTHLETE_ERROR',
      reason: 'crash',
    })
    t.notOk('fault' in (after ?? {}))
    for (const fault of ['latency', 'authlete_error', 'latency+authlete_error']) {
      const { requests } = await admin.listRequests(serviceId, { fault })
      t.strictSame(
        requests.map(({ id }) => id),
        [entry?.id],
      )
    }
    const { trace } = await admin.getRequest(serviceId, entry?.id ?? '')
    t.ok(trace.length > 4)
  })

  t.test('clearing takes back the faults of one service', async (t) => {
    const { admin } = await open(t)
    await admin.createService({ serviceId: '42' })
    for (const id of [serviceId, serviceId, '42']) await admin.addFault(id, { fault: 'timeout' })
    await admin.clearFaults(serviceId)
    t.strictSame((await admin.listFaults(serviceId)).faults, [])
    t.equal((await admin.listFaults('42')).faults.length, 1)
  })

  for (const [what, order, problems] of misfits) {
    t.test(`a fault ${what} is refused`, async (t) => {
      const { admin } = await open(t)
      const refusal = await refusalOf(admin.addFault(serviceId, order as FaultRequest))
      t.match({ ...refusal, problems: [] }, refusedAs(400, 'invalid_request'))
      const found = refusal.problems.toSorted((one, other) =>
        `${one.path} ${one.message}`.localeCompare(`${other.path} ${other.message}`),
      )
      t.equal(found.length, problems.length, JSON.stringify(found))
      problems.forEach(([path, message], index) => t.match(found[index], { path, message }))
      t.strictSame((await admin.listFaults(serviceId)).faults, [])
    })
  }

  t.test('a service has a hundred faults at most, those that are over giving way', async (t) => {
    const { admin, mock } = await open(t)
    const { id } = await admin.addFault(serviceId, { fault: 'authlete_error', next: 1 })
    for (let made = 1; made < 100; made++)
      await admin.addFault(serviceId, { fault: 'timeout', api: 'auth/token' })
    const order: FaultRequest = { fault: 'timeout', api: 'auth/token' }
    t.strictSame(await refusalOf(admin.addFault(serviceId, order)), refusedAs(409, 'too_many_faults'))
    await mock.gm({ gmAction: 'QUERY', grantId: 'g', accessToken: 'a' })
    await admin.addFault(serviceId, order)
    const { faults } = await admin.listFaults(serviceId)
    t.equal(faults.length, 100)
    t.notOk(faults.some((fault) => fault.id === id))
  })

  t.test('a reset takes back faults and barriers, and ids do not begin anew', async (t) => {
    const { admin } = await open(t)
    const ids = async () => [
      (await admin.addFault(serviceId, { fault: 'timeout' })).id,
      (await admin.addBarrier(serviceId, { step: 'arrival' })).id,
    ]
    const before = await ids()
    await admin.reset(serviceId)
    t.strictSame(await admin.listFaults(serviceId), { faults: [] })
    t.strictSame(await admin.listBarriers(serviceId), { barriers: [] })
    const after = await ids()
    t.notOk(after.some((id, index) => id === before[index]))
    await admin.reset()
    t.strictSame(await admin.listFaults(serviceId), { faults: [] })
    t.strictSame(await admin.listBarriers(serviceId), { barriers: [] })
  })

  t.test('a service that is made anew has none of the faults of the one before', async (t) => {
    const { admin } = await open(t)
    await admin.createService({ serviceId: '42' })
    await admin.addFault('42', { fault: 'timeout' })
    await admin.deleteService('42')
    await admin.createService({ serviceId: '42' })
    t.strictSame(await admin.listFaults('42'), { faults: [] })
  })
}
