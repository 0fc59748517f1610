import type { Test } from 'tap'
import { Overtaken } from '../../src/base/overtaken.ts'
import { beginWith, issueOf, renewalOf, type OpenStore } from './samples.ts'

export async function renewalsContract(t: Test, open: OpenStore): Promise<void> {
  const begin = beginWith(open)
  t.test('a refresh token is found by the spent one that it remembers, while it is there', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.issueTokens(generation, issueOf('old'))
    const renewal = renewalOf('new', 'old-refresh')
    await store.refreshTokens(generation, 'old-refresh', renewal)
    t.strictSame(await store.findRenewedRefreshToken(generation, 'old-refresh'), renewal.refreshToken)
    t.equal(await store.findRenewedRefreshToken(generation, 'new-refresh'), undefined)
    t.equal(await store.findRenewedRefreshToken(other, 'old-refresh'), undefined)
    await t.rejects(store.refreshTokens(generation, 'old-refresh', issueOf('late')), Overtaken)
    t.equal(await store.findAccessToken(generation, 'late'), undefined)
    await store.refreshTokens(generation, 'new-refresh', issueOf('newest'))
    t.equal(await store.findRenewedRefreshToken(generation, 'old-refresh'), undefined)
    t.strictSame(await store.refreshTokens(generation, 'old-refresh', issueOf('late')), { refused: 'spent' })
  })
}
