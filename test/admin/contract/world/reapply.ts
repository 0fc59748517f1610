import type { Test } from 'tap'
import type { Fixtures } from '../../../../schema/fixtures.ts'
import { callGm, refusalOf, type OpenAdmin } from '../../under-test.ts'

type Mutable<Value> = { -readonly [Member in keyof Value]: Value[Member] }

/** Fixtures that a test changes while the mock runs. */
function changeable(): {
  services: Mutable<Fixtures['services'][number]>[]
  apiTokens: { apiToken: string }[]
} {
  return {
    apiTokens: [{ apiToken: 'organization' }],
    services: ['1', '2'].map((serviceId) => ({
      serviceId,
      serviceName: 'before',
      apiTokens: [{ apiToken: `token-${serviceId}` }],
      tokens: [{ accessToken: 'a', grant: { grantId: 'g' } }],
    })),
  }
}

const statesOf = ({ services }: { readonly services: readonly { serviceId: string; fixture: string }[] }) =>
  services.map(({ serviceId, fixture }) => `${serviceId} ${fixture}`)

const query = { gmAction: 'QUERY', accessToken: 'a', grantId: 'g' } as const

export async function reapplyContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('what has not changed is left as it is', async (t) => {
    const world = changeable()
    const { admin } = await open(t, { world })
    await admin.deleteGrant('1', 'g')
    t.strictSame(statesOf(await admin.reapplyFixtures()), ['1 unchanged', '2 unchanged'])
    world.services[0] = {
      ...Object.fromEntries(Object.entries(world.services[0] ?? {}).toReversed()),
      serviceId: '1',
    }
    t.strictSame(
      statesOf(await admin.reapplyFixtures()),
      ['1 unchanged', '2 unchanged'],
      'the order of members',
    )
    t.strictSame((await admin.listGrants('1')).grants, [])
  })

  t.test('a changed service is reset to its fixture, and the others keep their state', async (t) => {
    const world = changeable()
    const { admin, mock } = await open(t, { world })
    for (const serviceId of ['1', '2']) {
      await callGm(mock, { serviceId, serviceToken: `token-${serviceId}` }, query)
      await admin.mintToken(serviceId, { accessToken: 'since' })
      await admin.addFault(serviceId, { fault: 'timeout' })
      await admin.saveSnapshot(serviceId, 'kept')
    }
    world.services[0] = { ...world.services[0], serviceId: '1', serviceName: 'after' }
    t.strictSame(statesOf(await admin.reapplyFixtures()), ['1 changed', '2 unchanged'])
    t.match(await admin.getService('1'), { serviceName: 'after' })
    const counts = ['1', '2'].map(async (serviceId) => [
      (await admin.listTokens(serviceId)).accessTokens.length,
      (await admin.listRequests(serviceId)).requests.length,
      (await admin.listFaults(serviceId)).faults.length,
      (await admin.listSnapshots(serviceId)).snapshots.length,
    ])
    t.strictSame(await Promise.all(counts), [
      [1, 0, 0, 1],
      [2, 1, 1, 1],
    ])
    await admin.updateService('1', { serviceName: 'changed by hand' })
    await admin.reset('1')
    t.match(await admin.getService('1'), { serviceName: 'after' }, 'a reset goes back to the new fixture')
    t.strictSame(statesOf(await admin.reapplyFixtures()), ['1 unchanged', '2 unchanged'])
    t.match(mock.log(), 'service 1 was reset to its fixture, which has changed')
  })

  t.test('a new service is created, and one that is gone stays until it is deleted', async (t) => {
    const world = changeable()
    const { admin, mock } = await open(t, { world })
    world.services = [{ serviceId: '3', apiTokens: [{ apiToken: 'three' }] }, ...world.services.slice(1)]
    t.strictSame(statesOf(await admin.reapplyFixtures()), ['3 new', '2 unchanged', '1 removed'])
    const { body } = await callGm(mock, { serviceId: '3', serviceToken: 'three' }, query)
    t.equal(body.action, 'UNAUTHORIZED')
    t.match(await admin.getService('1'), { serviceName: 'before' })
    await admin.deleteService('1')
    t.strictSame(statesOf(await admin.reapplyFixtures()), ['3 unchanged', '2 unchanged'])
    t.match(mock.log(), /service 3 was created from its fixture[^]*service 1 is no longer in the fixtures/)
  })

  t.test('a service that was created by a call becomes the one of the fixtures', async (t) => {
    const world = changeable()
    const { admin } = await open(t, { world })
    await admin.createService({ serviceId: '3', serviceName: 'mine' })
    world.services.push({ serviceId: '3', serviceName: 'of the file' })
    t.strictSame(statesOf(await admin.reapplyFixtures()), ['1 unchanged', '2 unchanged', '3 changed'])
    await admin.reset()
    t.match(await admin.getService('3'), { serviceName: 'of the file' })
  })

  t.test('API tokens may move from one service to another, and organization tokens change', async (t) => {
    const world = changeable()
    const { admin, mock } = await open(t, { world })
    const status = async (serviceId: string, serviceToken: string) =>
      (
        await mock.inject({
          method: 'POST',
          url: `/api/${serviceId}/gm`,
          headers: { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json' },
          payload: '{}',
        })
      ).statusCode
    world.services = ['1', '2'].map((serviceId) => ({
      serviceId,
      apiTokens: [{ apiToken: `token-${serviceId === '1' ? '2' : '1'}` }],
    }))
    world.apiTokens = [{ apiToken: 'another' }]
    t.strictSame(statesOf(await admin.reapplyFixtures()), ['1 changed', '2 changed'])
    const statuses = [
      await status('1', 'token-2'),
      await status('2', 'token-1'),
      await status('1', 'token-1'),
      await status('1', 'another'),
      await status('1', 'organization'),
    ]
    t.strictSame(statuses, [200, 200, 403, 200, 401])
    await admin.reset()
    t.strictSame([await status('1', 'another'), await status('1', 'organization')], [200, 401])
  })

  t.test('fixtures with problems change nothing, and the problems are told', async (t) => {
    const world = changeable()
    const { admin } = await open(t, { world })
    world.services = [{ serviceId: '1', serviceName: 'after', dpopNonceDuration: -1 }, { serviceId: '1' }]
    const refusal = await refusalOf(admin.reapplyFixtures())
    t.match(refusal, {
      status: 400,
      error: 'fixtures_unusable',
      problems: [
        { path: '/services/0/dpopNonceDuration' },
        { path: '/services/1/serviceId', message: 'is given twice' },
      ],
    })
    t.match(await admin.getService('1'), { serviceName: 'before' })
  })

  t.test('two at once are applied one after the other', async (t) => {
    const world = changeable()
    const { admin } = await open(t, { world })
    world.services[0] = { serviceId: '1', serviceName: 'after' }
    const both = await Promise.all([admin.reapplyFixtures(), admin.reapplyFixtures()])
    t.strictSame(new Set(both.map((states) => statesOf(states)[0])), new Set(['1 changed', '1 unchanged']))
  })
}
