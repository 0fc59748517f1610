import type { Test } from 'tap'
import type { Store } from '../../src/store/store.ts'
import {
  baselineOf,
  accessTokensOf,
  codeOf,
  now,
  proofOf,
  pushedRequestOf,
  serviceOf,
  ticketOf,
  tokenOf,
  tokenTicketOf,
  generationOf,
  type OpenStore,
} from './samples.ts'

const key = { serviceId: '1', name: 'before' }

export async function snapshotsContract(t: Test, open: OpenStore): Promise<void> {
  t.test('a service returns to everything that was saved of it, as often as wanted', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1'), serviceOf('2')])
    await store.saveApiToken({ tokenHash: 'of 2', serviceId: '2', rights: [] })
    await fillService(store, '1')
    const before = await describeService(store, '1')
    t.match(await store.saveSnapshot(key, now, 1), { savedAt: Number })
    for (const time of [1, 2]) {
      await changeService(store, '1')
      t.notSame(await describeService(store, '1'), before)
      t.strictSame(await store.restoreSnapshot(key), ['1'])
      t.strictSame(await describeService(store, '1'), before, `time ${time}`)
    }
    await sweepAll(store)
    t.strictSame(await store.restoreSnapshot(key), ['1'], 'a sweep leaves snapshots alone')
    t.strictSame(await describeService(store, '1'), before)
    t.ok(await store.findApiToken('of 2'), 'other services are left alone')
  })

  t.test('a restored code and a restored ticket work once, a restored proof is still spent', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1')])
    await fillService(store, '1')
    await store.saveSnapshot(key, now, 1)
    await store.restoreSnapshot(key)
    const generation = await generationOf(store, '1')
    t.equal(await store.recordProof(generation, proofOf('jti')), false)
    t.equal((await store.findPending(generation, 'code', 'code'))?.isUsed, false)
    t.equal(await store.issueCode(generation, 'ticket', codeOf('other')), 'issued')
    t.equal(await store.issueCode(generation, 'ticket', codeOf('another')), 'ticket_gone')
  })

  t.test('what was saved again replaces what had the name, and the most is the most', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1'), serviceOf('2')])
    t.match(await store.saveSnapshot({ serviceId: '1', name: 'a' }, now, 2), { savedAt: Number })
    t.match(await store.saveSnapshot({ serviceId: '1', name: 'b' }, now, 2), { savedAt: Number })
    t.equal(await store.saveSnapshot({ serviceId: '1', name: 'c' }, now, 2), 'snapshots_full')
    t.match(await store.saveSnapshot({ serviceId: '2', name: 'c' }, now, 2), { savedAt: Number })
    t.match(await store.saveSnapshot({ name: 'c' }, now, 2), { savedAt: Number })
    await store.saveToken(await generationOf(store, '1'), tokenOf('one'))
    t.match(await store.saveSnapshot({ serviceId: '1', name: 'b' }, now + 1, 2), { savedAt: Number })
    const empty = { services: 1, clients: 0, grants: 0, accessTokens: 0, refreshTokens: 0 }
    t.strictSame(await store.listSnapshots('1'), [
      { name: 'a', savedAt: now, ...empty },
      { name: 'b', savedAt: now + 1, services: 1, clients: 1, grants: 1, accessTokens: 1, refreshTokens: 1 },
    ])
    t.strictSame(await store.listSnapshots(), [{ ...empty, name: 'c', savedAt: now, services: 2 }])
  })

  t.test('what is not there is neither found nor restored nor deleted', async (t) => {
    const store = await open(t)
    t.equal(await store.saveSnapshot(key, now, 1), 'service_unknown')
    t.equal(await store.findSnapshot(key), undefined)
    t.equal(await store.restoreSnapshot(key), undefined)
    t.equal(await store.deleteSnapshot(key), false)
    t.strictSame(await store.listSnapshots('1'), [])
  })

  t.test('a snapshot is read as it was saved', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1'), serviceOf('2')])
    await fillService(store, '1')
    await fillService(store, '2')
    const generation = await generationOf(store, '1')
    await store.saveApiToken({ tokenHash: 'organization', rights: ['ADMIN'] })
    await store.saveSnapshot(key, now, 1)
    await store.saveSnapshot({ name: 'all' }, now, 1)
    const content = await store.findSnapshot(key)
    t.strictSame(content?.organizationTokens, [])
    t.equal(content?.services.length, 1)
    t.strictSame(content?.services[0]?.initialState, {
      apiTokens: [{ tokenHash: 'of 1', serviceId: '1', rights: ['ADMIN'] }],
      clients: (await store.listClients(generation, { start: 0, end: 10 })).entries,
      grants: await store.listGrants(generation),
      accessTokens: await accessTokensOf(store, generation),
      refreshTokens: await store.listRefreshTokens(generation),
      grantedScopes: [
        {
          clientId: 1,
          subject: 'alice',
          latest: ['openid', 'profile'],
          merged: ['openid', 'profile'],
          modifiedAt: now,
        },
      ],
    })
    const all = await store.findSnapshot({ name: 'all' })
    t.strictSame(all?.organizationTokens, [{ tokenHash: 'organization', rights: ['ADMIN'] }])
    t.strictSame(
      all?.services.map(({ service }) => service.serviceId),
      ['1', '2'],
    )
  })

  t.test('all services return at once: those made since go, those dropped since come back', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1'), serviceOf('2'), serviceOf('3', { origin: 'fixture' })])
    await store.saveApiToken({ tokenHash: 'organization', rights: ['ADMIN'] })
    await fillService(store, '2')
    const before = [await describeService(store, '2'), await describeService(store, '3')]
    t.match(await store.saveSnapshot({ name: 'all' }, now, 1), { savedAt: Number })
    await store.deleteService('2')
    await store.deleteService('3')
    await store.createServices([serviceOf('4'), serviceOf('5', { origin: 'fixture' })])
    await store.replaceOrganizationTokens([{ tokenHash: 'another', rights: [] }])
    t.strictSame(new Set(await store.restoreSnapshot({ name: 'all' })), new Set(['1', '2', '3', '4', '5']))

    t.strictSame([await describeService(store, '2'), await describeService(store, '3')], before)
    t.strictSame(
      (await store.listServices()).map(({ serviceId }) => serviceId),
      ['1', '2', '3'],
    )
    t.ok(await store.findApiToken('organization'))
    t.equal(await store.findApiToken('another'), undefined)
    t.strictSame(await store.listFixtureServices(), ['3', '5'], 'a reset brings back what fixtures declared')
    t.ok(await baselineOf(store, '2'))
  })

  for (const origin of ['fixture', 'api'] as const) {
    t.test(`the snapshots of a service of origin ${origin} go with it, and stay with a reset`, async (t) => {
      const store = await open(t)
      const service = serviceOf('1', { origin })
      await store.createServices([service])
      await store.saveSnapshot(key, now, 1)
      await store.saveSnapshot({ name: 'all' }, now, 1)
      await store.resetService('1', () => ({
        baseline: service.baseline,
        initialState: service.initialState,
      }))
      t.equal((await store.listSnapshots('1')).length, 1)
      await store.deleteService('1')
      t.strictSame(await store.listSnapshots('1'), [])
      t.equal(await store.restoreSnapshot(key), undefined)
      t.equal((await store.listSnapshots()).length, 1, 'a snapshot of all services is not its own')
    })
  }

  t.test('a snapshot that was deleted is gone, and leaves nothing behind', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1')])
    await fillService(store, '1')
    const before = await describeService(store, '1')
    await store.saveSnapshot(key, now, 1)
    t.equal(await store.deleteSnapshot(key), true)
    t.equal(await store.deleteSnapshot(key), false)
    await sweepAll(store)
    t.strictSame(await describeService(store, '1'), before)
    t.strictSame(await store.listSnapshots('1'), [])
  })
}

