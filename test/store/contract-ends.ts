import type { Test } from 'tap'
import type { Store } from '../../src/store/store.ts'
import {
  toEmpty,
  beginWith,
  changeAccessToken,
  changeRefreshToken,
  clientOf,
  codeOf,
  emptyBaseline,
  emptyState,
  issueOf,
  now,
  pushedRequestOf,
  serviceOf,
  ticketOf,
  tokenTicketOf,
  type OpenStore,
} from './samples.ts'

const aDay = 86_400_000

async function saveEach(store: Store, generation: number, name: string, expiresAt: number): Promise<void> {
  await store.savePending(generation, 'ticket', ticketOf(`${name} spent`))
  await store.issueCode(generation, `${name} spent`, codeOf(name, { expiresAt }))
  await store.savePending(generation, 'ticket', ticketOf(name, { expiresAt }))
  await store.savePending(generation, 'token_ticket', tokenTicketOf(name, { expiresAt }))
  await store.savePending(generation, 'pushed_request', pushedRequestOf(name, { expiresAt }))
}

const lookForEach = async (store: Store, generation: number, name: string): Promise<readonly boolean[]> =>
  [
    (await store.findPending(generation, 'ticket', name))?.content,
    await store.findPending(generation, 'code', name),
    (await store.findPending(generation, 'pushed_request', name))?.content,
    (await store.findPending(generation, 'token_ticket', name))?.content,
  ].map((found) => found !== undefined)

const [allThere, allGone] = [
  [true, true, true, true],
  [false, false, false, false],
]

/** How authorizations and what hangs on a client end by themselves, with a reset, and with their service. */
export async function endsContract(t: Test, open: OpenStore): Promise<void> {
  const begin = beginWith(open)

  t.test('tickets, codes and pushed requests are forgotten a day after their end', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.updateService('2', () => ({ clock: { mode: 'offset', offsetSeconds: -1 } }))
    for (const each of [generation, other]) await saveEach(store, each, 'over', now - 1)
    await saveEach(store, generation, 'present', now)
    t.equal(await store.forgetEnded(now + aDay - 1), false)
    t.strictSame(await lookForEach(store, generation, 'over'), allThere)
    t.equal(await store.forgetEnded(now + aDay), false)
    t.strictSame(await lookForEach(store, generation, 'over'), allGone)
    t.strictSame(await lookForEach(store, generation, 'present'), allThere)
    t.strictSame(await lookForEach(store, other, 'over'), allThere)
  })

  t.test('of each table a sweep takes a bounded part, and says that there is more', async (t) => {
    const { store, generation } = await begin(t)
    for (const index of Array(501).keys())
      await store.savePending(generation, 'ticket', ticketOf(`${index}`, { expiresAt: 0 }))
    t.equal(await store.forgetEnded(now), true)
    t.equal(await store.forgetEnded(now), false)
    const found = await Promise.all(
      [0, 250, 500].map((index) => store.findPending(generation, 'ticket', `${index}`)),
    )
    t.strictSame(found, [undefined, undefined, undefined])
  })

  t.test('a used code is remembered as long as what goes back to it, refreshed tokens too', async (t) => {
    const { store, generation } = await begin(t)
    const members = { codeHash: 'code' }
    await saveEach(store, generation, 'code', now)
    await store.redeemPending(
      generation,
      'code',
      'code',
      issueOf('first', { ...members, expiresAt: now + aDay }),
    )
    await store.refreshTokens(
      generation,
      'first-refresh',
      issueOf('second', { ...members, expiresAt: now + 9 * aDay }),
    )
    await store.forgetEnded(now + 10 * aDay)
    t.match(await store.findPending(generation, 'code', 'code'), {
      isUsed: true,
      content: { expiresAt: now },
    })
    await store.forgetEnded(now + 11 * aDay)
    t.equal(await store.findPending(generation, 'code', 'code'), undefined)
  })

  t.test(
    'a code whose access token comes without a refresh token is remembered as long as that',
    async (t) => {
      const { store, generation } = await begin(t)
      await saveEach(store, generation, 'code', now)
      const { accessToken } = issueOf('first', { codeHash: 'code', expiresAt: now + 5 * aDay })
      await store.redeemPending(generation, 'code', 'code', { accessToken })
      await store.forgetEnded(now + 6 * aDay)
      t.ok(await store.findPending(generation, 'code', 'code'))
      await store.forgetEnded(now + 6 * aDay + 1)
      t.equal(await store.findPending(generation, 'code', 'code'), undefined)
    },
  )

  const later = { expiresAt: now + 90 * aDay }
  for (const [what, lengthen] of Object.entries<(store: Store, generation: number) => Promise<unknown>>({
    'access token': (store, generation) =>
      changeAccessToken(store, generation, 'first', (token) => ({ ...token, ...later })),
    'refresh token': (store, generation) =>
      changeRefreshToken(store, generation, 'first', (token) => ({ ...token, ...later })),
  })) {
    t.test(`a used code is remembered as long as a longer ${what} that goes back to it`, async (t) => {
      const { store, generation } = await begin(t)
      await saveEach(store, generation, 'code', now)
      await store.redeemPending(generation, 'code', 'code', issueOf('first', { codeHash: 'code' }))
      await lengthen(store, generation)
      await store.forgetEnded(now + 91 * aDay)
      t.match(await store.findPending(generation, 'code', 'code'), { isUsed: true })
      await store.forgetEnded(now + 91 * aDay + 1)
      t.equal(await store.findPending(generation, 'code', 'code'), undefined)
    })
  }

  for (const [what, end] of Object.entries<(store: Store) => Promise<unknown>>({
    'a reset': (store) => store.resetService('1', toEmpty),
    'a deletion': (store) => store.deleteService('1'),
  })) {
    t.test(`what ${what} of a service left behind is swept, and nothing else`, async (t) => {
      const { store, generation, other } = await begin(t)
      for (const each of [generation, other]) {
        await store.createClient(each, clientOf(1, { clientIdAlias: 'one', clientIdAliasEnabled: true }))
        await saveEach(store, each, 'one', now)
        await store.issueTokens(each, issueOf('token'))
      }
      await end(store)
      while (await store.sweepAbandoned()) continue
      t.strictSame(await lookForEach(store, generation, 'one'), allGone)
      t.equal(await store.findClient(generation, { clientId: 1 }), undefined)
      t.equal(await store.findClient(generation, { alias: 'one' }), undefined)
      t.equal(await store.findGrantedScopes(generation, 1, 'alice'), undefined)
      t.strictSame(await store.listAccessTokens(generation, {}, { start: 0, end: 9 }), {
        entries: [],
        totalCount: 0,
      })
      t.strictSame(await lookForEach(store, other, 'one'), allThere)
      t.ok(await store.findClient(other, { alias: 'one' }))
      t.ok(await store.findGrantedScopes(other, 1, 'alice'))
    })
  }

  t.test('a service that is reset begins with the clients of its initialState', async (t) => {
    const store = await open(t)
    const clients = [clientOf(7, { clientIdAlias: 'seven', clientIdAliasEnabled: true }), clientOf(6)]
    await store.createServices([serviceOf('1', { initialState: { ...emptyState, clients } })])
    await store.resetService('1', () => ({
      baseline: emptyBaseline,
      initialState: { ...emptyState, clients },
    }))
    const { generation = 0 } = (await store.findService('1')) ?? {}
    t.strictSame(await store.listClients(generation, { start: 0, end: 9 }), {
      entries: clients,
      totalCount: 2,
    })
    t.strictSame(await store.findClient(generation, { alias: 'seven' }), clients[0])
  })
}
