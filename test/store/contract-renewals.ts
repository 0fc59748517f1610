import type { Test } from 'tap'
import { Overtaken } from '../../src/base/overtaken.ts'
import { accessTokensOf, beginWith, issueOf, now, renewalOf, type Begin, type OpenStore } from './samples.ts'

export async function renewalsContract(t: Test, open: OpenStore): Promise<void> {
  const begin = beginWith(open)
  await refreshContract(t, begin)
  t.test('a refresh token is found by the spent one that it remembers, while it is there', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.issueTokens(generation, issueOf('old'))
    const renewal = renewalOf('new', 'old-refresh')
    await store.refreshTokens(generation, 'old-refresh', renewal)
    t.strictSame(
      await store.findRefreshToken(generation, { renewedFrom: 'old-refresh' }),
      renewal.refreshToken,
    )
    t.equal(await store.findRefreshToken(generation, { renewedFrom: 'new-refresh' }), undefined)
    t.equal(await store.findRefreshToken(other, { renewedFrom: 'old-refresh' }), undefined)
    await t.rejects(store.refreshTokens(generation, 'old-refresh', issueOf('late')), Overtaken)
    t.equal(await store.findAccessToken(generation, { tokenHash: 'late' }), undefined)
    await store.refreshTokens(generation, 'new-refresh', issueOf('newest'))
    t.equal(await store.findRefreshToken(generation, { renewedFrom: 'old-refresh' }), undefined)
    t.strictSame(await store.refreshTokens(generation, 'old-refresh', issueOf('late')), { refused: 'spent' })
  })
}

async function refreshContract(t: Test, begin: Begin): Promise<void> {
  t.test('a refresh replaces the refresh token and ends the access tokens that came with it', async (t) => {
    const { store, generation } = await begin(t)
    await store.issueTokens(generation, issueOf('old'))
    await store.issueTokens(generation, issueOf('other'))
    t.strictSame(await store.refreshTokens(generation, 'old-refresh', issueOf('new')), {})
    const hashes = async (list: Promise<readonly { tokenHash: string }[]>) =>
      (await list).map(({ tokenHash }) => tokenHash)
    t.strictSame(await hashes(accessTokensOf(store, generation)), ['new', 'other'])
    t.strictSame(await hashes(store.listRefreshTokens(generation)), ['new-refresh', 'other-refresh'])
    t.strictSame(await store.refreshTokens(generation, 'old-refresh', issueOf('late')), { refused: 'spent' })
    t.strictSame(await store.refreshTokens(generation, 'unknown', issueOf('late')), { refused: 'spent' })
    t.equal(await store.findAccessToken(generation, { tokenHash: 'late' }), undefined)
  })

  t.test('a refresh without another refresh token keeps the one it was given', async (t) => {
    const { store, generation } = await begin(t)
    const { refreshToken, accessToken } = issueOf('old')
    await store.issueTokens(generation, { refreshToken, accessToken })
    for (const tokenHash of ['second', 'third']) {
      const next = { ...accessToken, tokenHash }
      t.strictSame(await store.refreshTokens(generation, 'old-refresh', { accessToken: next }), {})
      t.strictSame(await accessTokensOf(store, generation), [next])
      t.strictSame(await store.listRefreshTokens(generation), [refreshToken])
    }
  })

  t.test('a refresh token that is kept can be rewritten', async (t) => {
    const { store, generation } = await begin(t)
    const { refreshToken, accessToken } = issueOf('old')
    await store.issueTokens(generation, { refreshToken, accessToken })
    const longer = { ...refreshToken, expiresAt: now + 9999 }
    const next = { ...accessToken, tokenHash: 'second' }
    t.strictSame(
      await store.refreshTokens(generation, 'old-refresh', { accessToken: next, refreshToken: longer }),
      {},
    )
    t.strictSame(await store.listRefreshTokens(generation), [longer])
  })

  t.test('of two refreshes at once that replace the token exactly one gets tokens', async (t) => {
    const { store, generation } = await begin(t)
    await store.issueTokens(generation, issueOf('old'))
    const results = await Promise.all(
      ['one', 'two'].map((name) => store.refreshTokens(generation, 'old-refresh', issueOf(name))),
    )
    t.strictSame(results, [{}, { refused: 'spent' }])
    t.equal((await accessTokensOf(store, generation)).length, 1)
  })

  t.test('a refresh token of another generation is not refreshed', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.issueTokens(generation, issueOf('old'))
    t.strictSame(await store.refreshTokens(other, 'old-refresh', issueOf('new')), { refused: 'spent' })
    t.ok(await store.findAccessToken(generation, { tokenHash: 'old' }))
  })
}
