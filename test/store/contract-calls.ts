import type { Test } from 'tap'
import { Overtaken } from '../../src/base/overtaken.ts'
import type { Store, StoreMethod } from '../../src/store/store.ts'
import { beginFull, lock, readings, openCall, makePublic } from './call-samples.ts'
import { writings, lookAtAll, goners } from './call-writings.ts'
import {
  accessTokensOf,
  bareToken,
  grantOf,
  issueOf,
  now,
  proofOf,
  tokenTicketOf,
  type Begin,
  type OpenStore,
} from './samples.ts'

export async function callsContract(t: Test, open: OpenStore): Promise<void> {
  const begin = beginFull(open)
  await readingContract(t, begin)
  await writingContract(t, begin)
  await goneContract(t, begin)
  await courseContract(t, begin)
}

async function readingContract(t: Test, begin: Begin): Promise<void> {
  for (const [index, [name, values, change]] of readings.entries()) {
    t.test(`what a call writes rests on what ${name} said (${index})`, async (t) => {
      const { store, generation } = await begin(t)
      const call = openCall(store)
      const said = await call.ask(name, ...values(generation))
      await change(store, generation)
      await t.rejects(call.ask('savePending', generation, 'token_ticket', tokenTicketOf('new')), Overtaken)
      await t.rejects(call.ask('recordProof', generation, proofOf('new')), Overtaken)
      await t.rejects(call.confirm(), Overtaken)
      t.equal((await store.findPending(generation, 'token_ticket', 'new'))?.content, undefined)
      t.equal(await store.isProofUsed(generation, proofOf('new')), false)

      call.restart()
      t.notSame(await call.ask(name, ...values(generation)), said)
      await call.confirm()
      await call.ask('savePending', generation, 'token_ticket', tokenTicketOf('new'))
    })

    t.test(`other changes do not disturb a call for what ${name} said (${index})`, async (t) => {
      const { store, generation } = await begin(t)
      const call = openCall(store)
      await call.ask(name, ...values(generation))
      await store.savePending(generation, 'token_ticket', tokenTicketOf('other'))
      await call.confirm()
      await call.ask('savePending', generation, 'token_ticket', tokenTicketOf('new'))
      t.ok((await store.findPending(generation, 'token_ticket', 'new'))?.content)
    })
  }
}

async function writingContract(t: Test, begin: Begin): Promise<void> {
  for (const [name, values] of writings) {
    for (const [what, change] of [
      ['locked', lock],
      ['made public', (store: Store, generation: number) => store.updateClient(generation, 1, makePublic)],
    ] as const) {
      t.test(`${name} writes nothing for a client that was ${what} since it was read`, async (t) => {
        const { store, generation } = await begin(t)
        const call = openCall(store)
        await call.ask('findClient', generation, { clientId: 1 })
        await change(store, generation)
        const before = await lookAtAll(store, generation)
        await t.rejects(call.ask(name, ...values(generation)), Overtaken)
        t.strictSame(await lookAtAll(store, generation), before)
        await t.rejects(call.ask(name, ...values(generation)), Overtaken, 'it stays overtaken')
      })
    }

    t.test(`${name} writes for a client that is as it was read`, async (t) => {
      const { store, generation } = await begin(t)
      const call = openCall(store)
      await call.ask('findClient', generation, { clientId: 1 })
      await store.updateClient(generation, 2, makePublic)
      const before = await lookAtAll(store, generation)
      await call.ask(name, ...values(generation))
      if (!changesNothing(name, values(generation))) {
        t.notSame(await lookAtAll(store, generation), before)
      }
    })
  }
}

/** The code has no tokens, and the change of the token is none. */
function changesNothing(name: StoreMethod, [, second]: readonly unknown[]): boolean {
  return name === 'updateToken' || (name === 'endTokens' && 'codeHash' in (second as object))
}

async function goneContract(t: Test, begin: Begin): Promise<void> {
  for (const [[found, found_], end, [written, written_], said] of goners) {
    t.test(`${written} says itself that what ${found} found is gone`, async (t) => {
      const { store, generation } = await begin(t)
      const call = openCall(store)
      await call.ask(found, ...found_(generation))
      await end(store, generation)
      t.strictSame(await call.ask(written, ...written_(generation)), said)
      await call.confirm()
    })

    t.test(`${written} does not speak for others when what ${found} found is gone`, async (t) => {
      const { store, generation } = await begin(t)
      const call = openCall(store)
      await call.ask('findClient', generation, { clientId: 2 })
      await call.ask(found, ...found_(generation))
      await end(store, generation)
      await store.updateClient(generation, 2, makePublic)
      await t.rejects(call.ask(written, ...written_(generation)), Overtaken)
    })
  }
}