async function sweepAll(store: Store): Promise<void> {
  while (await store.sweepAbandoned());
}

/** Puts something into every part of a service's state. */
async function fillService(store: Store, serviceId: string): Promise<void> {
  const generation = await generationOf(store, serviceId)
  await store.saveApiToken({ tokenHash: `of ${serviceId}`, serviceId, rights: ['ADMIN'] })
  await store.saveToken(generation, tokenOf('one'))
  await store.createClient(generation, {
    clientId: 9,
    clientType: 'PUBLIC',
    properties: { clientName: 'Nine' },
  })
  await store.recordProof(generation, proofOf('jti'))
  await store.savePending(generation, 'ticket', ticketOf('redeemed'))
  await store.issueCode(generation, 'redeemed', codeOf('code'))
  await store.savePending(generation, 'ticket', ticketOf('ticket'))
  await store.savePending(generation, 'token_ticket', tokenTicketOf('token-ticket'))
  await store.savePending(generation, 'pushed_request', pushedRequestOf('pushed'))
}

async function changeService(store: Store, serviceId: string): Promise<void> {
  const generation = await generationOf(store, serviceId)
  await store.updateService(serviceId, () => ({ properties: {}, clock: { mode: 'frozen', now: 1 } }))
  await store.saveApiToken({ tokenHash: 'made since', serviceId, rights: [] })
  await store.deleteClient(generation, 1)
  await store.saveToken(generation, tokenOf('two'))
  await store.endPending(generation, 'token_ticket', 'token-ticket')
}

/** All that can be told of a service, except under which number it is kept. */
async function describeService(store: Store, serviceId: string): Promise<unknown> {
  const found = await store.findService(serviceId)
  const { generation, ...service } = found ?? { generation: 0 }
  return [
    service,
    await store.findApiToken(`of ${serviceId}`),
    await store.findApiToken('made since'),
    await baselineOf(store, serviceId),
    await store.listClients(generation, { start: 0, end: 10 }),
    await store.listGrants(generation),
    await accessTokensOf(store, generation),
    await store.listRefreshTokens(generation),
    (await store.findPending(generation, 'ticket', 'ticket'))?.content,
    (await store.findPending(generation, 'token_ticket', 'token-ticket'))?.content,
    (await store.findPending(generation, 'pushed_request', 'pushed'))?.content,
    await store.findPending(generation, 'code', 'code'),
    await store.findGrantedScopes(generation, 1, 'alice'),
    await store.isProofUsed(generation, proofOf('jti')),
  ]
}
