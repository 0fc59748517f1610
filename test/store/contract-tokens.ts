import type { Test } from 'tap'
import {
  accessTokensOf,
  bareToken,
  beginWith,
  clientOf,
  grantOf,
  issueOf,
  now,
  proofOf,
  tokenOf,
  type Begin,
  type OpenStore,
} from './samples.ts'

export async function tokensContract(t: Test, open: OpenStore): Promise<void> {
  const begin = beginWith(open)
  await savingContract(t, begin)
  await endingContract(t, begin)
  await proofContract(t, begin)
}

async function savingContract(t: Test, begin: Begin): Promise<void> {
  t.test('a token is found as it was saved, with its grant and its refresh token', async (t) => {
    const { store, generation } = await begin(t)
    const token = tokenOf('one')
    t.strictSame(await store.saveToken(generation, token), { clientId: 1 })
    const accessToken = { ...token.accessToken, clientId: 1 }
    t.strictSame(await store.findAccessToken(generation, { tokenHash: 'one' }), {
      token: accessToken,
      client: { clientType: 'CONFIDENTIAL', locked: false },
      refreshTokenExpiresAt: now + 5000,
    })
    t.strictSame(await accessTokensOf(store, generation), [accessToken])
    t.strictSame(await store.listRefreshTokens(generation), [{ ...token.refreshToken, clientId: 1 }])
    const grant = { ...grantOf('one-grant'), clientId: 1 }
    t.strictSame(await store.findGrant(generation, 'one-grant'), grant)
    t.strictSame(await store.listGrants(generation), [grant])
  })

  t.test('what a token does not have is absent when it is found', async (t) => {
    const { store, generation } = await begin(t)
    const { accessToken } = bareToken('bare')
    await store.saveToken(generation, bareToken('bare'))
    t.strictSame(await store.findAccessToken(generation, { tokenHash: 'bare' }), {
      token: { ...accessToken, clientId: 9 },
      client: { clientType: 'CONFIDENTIAL', locked: false },
    })
    t.strictSame(await store.listRefreshTokens(generation), [])
  })

  t.test('a token is found with its client as that is now, and without where there is none', async (t) => {
    const { store, generation } = await begin(t)
    await store.createClient(generation, { ...clientOf(1, { locked: true }), clientType: 'PUBLIC' })
    await store.issueTokens(generation, issueOf('one'))
    const find = async () => (await store.takeAccessToken(generation, 'one', now))?.client
    t.strictSame(await find(), { clientType: 'PUBLIC', locked: true })
    await store.updateClient(generation, 1, () => clientOf(1))
    t.strictSame(await find(), { clientType: 'CONFIDENTIAL', locked: false })
    await store.updateClient(generation, 1, () => clientOf(1, { locked: true }))
    t.strictSame(await find(), { clientType: 'CONFIDENTIAL', locked: true })
    const { accessToken } = issueOf('nobodys')
    await store.issueTokens(generation, { accessToken: { ...accessToken, clientId: 2 } })
    t.strictSame(await store.takeAccessToken(generation, 'nobodys', now), {
      token: { ...accessToken, clientId: 2 },
    })
  })

  t.test('a token without a client gets the first one, which it makes where there is none', async (t) => {
    const { store, generation } = await begin(t)
    t.strictSame(await store.saveToken(generation, bareToken('first')), { clientId: 9 })
    await store.saveToken(generation, { ...bareToken('named'), clientId: 3 })
    const later = { ...bareToken('later'), newClient: { ...bareToken('later').newClient, clientId: 4 } }
    t.strictSame(await store.saveToken(generation, later), { clientId: 9 })
  })

  t.test('of several first tokens at once one makes the client', async (t) => {
    const { store, generation } = await begin(t)
    const saved = await Promise.all(
      [11, 12, 13].map((clientId) => {
        const token = bareToken(`token-${clientId}`)
        return store.saveToken(generation, { ...token, newClient: { ...token.newClient, clientId } })
      }),
    )
    t.equal(new Set(saved.map((answer) => JSON.stringify(answer))).size, 1)
  })

  const refusals = [
    ['names a grant that is not there', bareToken('two', 'missing'), 'grant_unknown'],
    [
      'makes a grant that is there',
      { ...bareToken('two', 'one-grant'), newGrant: grantOf('one-grant') },
      'grant_exists',
    ],
    [
      'has the value of another',
      { ...bareToken('one', 'fresh'), newGrant: grantOf('fresh') },
      'access_token_exists',
    ],
  ] as const
  for (const [what, token, refused] of refusals) {
    t.test(`a token that ${what} is refused and leaves nothing behind`, async (t) => {
      const { store, generation } = await begin(t)
      await store.saveToken(generation, tokenOf('one'))
      const before = [await accessTokensOf(store, generation), await store.listGrants(generation)]
      t.strictSame(await store.saveToken(generation, { ...token, clientId: 77 }), { refused })
      t.strictSame([await accessTokensOf(store, generation), await store.listGrants(generation)], before)
    })
  }

  t.test('nothing is saved into a generation that is over', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.deleteService('1')
    t.strictSame(await store.saveToken(generation, tokenOf('late')), { refused: 'service_was_reset' })
    t.strictSame(await store.saveToken(999, tokenOf('late')), { refused: 'service_was_reset' })
    t.strictSame(await store.saveToken(other, tokenOf('on-time')), { clientId: 1 })
  })

  t.test('of two equal tokens at once exactly one is saved', async (t) => {
    const { store, generation } = await begin(t)
    const saved = await Promise.all([1, 2].map(() => store.saveToken(generation, bareToken('one'))))
    t.strictSame(saved, [{ clientId: 9 }, { refused: 'access_token_exists' }])
  })

  t.test('a second token joins a grant that is there', async (t) => {
    const { store, generation } = await begin(t)
    await store.saveToken(generation, tokenOf('one'))
    t.strictSame(await store.saveToken(generation, bareToken('two', 'one-grant')), { clientId: 1 })
    t.equal((await store.findAccessToken(generation, { tokenHash: 'two' }))?.token.grantId, 'one-grant')
  })

  t.test('the generations of two services know nothing of each other', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.saveToken(generation, tokenOf('one'))
    await store.recordProof(generation, proofOf('jti'))
    t.equal(await store.findAccessToken(other, { tokenHash: 'one' }), undefined)
    t.equal(await store.takeAccessToken(other, 'one', now + 9000), undefined)
    t.equal(await store.findGrant(other, 'one-grant'), undefined)
    t.equal(await store.revokeGrant(other, 'one-grant'), false)
    t.equal(await store.isProofUsed(other, proofOf('jti')), false)
    t.strictSame(await accessTokensOf(store, other), [])
    t.strictSame(await store.listRefreshTokens(other), [])
    t.strictSame(await store.listGrants(other), [])
    t.strictSame(await store.saveToken(other, tokenOf('one')), { clientId: 1 })
    t.ok(await store.findGrant(generation, 'one-grant'))
  })
}

