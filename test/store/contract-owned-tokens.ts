import type { Test } from 'tap'
import type { Store, TokenOwner } from '../../src/store/store.ts'
import { accessTokensOf, beginWith, issueOf, now, type Begin, type OpenStore } from './samples.ts'

export async function ownedTokensContract(t: Test, open: OpenStore): Promise<void> {
  const begin = beginWith(open)
  await ownerContract(t, begin)
  await endingContract(t, begin)
}

/** Two clients with tokens of two subjects each, and one client with a token of nobody. */
async function issueToOwners(store: Store, generation: number): Promise<void> {
  const owners = [
    { clientId: 1, subject: 'alice' },
    { clientId: 1, subject: 'bob' },
    { clientId: 2, subject: 'alice' },
    { clientId: 2, subject: 'bob' },
  ]
  for (const [index, owner] of owners.entries()) {
    await store.issueTokens(
      generation,
      issueOf(`${owner.clientId} ${owner.subject}`, { ...owner, createdAt: now - index }),
    )
  }
  const { subject: _, ...ofNobody } = issueOf('3 nobody', { clientId: 3 }).accessToken
  await store.issueTokens(generation, { accessToken: ofNobody })
}

/** Each owner with the access tokens that are theirs, the oldest first. */
const owners: readonly (readonly [string, TokenOwner, readonly string[]])[] = [
  ['a client', { clientId: 1 }, ['1 bob', '1 alice']],
  ['a subject', { subject: 'alice' }, ['2 alice', '1 alice']],
  ['a client and a subject', { clientId: 2, subject: 'bob' }, ['2 bob']],
  ['a client without subjects', { clientId: 3 }, ['3 nobody']],
  ['nobody', { clientId: 3, subject: 'alice' }, []],
  ['everybody', {}, ['2 bob', '2 alice', '1 bob', '1 alice', '3 nobody']],
]

const hashes = (tokens: readonly { readonly tokenHash: string }[]) => tokens.map(({ tokenHash }) => tokenHash)

const without = (ended: readonly string[], all: readonly string[]) =>
  all.filter((name) => !ended.includes(name))

async function ownerContract(t: Test, begin: Begin): Promise<void> {
  for (const [what, owner, theirs] of owners) {
    t.test(`the access tokens of ${what} are listed, the oldest first, page by page`, async (t) => {
      const { store, generation, other } = await begin(t)
      await issueToOwners(store, generation)
      const { entries, totalCount } = await store.listAccessTokens(generation, owner, { start: 0, end: 100 })
      t.strictSame(hashes(entries.map(({ token }) => token)), theirs)
      t.equal(totalCount, theirs.length)
      for (const found of entries)
        t.strictSame(found, await store.findAccessToken(generation, { tokenHash: found.token.tokenHash }))
      const part = await store.listAccessTokens(generation, owner, { start: 1, end: 3 })
      t.strictSame(hashes(part.entries.map(({ token }) => token)), theirs.slice(1, 3))
      t.equal(part.totalCount, theirs.length)
      t.strictSame(await store.listAccessTokens(other, owner, { start: 0, end: 100 }), {
        entries: [],
        totalCount: 0,
      })
      t.strictSame((await store.listAccessTokens(generation, owner, { start: 2, end: 1 })).entries, [])
    })

    t.test(`the tokens of ${what} end, and no other`, async (t) => {
      const { store, generation, other } = await begin(t)
      for (const each of [generation, other]) await issueToOwners(store, each)
      const all = hashes(await accessTokensOf(store, generation))
      t.equal(await store.endTokens(generation, owner), theirs.length)
      const left = without(theirs, all)
      t.strictSame(hashes(await accessTokensOf(store, generation)), left)
      t.strictSame(
        hashes(await store.listRefreshTokens(generation)),
        left.filter((name) => name !== '3 nobody').map((name) => `${name}-refresh`),
      )
      t.equal((await accessTokensOf(store, other)).length, 5)
      t.equal(await store.endTokens(generation, owner), 0)
    })

    t.test(`the oldest tokens of ${what} end, at most as many as are to`, async (t) => {
      const { store, generation, other } = await begin(t)
      for (const each of [generation, other]) await issueToOwners(store, each)
      const all = hashes(await accessTokensOf(store, generation))
      t.equal(await store.endTokens(generation, owner, 2), Math.min(2, theirs.length))
      t.strictSame(hashes(await accessTokensOf(store, generation)), without(theirs.slice(0, 2), all))
      t.equal(await store.endTokens(generation, owner, 10), Math.max(0, theirs.length - 2))
      t.strictSame(hashes(await accessTokensOf(store, generation)), without(theirs, all))
      t.equal((await accessTokensOf(store, other)).length, 5)
    })

    t.test(`the tokens of ${what} get other scopes, and no other`, async (t) => {
      const { store, generation, other } = await begin(t)
      for (const each of [generation, other]) await issueToOwners(store, each)
      t.equal(await store.rescopeTokens(generation, owner, ['a', 'b']), theirs.length)
      const tokens = [
        ...(await accessTokensOf(store, generation)),
        ...(await store.listRefreshTokens(generation)),
      ]
      for (const { tokenHash, scopes } of tokens) {
        const isTheirs = theirs.includes(tokenHash.replace('-refresh', ''))
        t.strictSame(scopes, isTheirs ? ['a', 'b'] : ['openid'], tokenHash)
      }
      t.ok((await accessTokensOf(store, other)).every(({ scopes }) => scopes[0] === 'openid'))
    })
  }

  t.test('scopes can be taken away altogether', async (t) => {
    const { store, generation } = await begin(t)
    await store.issueTokens(generation, issueOf('one'))
    t.equal(await store.rescopeTokens(generation, { clientId: 1 }, []), 1)
    t.strictSame((await store.findAccessToken(generation, { tokenHash: 'one' }))?.token.scopes, [])
  })
}

