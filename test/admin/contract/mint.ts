import type { Test } from 'tap'
import type { MintRequest } from '../../../schema/admin/requests.ts'
import { hash } from '../../support/requests/proof.ts'
import { serviceId, startOfTests } from '../../support/mock.ts'
import { refusalOf, refusedAs, type OpenAdmin } from '../under-test.ts'

const bothScopes = ['grant_management_query', 'grant_management_revoke']

export async function mintContract(t: Test, open: OpenAdmin): Promise<void> {
  await valueContract(t, open)
  await grantContract(t, open)
  await sampleContract(t, open)
}

async function valueContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a token that nothing is said about manages grants for an hour', async (t) => {
    const { admin } = await open(t)
    const { accessToken, clientId, ...rest } = await admin.mintToken(serviceId)
    t.match(accessToken, /^[\w-]{43}$/)
    t.ok(Number.isSafeInteger(clientId) && clientId > 0)
    t.strictSame(rest, { scopes: bothScopes, expiresAt: startOfTests + 3_600_000 })
  })

  t.test('the first mint makes the client that later ones get', async (t) => {
    const { admin } = await open(t)
    const minted = await Promise.all([1, 2, 3].map(() => admin.mintToken(serviceId)))
    t.equal(new Set(minted.map(({ clientId }) => clientId)).size, 1)
    t.equal(
      (await admin.mintToken(serviceId, { clientId: 77 })).clientId,
      77,
      'one that is named is made on the spot',
    )
    t.equal((await admin.mintToken(serviceId)).clientId, minted[0]?.clientId)
  })

  t.test('a token has the value, the subject and the scopes it is given', async (t) => {
    const { admin, mock } = await open(t)
    const order = { accessToken: 'literal-value', subject: 'alice', scopes: ['openid'], clientId: 5 }
    t.strictSame(await admin.mintToken(serviceId, order), { ...order, expiresAt: startOfTests + 3_600_000 })
    const answer = await mock.gm({ accessToken: 'literal-value', gmAction: 'QUERY', grantId: 'g' })
    t.equal(answer.resultCode, 'A282301', 'it is known, and lacks the scope')
    const again = await refusalOf(admin.mintToken(serviceId, { accessToken: 'literal-value' }))
    t.strictSame(again, refusedAs(409, 'access_token_exists'))
  })

  const ends = [
    ['seconds', { expiresInSeconds: 10 }, startOfTests + 10_000],
    ['seconds of the past', { expiresInSeconds: -10 }, startOfTests - 10_000],
    ['an instant', { expiresAt: 1234 }, 1234],
  ] as const
  for (const [what, order, expiresAt] of ends) {
    t.test(`a token ends as ${what} say`, async (t) => {
      const { admin } = await open(t)
      t.equal((await admin.mintToken(serviceId, order)).expiresAt, expiresAt)
    })
  }

  t.test("tokens last as long as the service's durations say, where 0 says nothing", async (t) => {
    const { admin } = await open(t)
    const order = { refreshToken: true }
    const lasting = async (): Promise<readonly number[]> => {
      const { expiresAt, refreshToken = '' } = await admin.mintToken(serviceId, order)
      const { refreshTokens } = await admin.listTokens(serviceId)
      const refresh = refreshTokens.find(({ sha256 }) => sha256 === hash(refreshToken))
      return [expiresAt, refresh?.expiresAt ?? 0].map((end) => (end - startOfTests) / 1000)
    }
    t.strictSame(await lasting(), [3600, 864_000])
    await admin.updateService(serviceId, { accessTokenDuration: 60, refreshTokenDuration: 120 })
    t.strictSame(await lasting(), [60, 120])
    await admin.updateService(serviceId, { accessTokenDuration: 0, refreshTokenDuration: 0 })
    t.strictSame(await lasting(), [3600, 864_000])
  })

  const refreshEnds = [
    [30, 'A280301'],
    [-30, 'A280302'],
  ] as const
  for (const [refreshTokenExpiresInSeconds, resultCode] of refreshEnds) {
    t.test(
      `an expired token with a refresh token of ${refreshTokenExpiresInSeconds} s is ${resultCode}`,
      async (t) => {
        const { admin, mock } = await open(t)
        const order = { refreshToken: true, refreshTokenExpiresInSeconds, expiresInSeconds: -1 }
        const { accessToken, refreshToken } = await admin.mintToken(serviceId, order)
        t.match(refreshToken, /^[\w-]{43}$/)
        t.equal((await mock.gm({ accessToken, gmAction: 'QUERY', grantId: 'g' })).resultCode, resultCode)
      },
    )
  }

  t.test('a member that is null is one that is not given', async (t) => {
    const { admin } = await open(t)
    const minted = await admin.mintToken(serviceId, { subject: null, grant: null, expiresAt: null } as never)
    t.strictSame(Object.keys(minted).toSorted(), ['accessToken', 'clientId', 'expiresAt', 'scopes'])
  })
}