async function courseContract(t: Test, begin: Begin): Promise<void> {
  t.test('a revocation is overtaken where the grant is another one by now', async (t) => {
    const { store, generation } = await begin(t)
    const call = openCall(store)
    await call.ask('findGrant', generation, 'one-grant')
    await store.revokeGrant(generation, 'one-grant')
    const newGrant = { ...grantOf('one-grant'), subject: 'bob' }
    await store.saveToken(generation, { ...bareToken('two', 'one-grant'), newGrant })
    await t.rejects(call.ask('revokeGrant', generation, 'one-grant'), Overtaken)
    t.match(await store.findGrant(generation, 'one-grant'), { subject: 'bob' })
  })

  t.test('a call that has written is not overtaken any more', async (t) => {
    const { store, generation } = await begin(t)
    const call = openCall(store)
    await call.ask('findClient', generation, { clientId: 1 })
    await call.ask('endTokens', generation, { pairOf: 'one' })
    await lock(store, generation)
    await call.confirm()
    await call.ask('endTokens', generation, { clientId: 1 })
    t.strictSame(await accessTokensOf(store, generation), [])
  })

  t.test('a call that has found a token expired has written, because the token is gone', async (t) => {
    const { store, generation } = await begin(t)
    const call = openCall(store)
    await call.ask('findClient', generation, { clientId: 1 })
    t.ok(await call.ask('takeAccessToken', generation, 'one', now + 1000))
    await lock(store, generation)
    await call.confirm()
  })

  t.test('a write that changed nothing leaves a call as it was', async (t) => {
    const { store, generation } = await begin(t)
    const call = openCall(store)
    await call.ask('findClient', generation, { clientId: 1 })
    t.equal(await call.ask('endPending', generation, 'ticket', 'none'), false)
    await lock(store, generation)
    await t.rejects(call.confirm(), Overtaken)
  })

  t.test('a proof that a call has spent is its own when it begins anew, once', async (t) => {
    const { store, generation } = await begin(t)
    const call = openCall(store)
    t.equal(await call.ask('recordProof', generation, proofOf('jti')), true)
    t.equal(await call.ask('recordProof', generation, proofOf('jti')), false)
    t.equal(await store.recordProof(generation, proofOf('jti')), false)
    call.restart()
    t.equal(await call.ask('recordProof', generation, proofOf('jti')), true)
    t.equal(await call.ask('recordProof', generation, proofOf('jti')), false)
    t.equal(await openCall(store).ask('recordProof', generation, proofOf('jti')), false)
    call.restart()
    call.restart()
    t.equal(await call.ask('recordProof', generation, proofOf('jti')), true, 'whenever it was spent')
    t.equal(await call.ask('recordProof', generation, proofOf('jti')), false)
  })

  t.test('a proof that was spent before hides no change that comes after it', async (t) => {
    const { store, generation } = await begin(t)
    const call = openCall(store)
    await call.ask('recordProof', generation, proofOf('jti'))
    call.restart()
    await call.ask('findClient', generation, { clientId: 1 })
    t.equal(await call.ask('recordProof', generation, proofOf('jti')), true)
    await lock(store, generation)
    await t.rejects(call.ask('savePending', generation, 'token_ticket', tokenTicketOf('new')), Overtaken)

    const other = openCall(store)
    await other.ask('findClient', generation, { clientId: 1 })
    t.equal(await other.ask('recordProof', generation, proofOf('jti')), false)
    await store.updateClient(generation, 1, makePublic)
    await t.rejects(other.confirm(), Overtaken)
  })

  t.test('of calls that read the same and write at once, one is not overtaken', async (t) => {
    const { store, generation } = await begin(t)
    const calls = Array.from({ length: 5 }, () => openCall(store))
    for (const call of calls) await call.ask('findRefreshToken', generation, { tokenHash: 'one-refresh' })
    const rotate = (index: number) => issueOf(`new-${index}`)
    const said = await Promise.allSettled(
      calls.map((call, index) => call.ask('refreshTokens', generation, 'one-refresh', rotate(index))),
    )
    t.strictSame(
      said.map((one) => (one.status === 'fulfilled' ? one.value : one.reason)),
      [{}, ...Array.from({ length: 4 }, () => ({ refused: 'spent' }))],
    )
  })
}
