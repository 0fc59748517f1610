import type { Test } from 'tap'
import type { AccessToken, RefreshToken } from '../../src/model/access-token.ts'
import {
  accessTokensOf,
  beginWith,
  changeAccessToken,
  changeRefreshToken,
  issueOf,
  now,
  type OpenStore,
} from './samples.ts'

export async function tokenUpdatesContract(t: Test, open: OpenStore): Promise<void> {
  const begin = beginWith(open)
  t.test('an access token is changed in every member, its value too', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.issueTokens(generation, issueOf('one', { jkt: 'key', details: { acr: 'silver' } }))
    const next = {
      tokenHash: 'uno',
      clientId: 2,
      subject: 'bob',
      scopes: ['email'],
      createdAt: now + 1,
      expiresAt: now + 2,
      grantId: 'grant',
      jkt: 'another key',
      certificateThumbprint: 'certificate',
      codeHash: 'code',
      details: { properties: [{ key: 'a', value: 'b', hidden: true }] },
      refreshTokenHash: 'two-refresh',
    }
    t.equal(await changeAccessToken(store, other, 'one', () => next), undefined)
    t.strictSame(await changeAccessToken(store, generation, 'one', () => next), next)
    t.strictSame(await accessTokensOf(store, generation), [next])
    const { subject: _, jkt: __, details: ___, ...bare } = next
    t.strictSame(await changeAccessToken(store, generation, 'uno', () => bare), bare)
    t.strictSame(await accessTokensOf(store, generation), [bare])
    t.equal(await changeAccessToken(store, generation, 'one', () => next), undefined)
  })

  t.test('a change to the value of another access token is refused and changes nothing', async (t) => {
    const { store, generation } = await begin(t)
    for (const name of ['one', 'two']) await store.issueTokens(generation, issueOf(name))
    const before = await accessTokensOf(store, generation)
    const change = changeAccessToken(store, generation, 'one', (token) => ({
      ...token,
      tokenHash: 'two',
      scopes: [],
    }))
    t.equal(await change, 'access_token_exists')
    t.strictSame(await accessTokensOf(store, generation), before)
  })

  t.test('a change of an access token that fails changes nothing', async (t) => {
    const { store, generation } = await begin(t)
    await store.issueTokens(generation, issueOf('one'))
    const refuse = (): never => {
      throw new Error('refused')
    }
    await t.rejects(changeAccessToken(store, generation, 'one', refuse), { message: 'refused' })
    t.strictSame(
      (await store.findAccessToken(generation, { tokenHash: 'one' }))?.token,
      issueOf('one').accessToken,
    )
  })

  t.test('changes of an access token at once do not overwrite each other', async (t) => {
    const { store, generation } = await begin(t)
    await store.issueTokens(generation, issueOf('one'))
    const add = (scope: string) =>
      changeAccessToken(store, generation, 'one', (token) => ({ ...token, scopes: [...token.scopes, scope] }))
    await Promise.all(['a', 'b'].map(add))
    t.strictSame((await store.findAccessToken(generation, { tokenHash: 'one' }))?.token.scopes, [
      'openid',
      'a',
      'b',
    ])
  })

  t.test('a refresh token is changed in its own generation, and keeps its value', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.issueTokens(generation, issueOf('one'))
    const before = await store.findRefreshToken(generation, { tokenHash: 'one-refresh' })
    const later = (token: RefreshToken) => ({ ...token, tokenHash: 'two', expiresAt: now + 5, scopes: ['a'] })
    t.equal(await changeRefreshToken(store, other, 'one', later), undefined)
    t.equal(await changeRefreshToken(store, generation, 'one-refresh', later), undefined)
    const after = { ...before, expiresAt: now + 5, scopes: ['a'] }
    t.strictSame(await changeRefreshToken(store, generation, 'one', later), after)
    t.strictSame(await store.listRefreshTokens(generation), [after])
  })

  t.test('a change of a pair that fails at its refresh token changes neither', async (t) => {
    const { store, generation } = await begin(t)
    await store.issueTokens(generation, issueOf('one'))
    const change = {
      accessToken: (token: AccessToken) => ({ ...token, scopes: [] }),
      refreshToken: (): never => {
        throw new Error('refused')
      },
    }
    await t.rejects(store.updateToken(generation, 'one', change), { message: 'refused' })
    t.strictSame(
      (await store.findAccessToken(generation, { tokenHash: 'one' }))?.token,
      issueOf('one').accessToken,
    )
  })

  t.test('an access token is changed also where its refresh token is gone, or never was', async (t) => {
    const { store, generation } = await begin(t)
    const { accessToken } = issueOf('one')
    const { refreshTokenHash: _, ...alone } = { ...accessToken, tokenHash: 'two' }
    for (const token of [accessToken, alone]) await store.issueTokens(generation, { accessToken: token })
    for (const [name, token] of [
      ['one', accessToken],
      ['two', alone],
    ] as const) {
      const change = { accessToken: () => token, refreshToken: (old: RefreshToken) => old }
      t.strictSame(await store.updateToken(generation, name, change), { accessToken: token })
    }
  })

  t.test(
    'a refresh token is found in its own generation, and not by the value of an access token',
    async (t) => {
      const { store, generation, other } = await begin(t)
      await store.issueTokens(generation, issueOf('one'))
      t.strictSame(
        await store.findRefreshToken(generation, { tokenHash: 'one-refresh' }),
        issueOf('one').refreshToken,
      )
      t.equal(await store.findRefreshToken(other, { tokenHash: 'one-refresh' }), undefined)
      t.equal(await store.findRefreshToken(generation, { tokenHash: 'one' }), undefined)
    },
  )
}
