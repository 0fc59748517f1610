import type { Test } from 'tap'
import type { Grant } from '../../src/model/grant.ts'
import { Overtaken } from '../../src/base/overtaken.ts'
import type { GrantUpdate, IssueResult, Store, TokenIssue } from '../../src/store/store.ts'
import {
  accessTokensOf,
  beginWith,
  codeOf,
  grantOf,
  issueOf,
  ticketOf,
  tokenTicketOf,
  tokenOf,
  type Begin,
  type OpenStore,
} from './samples.ts'

const grant: Grant = { ...grantOf('one-grant'), clientId: 1 }
const giving: GrantUpdate = { grantId: 'one-grant', change: () => grant }
const narrowing: GrantUpdate = { grantId: 'one-grant', change: (known) => known && { ...known, scopes: [] } }

export async function issuesContract(t: Test, open: OpenStore): Promise<void> {
  const begin = beginWith(open)
  await issueContract(t, begin)
  await grantContract(t, begin)
  await refusalContract(t, begin)
}

async function giveCode(store: Store, generation: number, codeHash: string): Promise<void> {
  await store.savePending(generation, 'ticket', ticketOf(codeHash))
  await store.issueCode(generation, codeHash, codeOf(codeHash))
}

/** The four ways to store tokens; each stores those that are named and succeeds once. */
const ways: Readonly<
  Record<string, (store: Store, generation: number, issue: TokenIssue) => Promise<IssueResult>>
> = {
  'an issue': (store, generation, issue) => store.issueTokens(generation, issue),
  'a code': (store, generation, issue) => store.redeemPending(generation, 'code', 'code', issue),
  'a ticket': (store, generation, issue) => store.redeemPending(generation, 'token_ticket', 'ticket', issue),
  'a refresh': (store, generation, issue) => store.refreshTokens(generation, 'old-refresh', issue),
}

async function arrange(store: Store, generation: number): Promise<void> {
  await giveCode(store, generation, 'code')
  await store.savePending(generation, 'token_ticket', tokenTicketOf('ticket'))
  await store.issueTokens(generation, issueOf('old'))
}

async function lookAtAll(store: Store, generation: number): Promise<unknown> {
  return {
    accessTokens: await accessTokensOf(store, generation),
    refreshTokens: await store.listRefreshTokens(generation),
    grants: await store.listGrants(generation),
    code: await store.findPending(generation, 'code', 'code'),
    ticket: (await store.findPending(generation, 'token_ticket', 'ticket'))?.content,
  }
}

async function issueContract(t: Test, begin: Begin): Promise<void> {
  for (const [what, store] of Object.entries(ways)) {
    t.test(`${what} stores tokens with every member that they have`, async (t) => {
      const { store: engine, generation } = await begin(t)
      await arrange(engine, generation)
      const members = {
        jkt: 'key',
        certificateThumbprint: 'certificate',
        codeHash: 'code',
        details: { grantType: 'AUTHORIZATION_CODE', properties: [{ key: 'a' }], authTime: 1 },
      } as const
      const { accessToken, refreshToken } = issueOf('new', members)
      t.strictSame(await store(engine, generation, { accessToken, refreshToken }), {})
      t.strictSame((await engine.findAccessToken(generation, { tokenHash: 'new' }))?.token, accessToken)
      t.strictSame(await engine.findRefreshToken(generation, { tokenHash: 'new-refresh' }), refreshToken)
    })

    t.test(`${what} makes the grant it brings, in the same step`, async (t) => {
      const { store: engine, generation } = await begin(t)
      await arrange(engine, generation)
      const issue = issueOf('new', { grantId: 'one-grant' })
      t.strictSame(await store(engine, generation, { ...issue, grantChange: giving }), { grant })
      t.strictSame(await engine.listGrants(generation), [grant])
      t.ok(await engine.findRefreshToken(generation, { tokenHash: 'new-refresh' }))
    })
  }

  t.test('the ticket of a token request works once, and is then gone', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.savePending(generation, 'token_ticket', tokenTicketOf('ticket'))
    t.strictSame(await store.redeemPending(other, 'token_ticket', 'ticket', issueOf('elsewhere')), {
      refused: 'spent',
    })
    t.strictSame(await store.redeemPending(generation, 'token_ticket', 'ticket', issueOf('first')), {})
    t.equal((await store.findPending(generation, 'token_ticket', 'ticket'))?.content, undefined)
    t.strictSame(await store.redeemPending(generation, 'token_ticket', 'ticket', issueOf('second')), {
      refused: 'spent',
    })
    t.equal((await accessTokensOf(store, generation)).length, 1)
  })

  t.test('a code works once, and is then found as used', async (t) => {
    const { store, generation, other } = await begin(t)
    await giveCode(store, generation, 'code')
    t.strictSame(await store.redeemPending(other, 'code', 'code', issueOf('elsewhere')), { refused: 'spent' })
    t.strictSame(await store.redeemPending(generation, 'code', 'code', issueOf('first')), {})
    t.match(await store.findPending(generation, 'code', 'code'), { isUsed: true })
    t.strictSame(await store.redeemPending(generation, 'code', 'code', issueOf('second')), {
      refused: 'spent',
    })
    t.strictSame(await store.redeemPending(generation, 'code', 'unknown', issueOf('third')), {
      refused: 'spent',
    })
    t.strictSame(
      (await accessTokensOf(store, generation)).map(({ tokenHash }) => tokenHash),
      ['first'],
    )
  })

  t.test('of two redemptions of one code at once exactly one gets tokens', async (t) => {
    const { store, generation } = await begin(t)
    await giveCode(store, generation, 'code')
    const results = await Promise.all(
      ['one', 'two'].map((name) =>
        store.redeemPending(generation, 'code', 'code', {
          ...issueOf(name, { grantId: 'one-grant' }),
          grantChange: {
            grantId: 'one-grant',
            change: (known) => ({ ...grant, claims: known ? ['b'] : ['a'] }),
          },
        }),
      ),
    )
    t.strictSame(results, [{ grant: { ...grant, claims: ['a'] } }, { refused: 'spent' }])
    t.equal((await accessTokensOf(store, generation)).length, 1)
    t.equal((await store.listRefreshTokens(generation)).length, 1)
    t.match(await store.listGrants(generation), [{ claims: ['a'] }])
  })
}

