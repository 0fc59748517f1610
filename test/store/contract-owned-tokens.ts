import type { Test } from 'tap'
import type { AccessToken, RefreshToken } from '../../src/model/access-token.ts'
import type { Store, TokenOwner } from '../../src/store/store.ts'
import {
  beginWith,
  changeAccessToken,
  changeRefreshToken,
  issueOf,
  now,
  type Begin,
  type OpenStore,
} from './samples.ts'

export async function ownedTokensContract(t: Test, open: OpenStore): Promise<void> {
  const begin = beginWith(open)
  await ownerContract(t, begin)
  await endingContract(t, begin)
  await changingContract(t, begin)
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
      const { entries, totalCount } = await store.listTokensOf(generation, owner, { start: 0, end: 100 })
      t.strictSame(hashes(entries.map(({ token }) => token)), theirs)
      t.equal(totalCount, theirs.length)
      for (const found of entries)
        t.strictSame(found, await store.findAccessToken(generation, found.token.tokenHash))
      const part = await store.listTokensOf(generation, owner, { start: 1, end: 3 })
      t.strictSame(hashes(part.entries.map(({ token }) => token)), theirs.slice(1, 3))
      t.equal(part.totalCount, theirs.length)
      t.strictSame(await store.listTokensOf(other, owner, { start: 0, end: 100 }), {
        entries: [],
        totalCount: 0,
      })
      t.strictSame((await store.listTokensOf(generation, owner, { start: 2, end: 1 })).entries, [])
    })

    t.test(`the tokens of ${what} end, and no other`, async (t) => {
      const { store, generation, other } = await begin(t)
      for (const each of [generation, other]) await issueToOwners(store, each)
      const all = hashes(await store.listAccessTokens(generation))
      t.equal(await store.endTokensOf(generation, owner), theirs.length)
      const left = without(theirs, all)
      t.strictSame(hashes(await store.listAccessTokens(generation)), left)
      t.strictSame(
        hashes(await store.listRefreshTokens(generation)),
        left.filter((name) => name !== '3 nobody').map((name) => `${name}-refresh`),
      )
      t.equal((await store.listAccessTokens(other)).length, 5)
      t.equal(await store.endTokensOf(generation, owner), 0)
    })

    t.test(`the oldest tokens of ${what} end, at most as many as are to`, async (t) => {
      const { store, generation, other } = await begin(t)
      for (const each of [generation, other]) await issueToOwners(store, each)
      const all = hashes(await store.listAccessTokens(generation))
      t.equal(await store.endOldestTokensOf(generation, owner, 2), Math.min(2, theirs.length))
      t.strictSame(hashes(await store.listAccessTokens(generation)), without(theirs.slice(0, 2), all))
      t.equal(await store.endOldestTokensOf(generation, owner, 10), Math.max(0, theirs.length - 2))
      t.strictSame(hashes(await store.listAccessTokens(generation)), without(theirs, all))
      t.equal((await store.listAccessTokens(other)).length, 5)
    })

    t.test(`the tokens of ${what} get other scopes, and no other`, async (t) => {
      const { store, generation, other } = await begin(t)
      for (const each of [generation, other]) await issueToOwners(store, each)
      t.equal(await store.rescopeTokensOf(generation, owner, ['a', 'b']), theirs.length)
      const tokens = [
        ...(await store.listAccessTokens(generation)),
        ...(await store.listRefreshTokens(generation)),
      ]
      for (const { tokenHash, scopes } of tokens) {
        const isTheirs = theirs.includes(tokenHash.replace('-refresh', ''))
        t.strictSame(scopes, isTheirs ? ['a', 'b'] : ['openid'], tokenHash)
      }
      t.ok((await store.listAccessTokens(other)).every(({ scopes }) => scopes[0] === 'openid'))
    })
  }

  t.test('scopes can be taken away altogether', async (t) => {
    const { store, generation } = await begin(t)
    await store.issueTokens(generation, issueOf('one'))
    t.equal(await store.rescopeTokensOf(generation, { clientId: 1 }, []), 1)
    t.strictSame((await store.findAccessToken(generation, 'one'))?.token.scopes, [])
  })
}

