import type { Test } from 'tap'
import type { Store } from '../../src/store/store.ts'
import {
  toEmpty,
  baselineOf,
  emptyBaseline,
  emptyState,
  grantOf,
  now,
  proofOf,
  serviceOf,
  tokenOf,
  generationOf,
  type OpenStore,
} from './samples.ts'

export async function sweepContract(t: Test, open: OpenStore): Promise<void> {
  for (const origin of ['fixture', 'api'] as const) {
    t.test(
      `a reset brings a service of origin ${origin} back to its baseline in a new generation`,
      async (t) => {
        const store = await open(t)
        await store.createServices([serviceOf('1', { origin })])
        const before = await generationOf(store, '1')
        await store.saveToken(before, tokenOf('one'))
        await store.recordProof(before, proofOf('jti'))
        await store.updateService('1', () => ({ properties: {}, clock: { mode: 'frozen', now: 1 } }))
        await store.saveApiToken({ tokenHash: 'made since', serviceId: '1', rights: [] })
        const initialState = {
          ...emptyState,
          apiTokens: [{ tokenHash: 'declared', serviceId: '1', rights: ['ADMIN'] }],
          grants: [{ ...grantOf('declared-grant'), clientId: 1 }],
        } as const
        t.equal(
          await store.resetService('1', () => ({ baseline: emptyBaseline, initialState: initialState })),
          true,
        )

        const service = await store.findService('1')
        const generation = await generationOf(store, '1')
        t.not(generation, before)
        t.strictSame(service?.properties, emptyBaseline.properties)
        t.strictSame(service?.clock, { mode: 'real' })
        t.equal(await store.findAccessToken(generation, { tokenHash: 'one' }), undefined)
        t.equal(await store.isProofUsed(generation, proofOf('jti')), false)
        t.strictSame(await store.listGrants(generation), initialState.grants)
        t.ok(await store.findApiToken('declared'))
        t.equal(await store.findApiToken('made since'), undefined)
      },
    )
  }

  t.test('a generation number is never used again', async (t) => {
    const store = await open(t)
    const generations: number[] = []
    for (const _ of [1, 2, 3]) {
      await store.createServices([serviceOf('1')])
      generations.push(await generationOf(store, '1'))
      await store.resetService('1', toEmpty)
      generations.push(await generationOf(store, '1'))
      await store.deleteService('1')
      await sweepAll(store)
    }
    t.strictSame(
      generations,
      generations.toSorted((one, other) => one - other),
    )
    t.equal(new Set(generations).size, 6)
  })

  t.test('a deleted fixture service can be reset back, one made by API cannot', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1', { origin: 'fixture' }), serviceOf('2')])
    await store.deleteService('1')
    await store.deleteService('2')
    t.strictSame(await store.listFixtureServices(), ['1'])
    t.strictSame(await baselineOf(store, '1'), emptyBaseline)
    t.equal(await baselineOf(store, '2'), undefined)
    t.strictSame(await store.createServices([serviceOf('1')]), [], 'nor is it made anew')
    t.equal(await store.resetService('1', toEmpty), true)
    t.equal(await store.resetService('2', toEmpty), false)
    t.strictSame(
      (await store.listServices()).map(({ serviceId }) => serviceId),
      ['1'],
    )
    t.strictSame(await store.createServices([serviceOf('2')]), ['2'])
  })

  t.test('a sweep forgets the proofs whose time is over and keeps the others', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1'), serviceOf('2')])
    const [generation, other] = [await generationOf(store, '1'), await generationOf(store, '2')]
    await store.updateService('2', () => ({ clock: { mode: 'offset', offsetSeconds: -1 } }))
    for (const each of [generation, other])
      await store.recordProof(each, proofOf('over', { forgetAt: now - 1 }))
    await store.recordProof(generation, proofOf('present', { forgetAt: now }))
    t.equal(await store.forgetEnded(now), false, 'there is no more')
    t.equal(await store.isProofUsed(generation, proofOf('over')), false)
    t.equal(await store.isProofUsed(generation, proofOf('present')), true)
    t.equal(await store.isProofUsed(other, proofOf('over')), true)
  })

  for (const [what, clock, isKept] of [
    ['behind', { mode: 'offset', offsetSeconds: -1 }, true],
    ['just behind enough', { mode: 'offset', offsetSeconds: 0 }, false],
    ['ahead', { mode: 'offset', offsetSeconds: 3600 }, false],
    ['that stands before their end', { mode: 'frozen', now: now - 1 }, true],
    ['that stands after their end', { mode: 'frozen', now: now }, false],
    ['of the machine', { mode: 'real' }, false],
  ] as const) {
    const proof = proofOf('over', { forgetAt: now - 1 })
    const sweep = async (store: Store, serviceId = '1'): Promise<boolean> => {
      await store.forgetEnded(now)
      return store.isProofUsed(await generationOf(store, serviceId), proof)
    }

    t.test(`what was recorded before a service had a clock ${what} is swept by that`, async (t) => {
      const store = await open(t)
      await store.createServices([serviceOf('1', { clock: { mode: 'frozen', now: 1 } }), serviceOf('2')])
      await store.recordProof(await generationOf(store, '1'), proof)
      await store.recordProof(await generationOf(store, '2'), proofOf('over', { forgetAt: now }))
      t.equal(await sweep(store), true)
      await store.updateService('1', () => ({ clock }))
      t.equal(await sweep(store), isKept)
      t.equal(await store.isProofUsed(await generationOf(store, '2'), proof), true)
    })

    t.test(`what a snapshot holds is not swept, and after that by a clock ${what}`, async (t) => {
      const store = await open(t)
      await store.createServices([serviceOf('1', { clock: { mode: 'frozen', now: 1 } })])
      await store.recordProof(await generationOf(store, '1'), proof)
      await store.updateService('1', () => ({ clock }))
      await store.saveSnapshot({ serviceId: '1', name: 'saved' }, now, 9)
      await store.forgetEnded(now + 1e12)
      await store.restoreSnapshot({ serviceId: '1', name: 'saved' })
      t.equal(await store.isProofUsed(await generationOf(store, '1'), proof), true)
      t.equal(await sweep(store), isKept)
    })

    t.test(`what is recorded after a reset to a clock ${what} is swept by that`, async (t) => {
      const store = await open(t)
      await store.createServices([serviceOf('1', { clock: { mode: 'frozen', now: 1 } })])
      await store.resetService('1', () => ({
        baseline: { ...emptyBaseline, clock },
        initialState: emptyState,
      }))
      await store.recordProof(await generationOf(store, '1'), proof)
      t.equal(
        await sweep(store),
        isKept || clock.mode === 'frozen',
        'what stands still ends nothing by itself',
      )
    })
  }

  t.test('a sweep takes a bounded part of what is over, and sweeps in turn take all of it', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1')])
    const generation = await generationOf(store, '1')
    const proofs = Array.from({ length: 1200 }, (_, index) => proofOf(String(index), { forgetAt: now - 1 }))
    for (const proof of proofs) await store.recordProof(generation, proof)
    const left: number[] = []
    while (left.at(-1) !== 0 && left.length < 10) {
      await store.forgetEnded(now)
      const spent = await Promise.all(proofs.map((proof) => store.isProofUsed(generation, proof)))
      left.push(spent.filter(Boolean).length)
    }
    t.equal(left.at(-1), 0)
    t.ok(left.length > 1, 'more than one sweep was needed')
  })

  t.test('a large generation that is over is removed in bounded parts', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1')])
    const generation = await generationOf(store, '1')
    for (const index of Array(1200).keys()) await store.recordProof(generation, proofOf(String(index)))
    await store.deleteService('1')
    let parts = 0
    while (await store.sweepAbandoned()) parts += 1
    t.equal(parts, 3)
    t.equal(await store.isProofUsed(generation, proofOf('1199')), false)
  })

  t.test('sweeps remove what a reset and a deletion left behind, and nothing else', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1'), serviceOf('2'), serviceOf('3')])
    const generations = await Promise.all(['1', '2', '3'].map((serviceId) => generationOf(store, serviceId)))
    const [resetGeneration = 0, deletedGeneration = 0, liveGeneration = 0] = generations
    for (const generation of generations) {
      await store.saveToken(generation, tokenOf('one'))
      await store.recordProof(generation, proofOf('jti', { forgetAt: now + 1e9 }))
    }
    await store.resetService('1', toEmpty)
    await store.deleteService('2')
    await sweepAll(store)
    for (const generation of [resetGeneration, deletedGeneration]) {
      t.equal(await store.findAccessToken(generation, { tokenHash: 'one' }), undefined)
      t.equal(await store.findGrant(generation, 'one-grant'), undefined)
      t.equal(await store.isProofUsed(generation, proofOf('jti')), false)
      t.strictSame(await store.listRefreshTokens(generation), [])
    }
    t.ok(await store.findAccessToken(liveGeneration, { tokenHash: 'one' }))
    t.ok(await store.findGrant(liveGeneration, 'one-grant'))
    t.equal(await store.isProofUsed(liveGeneration, proofOf('jti')), true)
    t.equal((await store.listRefreshTokens(liveGeneration)).length, 1)
  })
}

/** Sweeps until nothing is left; a sweep that never ends fails by the test's timeout. */
async function sweepAll(store: Store): Promise<void> {
  while (await store.sweepAbandoned()) continue
}