async function grantContract(t: Test, begin: Begin): Promise<void> {
  t.test('a change gets the grant as it is and puts another in its place', async (t) => {
    const { store, generation } = await begin(t)
    await store.saveToken(generation, tokenOf('one'))
    const seen: (Grant | undefined)[] = []
    const change = (known: Grant | undefined): Grant => {
      seen.push(known)
      return { ...grant, scopes: [{ scope: 'email' }], claims: [], authorizationDetails: [] }
    }
    const result = await store.issueTokens(generation, {
      ...issueOf('new', { grantId: 'one-grant' }),
      grantChange: { grantId: 'one-grant', change },
    })
    t.ok(seen.length > 0)
    for (const known of seen) t.strictSame(known, grant)
    t.strictSame(result, { grant: await store.findGrant(generation, 'one-grant') })
    t.match(await store.listGrants(generation), [{ scopes: [{ scope: 'email' }] }])
  })

  t.test("a change ends the grant's older refresh tokens and leaves its access tokens", async (t) => {
    const { store, generation } = await begin(t)
    for (const name of ['one', 'two']) await store.saveToken(generation, tokenOf(name))
    await store.issueTokens(generation, {
      ...issueOf('new', { grantId: 'one-grant' }),
      grantChange: narrowing,
    })
    t.strictSame(
      (await store.listRefreshTokens(generation)).map(({ tokenHash }) => tokenHash),
      ['new-refresh', 'two-refresh'],
    )
    t.strictSame(
      (await accessTokensOf(store, generation)).map(({ tokenHash }) => tokenHash),
      ['new', 'one', 'two'],
    )
  })

  t.test('a grant of nobody is found as it was made', async (t) => {
    const { store, generation } = await begin(t)
    const { subject: _, ...ofNobody } = grant
    const grantChange = { grantId: 'one-grant', change: () => ofNobody }
    t.strictSame(await store.issueTokens(generation, { ...issueOf('new'), grantChange }), { grant: ofNobody })
    t.strictSame(await store.findGrant(generation, 'one-grant'), ofNobody)
  })

  t.test('an issue for a grant without a change leaves the grant and its tokens as they are', async (t) => {
    const { store, generation } = await begin(t)
    await store.saveToken(generation, tokenOf('one'))
    t.strictSame(await store.issueTokens(generation, issueOf('new', { grantId: 'one-grant' })), {})
    t.strictSame(await store.listGrants(generation), [grant])
    t.equal((await store.listRefreshTokens(generation)).length, 2)
  })

  t.test('a change that fails undoes the whole issue', async (t) => {
    const { store, generation } = await begin(t)
    await arrange(store, generation)
    const before = await lookAtAll(store, generation)
    const change = (): never => {
      throw new Error('failed')
    }
    for (const way of Object.values(ways)) {
      const issue = { ...issueOf('new'), grantChange: { grantId: 'one-grant', change } }
      await t.rejects(way(store, generation, issue), { message: 'failed' })
      t.strictSame(await lookAtAll(store, generation), before)
    }
  })
}

async function refusalContract(t: Test, begin: Begin): Promise<void> {
  const refusals: readonly (readonly [string, TokenIssue])[] = [
    ['grant_gone', { ...issueOf('new'), grantChange: { ...narrowing, grantId: 'gone' } }],
    ['access_token_exists', { ...issueOf('taken'), grantChange: narrowing }],
    [
      'refresh_token_exists',
      { ...issueOf('new'), refreshToken: issueOf('taken').refreshToken, grantChange: narrowing },
    ],
  ]
  for (const [refused, issue] of refusals) {
    for (const [what, way] of Object.entries(ways)) {
      t.test(`${what} that is refused by ${refused} changes nothing`, async (t) => {
        const { store, generation } = await begin(t)
        await arrange(store, generation)
        await store.issueTokens(generation, issueOf('taken'))
        await store.saveToken(generation, tokenOf('one'))
        const before = await lookAtAll(store, generation)
        t.strictSame(await way(store, generation, issue), { refused })
        t.strictSame(await lookAtAll(store, generation), before)
      })
    }
  }

  t.test('nothing is issued into a generation that is over', async (t) => {
    const { store, generation } = await begin(t)
    await arrange(store, generation)
    await store.deleteService('1')
    for (const way of Object.values(ways)) {
      await t.rejects(way(store, generation, { ...issueOf('new'), grantChange: giving }), Overtaken)
    }
    await t.rejects(store.issueTokens(999, issueOf('new')), Overtaken)
    t.equal(await store.findAccessToken(generation, { tokenHash: 'new' }), undefined)
    t.equal(await store.findGrant(generation, 'one-grant'), undefined)
  })
}