async function endingContract(t: Test, begin: Begin): Promise<void> {
  t.test('a token is taken as often as one likes until it expires, then once', async (t) => {
    const { store, generation } = await begin(t)
    await store.saveToken(generation, tokenOf('one'))
    const found = await store.findAccessToken(generation, { tokenHash: 'one' })
    t.strictSame(await store.takeAccessToken(generation, 'one', now + 999), found)
    t.strictSame(await store.takeAccessToken(generation, 'one', now + 999), found)
    t.strictSame(await store.takeAccessToken(generation, 'one', now + 1000), found)
    t.equal(await store.takeAccessToken(generation, 'one', now + 1000), undefined)
    t.equal(await store.findAccessToken(generation, { tokenHash: 'one' }), undefined)
    t.equal((await store.listRefreshTokens(generation)).length, 1, 'the refresh token stays')
  })

  t.test('of two calls that take an expired token at once exactly one gets it', async (t) => {
    const { store, generation } = await begin(t)
    await store.saveToken(generation, tokenOf('one'))
    const taken = await Promise.all([1, 2].map(() => store.takeAccessToken(generation, 'one', now + 2000)))
    t.strictSame(
      taken.flatMap((found) => found?.token.tokenHash ?? []),
      ['one'],
    )
  })

  t.test('a revoked grant is gone with its refresh tokens, and its access tokens stay', async (t) => {
    const { store, generation } = await begin(t)
    for (const name of ['one', 'two']) await store.saveToken(generation, tokenOf(name))
    t.equal(await store.revokeGrant(generation, 'one-grant'), true)
    t.equal(await store.findGrant(generation, 'one-grant'), undefined)
    t.strictSame(
      (await store.listRefreshTokens(generation)).map(({ tokenHash }) => tokenHash),
      ['two-refresh'],
    )
    t.strictSame(
      (await accessTokensOf(store, generation)).map(({ tokenHash }) => tokenHash),
      ['one', 'two'],
    )
    t.equal((await store.findAccessToken(generation, { tokenHash: 'one' }))?.refreshTokenExpiresAt, undefined)
    t.ok(await store.findGrant(generation, 'two-grant'))
  })

  t.test('of two revocations at once exactly one ends the grant', async (t) => {
    const { store, generation } = await begin(t)
    await store.saveToken(generation, tokenOf('one'))
    const ended = await Promise.all([1, 2].map(() => store.revokeGrant(generation, 'one-grant')))
    t.equal(ended.filter(Boolean).length, 1)
    t.equal(await store.revokeGrant(generation, 'unknown'), false)
  })
}

async function proofContract(t: Test, begin: Begin): Promise<void> {
  t.test('a proof is recorded once', async (t) => {
    const { store, generation } = await begin(t)
    t.equal(await store.isProofUsed(generation, proofOf('jti')), false)
    t.equal(await store.recordProof(generation, proofOf('jti')), true)
    t.equal(await store.isProofUsed(generation, proofOf('jti')), true)
    t.equal(await store.recordProof(generation, proofOf('jti', { forgetAt: now + 5000 })), false)
  })

  t.test('of two equal proofs at once exactly one is recorded', async (t) => {
    const { store, generation } = await begin(t)
    const recorded = await Promise.all([1, 2].map(() => store.recordProof(generation, proofOf('jti'))))
    t.equal(recorded.filter(Boolean).length, 1)
  })

  for (const difference of [{ api: 'other' }, { jkt: 'another key' }, { jtiHash: 'another jti' }]) {
    t.test(`a proof with another ${Object.keys(difference).join()} is another proof`, async (t) => {
      const { store, generation } = await begin(t)
      await store.recordProof(generation, proofOf('jti'))
      t.equal(await store.isProofUsed(generation, proofOf('jti', difference)), false)
      t.equal(await store.recordProof(generation, proofOf('jti', difference)), true)
    })
  }
}