async function grantContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a new grant has what it is given', async (t) => {
    const { admin, mock } = await open(t)
    const grant = {
      grantId: 'g/1 ü',
      scopes: [{ scope: 'openid profile', resource: ['https://rs.example.com'] }, { scope: 'email' }],
      claims: ['name', 'birthdate'],
      authorizationDetails: [{ type: 'payment', actions: ['pay'] }],
    }
    const { request = {}, clientId } = await admin.mintToken(serviceId, {
      subject: 'alice',
      grant,
      refreshToken: true,
    })
    const { responseContent = '' } = await mock.gm(request)
    t.strictSame(JSON.parse(responseContent), {
      scopes: grant.scopes,
      claims: ['birthdate', 'name'],
      authorization_details: grant.authorizationDetails,
    })
    const { grants } = await admin.listGrants(serviceId)
    const { accessTokens, refreshTokens } = await admin.listTokens(serviceId)
    t.strictSame(grants, [
      { ...grant, clientId, subject: 'alice', createdAt: startOfTests, accessTokens, refreshTokens },
    ])
    t.equal(accessTokens.length, 1)
    t.equal(refreshTokens.length, 1)
  })

  const inherited = [
    [['openid', 'grant_management_query'], [{ scope: 'openid grant_management_query' }]],
    [[], []],
  ] as const
  for (const [scopes, expected] of inherited) {
    t.test(`a new grant has the ${scopes.length} scopes of its token where it is given none`, async (t) => {
      const { admin } = await open(t)
      await admin.mintToken(serviceId, { scopes: [...scopes], grant: {} })
      const { grants } = await admin.listGrants(serviceId)
      t.strictSame(grants[0]?.scopes, expected)
      t.match(grants[0]?.grantId, /^[\w-]{43}$/)
    })
  }

  t.test('a token joins a grant that is there, and only such a one', async (t) => {
    const { admin } = await open(t)
    await admin.mintToken(serviceId, { grant: { grantId: 'g' } })
    t.equal((await admin.mintToken(serviceId, { grantId: 'g' })).grantId, 'g')
    const unknown = await refusalOf(admin.mintToken(serviceId, { grantId: 'h' }))
    t.strictSame(unknown, refusedAs(404, 'grant_unknown'))
    const twice = await refusalOf(admin.mintToken(serviceId, { grant: { grantId: 'g' } }))
    t.strictSame(twice, refusedAs(409, 'grant_exists'))
    const { grants } = await admin.listGrants(serviceId)
    t.equal(grants[0]?.accessTokens.length, 2)
  })

  t.test('lists never hold the value of a token', async (t) => {
    const { admin } = await open(t)
    const minted = await admin.mintToken(serviceId, { grant: {}, refreshToken: true, bind: 'mtls' })
    const { accessToken, refreshToken = '', privateKey = '', cnf } = minted
    const lists = { tokens: await admin.listTokens(serviceId), grants: await admin.listGrants(serviceId) }
    const { accessTokens, refreshTokens } = lists.tokens
    t.equal(accessTokens[0]?.sha256, hash(accessToken))
    t.strictSame(accessTokens[0]?.cnf, cnf)
    t.equal(refreshTokens[0]?.sha256, hash(refreshToken))
    for (const secret of [accessToken, refreshToken, privateKey]) t.notMatch(JSON.stringify(lists), secret)
  })

  t.test("a grant ends behind the authorization server's back, once", async (t) => {
    const { admin, mock } = await open(t)
    const order = { grant: { grantId: 'g/1' }, refreshToken: true }
    const { request = {} } = await admin.mintToken(serviceId, order)
    await admin.deleteGrant(serviceId, 'g/1')
    t.equal((await mock.gm(request)).resultCode, 'A283301')
    t.strictSame(await admin.listGrants(serviceId), { grants: [] })
    const { accessTokens, refreshTokens } = await admin.listTokens(serviceId)
    t.strictSame([accessTokens.length, refreshTokens.length], [1, 0])
    t.strictSame(await refusalOf(admin.deleteGrant(serviceId, 'g/1')), refusedAs(404, 'grant_unknown'))
  })
}