async function endingContract(t: Test, begin: Begin): Promise<void> {
  t.test('all tokens that go back to a code end, and no other', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.issueTokens(generation, issueOf('one', { codeHash: 'code' }))
    await store.issueTokens(generation, issueOf('two', { codeHash: 'code' }))
    await store.issueTokens(generation, issueOf('three', { codeHash: 'another code' }))
    await store.issueTokens(generation, issueOf('four'))
    t.equal(await store.endTokensOfCode(other, 'code'), 0)
    t.equal(await store.endTokensOfCode(generation, 'code'), 4)
    t.equal(await store.endTokensOfCode(generation, 'code'), 0)
    t.strictSame(hashes(await store.listAccessTokens(generation)), ['four', 'three'])
    t.strictSame(hashes(await store.listRefreshTokens(generation)), ['four-refresh', 'three-refresh'])
  })

  for (const presented of ['one', 'one-refresh']) {
    t.test(`a pair of tokens ends by its half ${presented}, once`, async (t) => {
      const { store, generation, other } = await begin(t)
      for (const name of ['one', 'two']) await store.issueTokens(generation, issueOf(name))
      t.equal(await store.endTokenPair(other, presented), false)
      t.strictSame(await Promise.all([1, 2].map(() => store.endTokenPair(generation, presented))), [
        true,
        false,
      ])
      t.strictSame(hashes(await store.listAccessTokens(generation)), ['two'])
      t.strictSame(hashes(await store.listRefreshTokens(generation)), ['two-refresh'])
    })
  }

  t.test('an access token ends alone where it has no refresh token, or has it no more', async (t) => {
    const { store, generation } = await begin(t)
    const { refreshTokenHash: _, ...single } = issueOf('single').accessToken
    await store.issueTokens(generation, { accessToken: single })
    await store.issueTokens(generation, { accessToken: issueOf('left over').accessToken })
    for (const name of ['single', 'left over']) t.equal(await store.endTokenPair(generation, name), true)
    t.strictSame(await store.listAccessTokens(generation), [])
  })

  t.test('a refresh token ends alone where its access token is gone', async (t) => {
    const { store, generation } = await begin(t)
    await store.issueTokens(generation, issueOf('one'))
    await store.takeAccessToken(generation, 'one', now + 9999)
    t.equal(await store.endTokenPair(generation, 'one-refresh'), true)
    t.equal(await store.findRefreshToken(generation, 'one-refresh'), undefined)
  })

  t.test('a refresh token is found by its access token once that has expired and was taken', async (t) => {
    const { store, generation, other } = await begin(t)
    const { refreshTokenHash: _, ...single } = issueOf('single').accessToken
    await store.issueTokens(generation, { accessToken: single })
    await store.issueTokens(generation, issueOf('one'))
    await store.takeAccessToken(generation, 'one', now)
    t.equal(await store.findRefreshTokenOfExpired(generation, 'one'), undefined)
    t.strictSame(
      await store.findAccessTokenOfRefreshToken(generation, 'one-refresh'),
      await store.findAccessToken(generation, 'one'),
    )
    t.equal(await store.findAccessTokenOfRefreshToken(other, 'one-refresh'), undefined)
    t.equal(await store.findAccessTokenOfRefreshToken(generation, 'one'), undefined)
    for (const name of ['single', 'one']) await store.takeAccessToken(generation, name, now + 9999)
    t.equal(await store.findRefreshTokenOfExpired(generation, 'single'), undefined)
    t.equal(await store.findRefreshTokenOfExpired(other, 'one'), undefined)
    t.strictSame(await store.findRefreshTokenOfExpired(generation, 'one'), issueOf('one').refreshToken)
    await store.refreshTokens(generation, 'one-refresh', issueOf('two'))
    t.equal(await store.findRefreshTokenOfExpired(generation, 'one'), undefined)
  })
}

async function changingContract(t: Test, begin: Begin): Promise<void> {
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
    t.strictSame(await store.listAccessTokens(generation), [next])
    const { subject: _, jkt: __, details: ___, ...bare } = next
    t.strictSame(await changeAccessToken(store, generation, 'uno', () => bare), bare)
    t.strictSame(await store.listAccessTokens(generation), [bare])
    t.equal(await changeAccessToken(store, generation, 'one', () => next), undefined)
  })

  t.test('a change to the value of another access token is refused and changes nothing', async (t) => {
    const { store, generation } = await begin(t)
    for (const name of ['one', 'two']) await store.issueTokens(generation, issueOf(name))
    const before = await store.listAccessTokens(generation)
    const change = changeAccessToken(store, generation, 'one', (token) => ({
      ...token,
      tokenHash: 'two',
      scopes: [],
    }))
    t.equal(await change, 'access_token_exists')
    t.strictSame(await store.listAccessTokens(generation), before)
  })

  t.test('a change of an access token that fails changes nothing', async (t) => {
    const { store, generation } = await begin(t)
    await store.issueTokens(generation, issueOf('one'))
    const refuse = (): never => {
      throw new Error('refused')
    }
    await t.rejects(changeAccessToken(store, generation, 'one', refuse), { message: 'refused' })
    t.strictSame((await store.findAccessToken(generation, 'one'))?.token, issueOf('one').accessToken)
  })

  t.test('changes of an access token at once do not overwrite each other', async (t) => {
    const { store, generation } = await begin(t)
    await store.issueTokens(generation, issueOf('one'))
    const add = (scope: string) =>
      changeAccessToken(store, generation, 'one', (token) => ({ ...token, scopes: [...token.scopes, scope] }))
    await Promise.all(['a', 'b'].map(add))
    t.strictSame((await store.findAccessToken(generation, 'one'))?.token.scopes, ['openid', 'a', 'b'])
  })

  t.test('a refresh token is changed in its own generation, and keeps its value', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.issueTokens(generation, issueOf('one'))
    const before = await store.findRefreshToken(generation, 'one-refresh')
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
    await t.rejects(store.updateTokenPair(generation, 'one', change), { message: 'refused' })
    t.strictSame((await store.findAccessToken(generation, 'one'))?.token, issueOf('one').accessToken)
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
      t.strictSame(await store.updateTokenPair(generation, name, change), { accessToken: token })
    }
  })

  t.test(
    'a refresh token is found in its own generation, and not by the value of an access token',
    async (t) => {
      const { store, generation, other } = await begin(t)
      await store.issueTokens(generation, issueOf('one'))
      t.strictSame(await store.findRefreshToken(generation, 'one-refresh'), issueOf('one').refreshToken)
      t.equal(await store.findRefreshToken(other, 'one-refresh'), undefined)
      t.equal(await store.findRefreshToken(generation, 'one'), undefined)
    },
  )
}
