import t from 'tap'
import type { FaultRequest } from '../../schema/admin/faults.ts'
import { callGm, query, revoke, serviceId, startFaulty } from '../support/servers/faulty.ts'

const scopes: readonly (readonly [Omit<FaultRequest, 'fault'>, readonly string[]])[] = [
  [{}, ['query', 'revoke', 'client', 'query again']],
  [{ api: 'gm' }, ['query', 'revoke', 'query again']],
  [{ api: ['gm', 'client/get/{clientId}'] }, ['query', 'revoke', 'client', 'query again']],
  [{ api: 'client/get/{clientId}' }, ['client']],
  [{ gmAction: 'QUERY' }, ['query', 'query again']],
  [{ gmAction: 'REVOKE' }, ['revoke']],
  [{ api: 'gm', gmAction: 'QUERY', nth: 2 }, ['query again']],
  [{ nth: 3 }, ['client']],
  [{ match: { clientId: 1001 } }, ['client']],
  [{ match: { body: { gmAction: 'QUERY' } }, nth: 2 }, ['query again']],
  [{ next: 2 }, ['query', 'revoke']],
  [{ probability: 0 }, []],
]
for (const [scope, faulty] of scopes) {
  t.test(
    `a fault with the scope ${JSON.stringify(scope)} meets ${faulty.join(', ') || 'nothing'}`,
    async (t) => {
      const mock = await startFaulty(t)
      await mock.admin.addFault(serviceId, { ...scope, fault: 'bad_gateway' })
      const calls: readonly (readonly [string, () => Promise<Response>])[] = [
        ['query', () => callGm(mock, 'in process', query)],
        ['revoke', () => callGm(mock, 'in process', revoke)],
        [
          'client',
          () =>
            mock.fetch(`/api/${serviceId}/client/get/1001`, { headers: { authorization: 'Bearer token' } }),
        ],
        ['query again', () => callGm(mock, 'in process', query)],
      ]
      const met: string[] = []
      for (const [name, call] of calls) if ((await call()).status === 502) met.push(name)
      t.strictSame(met, faulty)
    },
  )
}

t.test('a fault of one mock does not happen to another in the same process', async (t) => {
  const [one, other] = [await startFaulty(t), await startFaulty(t)]
  await one.admin.addFault(serviceId, { fault: 'bad_gateway' })
  t.equal((await callGm(one, 'over a socket', query)).status, 502)
  t.equal((await callGm(other, 'over a socket', query)).status, 200)
})

t.test('a seed repeats which calls meet a fault of some probability', async (t) => {
  const statuses = async () => {
    const mock = await startFaulty(t)
    await mock.admin.addFault(serviceId, { fault: 'bad_gateway', probability: 0.5 })
    const seen: number[] = []
    for (let call = 0; call < 20; call++) seen.push((await callGm(mock, 'in process', query)).status)
    return seen
  }
  const first = await statuses()
  t.strictSame(await statuses(), first)
  t.strictSame(new Set(first), new Set([200, 502]))
})

t.test('an order that is no object is refused', async (t) => {
  const { admin } = await startFaulty(t)
  for (const order of [[], 5, null]) {
    await t.rejects(admin.addFault(serviceId, order as never), { name: 'AdminError', status: 400 })
    await t.rejects(admin.addBarrier(serviceId, order as never), { name: 'AdminError', status: 400 })
  }
})