async function sampleContract(t: Test, open: OpenAdmin): Promise<void> {
  const working: readonly (readonly [what: string, order: MintRequest, gmAction: string, action: string])[] =
    [
      ['both scopes', {}, 'QUERY', 'OK'],
      ['the scope of queries', { scopes: ['grant_management_query'] }, 'QUERY', 'OK'],
      ['the scope of revocations', { scopes: ['grant_management_revoke'] }, 'REVOKE', 'NO_CONTENT'],
    ]
  for (const [what, order, gmAction, action] of working) {
    t.test(`the request of a token with ${what} is a ${gmAction} that works`, async (t) => {
      const { admin, mock } = await open(t)
      const minted = await admin.mintToken(serviceId, { grant: {}, ...order })
      t.strictSame(minted.request, { accessToken: minted.accessToken, gmAction, grantId: minted.grantId })
      t.equal((await mock.gm(minted.request ?? {})).action, action)
    })
  }

  const hopeless = [
    ['expired', { expiresInSeconds: 0, grant: {} }],
    ['without scopes', { scopes: [], grant: {} }],
    ['bound to a key that the mock does not have', { cnf: { jkt: 'x'.repeat(43) }, grant: {} }],
    [
      'bound to a certificate that the mock does not have',
      { cnf: { 'x5t#S256': 'x'.repeat(43) }, grant: {} },
    ],
    ['without a grant', {}],
    ["on another client's grant", { clientId: 5, grantId: 'grant-of-another' }],
  ] as const
  for (const [what, order] of hopeless) {
    t.test(`a token ${what} comes without a request`, async (t) => {
      const { admin } = await open(t)
      await admin.mintToken(serviceId, { grant: { grantId: 'grant-of-another' }, clientId: 4 })
      const minted = await admin.mintToken(serviceId, order as never)
      t.notOk('request' in minted)
      t.ok(
        (await admin.listTokens(serviceId)).accessTokens.some(
          ({ sha256 }) => sha256 === hash(minted.accessToken),
        ),
      )
    })
  }

  t.test("a token on another subject's grant comes with a request unless ownership is strict", async (t) => {
    const { admin } = await open(t)
    await admin.mintToken(serviceId, { subject: 'alice', grant: { grantId: 'g' } })
    t.ok((await admin.mintToken(serviceId, { subject: 'bob', grantId: 'g' })).request)
    await admin.updateService(serviceId, { mock: { strictOwnership: true } })
    t.notOk((await admin.mintToken(serviceId, { subject: 'bob', grantId: 'g' })).request)
  })
}