async function endingContract(t: Test, begin: Begin): Promise<void> {
  t.test('all tokens that go back to a code end, and no other', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.issueTokens(generation, issueOf('one', { codeHash: 'code' }))
    await store.issueTokens(generation, issueOf('two', { codeHash: 'code' }))
    await store.issueTokens(generation, issueOf('three', { codeHash: 'another code' }))
    await store.issueTokens(generation, issueOf('four'))
    t.equal(await store.endTokens(other, { codeHash: 'code' }), 0)
    t.equal(await store.endTokens(generation, { codeHash: 'code' }), 2)
    t.equal(await store.endTokens(generation, { codeHash: 'code' }), 0)
    t.strictSame(hashes(await accessTokensOf(store, generation)), ['four', 'three'])
    t.strictSame(hashes(await store.listRefreshTokens(generation)), ['four-refresh', 'three-refresh'])
  })

  for (const presented of ['one', 'one-refresh']) {
    t.test(`a pair of tokens ends by its half ${presented}, once`, async (t) => {
      const { store, generation, other } = await begin(t)
      for (const name of ['one', 'two']) await store.issueTokens(generation, issueOf(name))
      t.equal(await store.endTokens(other, { pairOf: presented }), 0)
      t.strictSame(
        await Promise.all([1, 2].map(() => store.endTokens(generation, { pairOf: presented }))),
        [1, 0],
      )
      t.strictSame(hashes(await accessTokensOf(store, generation)), ['two'])
      t.strictSame(hashes(await store.listRefreshTokens(generation)), ['two-refresh'])
    })
  }

  t.test('an access token ends alone where it has no refresh token, or has it no more', async (t) => {
    const { store, generation } = await begin(t)
    const { refreshTokenHash: _, ...single } = issueOf('single').accessToken
    await store.issueTokens(generation, { accessToken: single })
    await store.issueTokens(generation, { accessToken: issueOf('left over').accessToken })
    for (const name of ['single', 'left over'])
      t.equal(await store.endTokens(generation, { pairOf: name }), 1)
    t.strictSame(await accessTokensOf(store, generation), [])
  })

  t.test('a refresh token ends alone where its access token is gone', async (t) => {
    const { store, generation } = await begin(t)
    await store.issueTokens(generation, issueOf('one'))
    await store.takeAccessToken(generation, 'one', now + 9999)
    t.equal(await store.endTokens(generation, { pairOf: 'one-refresh' }), 1)
    t.equal(await store.findRefreshToken(generation, { tokenHash: 'one-refresh' }), undefined)
  })

  t.test('a refresh token is found by its access token once that has expired and was taken', async (t) => {
    const { store, generation, other } = await begin(t)
    const { refreshTokenHash: _, ...single } = issueOf('single').accessToken
    await store.issueTokens(generation, { accessToken: single })
    await store.issueTokens(generation, issueOf('one'))
    await store.takeAccessToken(generation, 'one', now)
    t.equal(await store.findRefreshToken(generation, { expiredAccessTokenHash: 'one' }), undefined)
    t.strictSame(
      await store.findAccessToken(generation, { refreshTokenHash: 'one-refresh' }),
      await store.findAccessToken(generation, { tokenHash: 'one' }),
    )
    t.equal(await store.findAccessToken(other, { refreshTokenHash: 'one-refresh' }), undefined)
    t.equal(await store.findAccessToken(generation, { refreshTokenHash: 'one' }), undefined)
    for (const name of ['single', 'one']) await store.takeAccessToken(generation, name, now + 9999)
    t.equal(await store.findRefreshToken(generation, { expiredAccessTokenHash: 'single' }), undefined)
    t.equal(await store.findRefreshToken(other, { expiredAccessTokenHash: 'one' }), undefined)
    t.strictSame(
      await store.findRefreshToken(generation, { expiredAccessTokenHash: 'one' }),
      issueOf('one').refreshToken,
    )
    await store.refreshTokens(generation, 'one-refresh', issueOf('two'))
    t.equal(await store.findRefreshToken(generation, { expiredAccessTokenHash: 'one' }), undefined)
  })
}
