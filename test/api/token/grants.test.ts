import { join } from 'node:path'
import Database from 'better-sqlite3'
import t from 'tap'
import { authorize } from '../../support/requests/authorize.ts'
import { callApi } from '../../support/api.ts'
import { serviceId, startTestMock, type TestMock } from '../../support/mock.ts'
import { hash, makeKey } from '../../support/requests/proof.ts'
import {
  basic,
  codeRequest,
  contentOf,
  getTokens,
  makeTokenProof,
  refreshRequest,
  requestToken,
  tokenWorld,
} from '../../support/requests/token.ts'

const start = (t: Parameters<typeof startTestMock>[0]) => startTestMock(t, { world: tokenWorld() })

const scope = 'accounts grant_management_query grant_management_revoke'

async function queryGrant(mock: TestMock, accessToken = '', grantId = ''): Promise<object> {
  const { responseContent } = await mock.gm({ accessToken, grantId, gmAction: 'QUERY' })
  return JSON.parse(responseContent ?? '') as object
}

t.test('a code whose request said create brings a new grant of 43 characters', async (t) => {
  const mock = await start(t)
  const answer = await getTokens(mock, { scope, grant_management_action: 'create' })
  t.match(answer.grantId, /^[\w-]{43}$/)
  t.strictSame(Object.keys(contentOf(answer)), [
    'access_token',
    'token_type',
    'expires_in',
    'scope',
    'refresh_token',
    'grant_id',
  ])
  t.equal(contentOf(answer)['grant_id'], answer.grantId)
  t.strictSame(await queryGrant(mock, answer.accessToken, answer.grantId), { scopes: [{ scope }] })
  const again = await getTokens(mock, { scope, grant_management_action: 'create' })
  t.not(again.grantId, answer.grantId)
})

t.test('a code whose request said nothing of grants brings none', async (t) => {
  const mock = await start(t)
  const answer = await getTokens(mock, { scope })
  t.notOk('grantId' in answer)
  t.notOk('grant_id' in contentOf(answer))
  t.strictSame((await mock.admin.listGrants(serviceId)).grants, [])
})

for (const [action, scopes] of [
  ['merge', 'accounts grant_management_query grant_management_revoke payments'],
  ['replace', 'payments'],
] as const) {
  t.test(`${action} keeps the grant's id and ends its older refresh tokens`, async (t) => {
    const mock = await start(t)
    const first = await getTokens(mock, { scope, grant_management_action: 'create' })
    const { grantId } = first
    const changed = await getTokens(mock, {
      scope: 'payments',
      grant_management_action: action,
      grant_id: grantId,
    })
    t.equal(changed.grantId, grantId)
    t.equal(contentOf(changed)['grant_id'], grantId)
    t.strictSame(await queryGrant(mock, first.accessToken, grantId), { scopes: [{ scope: scopes }] })
    t.equal((await requestToken(mock, refreshRequest(first.refreshToken))).resultCode, 'A053305')
    t.equal((await requestToken(mock, refreshRequest(changed.refreshToken))).action, 'OK')
  })
}

t.test('a grant that another client or subject has by now is not touched', async (t) => {
  for (const owner of [
    { clientId: 1003, subject: 'alice' },
    { clientId: 1001, subject: 'bob' },
  ]) {
    const mock = await start(t)
    const { grantId = '' } = await getTokens(mock, { scope, grant_management_action: 'create' })
    const code = await authorize(mock, { scope, grant_management_action: 'replace', grant_id: grantId })
    await mock.admin.deleteGrant(serviceId, grantId)
    await mock.admin.mintToken(serviceId, { ...owner, grant: { grantId, scopes: [{ scope: 'theirs' }] } })
    t.equal((await requestToken(mock, codeRequest(code))).resultCode, 'A050318')
    const { grants } = await mock.admin.listGrants(serviceId)
    t.match(grants, [{ scopes: [{ scope: 'theirs' }] }])
  }
})

t.test(
  'a refreshed token stays tied to its grant, and revoking the grant ends the refresh token',
  async (t) => {
    const mock = await start(t)
    const first = await getTokens(mock, { scope, grant_management_action: 'create' })
    const second = await requestToken(mock, refreshRequest(first.refreshToken))
    t.equal(second.grantId, first.grantId)
    t.equal(contentOf(second)['grant_id'], first.grantId)
    const { accessToken = '', grantId = '' } = second
    t.equal((await mock.gm({ accessToken, grantId, gmAction: 'REVOKE' })).action, 'NO_CONTENT')
    const refused = await requestToken(mock, refreshRequest(second.refreshToken))
    t.equal(refused.resultMessage, '[A053305] The refresh token passed to the token endpoint does not exist.')
    t.equal((await mock.gm({ accessToken, grantId, gmAction: 'QUERY' })).action, 'NOT_FOUND')
  },
)

t.test(
  'a claim that the client asks for is in the grant where it got a value or was consented to',
  async (t) => {
    const mock = await start(t)
    const asked = {
      scope: 'email grant_management_query',
      grant_management_action: 'create',
      claims: JSON.stringify({ userinfo: { given_name: null } }),
    }
    const claimsAfter = async (consent: object): Promise<unknown> => {
      const { accessToken, grantId } = await getTokens(mock, asked, consent)
      return Object.entries(await queryGrant(mock, accessToken, grantId)).find(
        ([name]) => name === 'claims',
      )?.[1]
    }
    t.strictSame(await claimsAfter({}), ['email', 'email_verified'])
    t.strictSame(await claimsAfter({ consentedClaims: [] }), ['email', 'email_verified'])
    const claims = JSON.stringify({ given_name: 'Alice' })
    t.strictSame(await claimsAfter({ claims }), ['email', 'email_verified', 'given_name'])
    t.strictSame(await claimsAfter({ claims, consentedClaims: ['email'] }), ['email'])
  },
)

t.test('claims and authorization details of the consent go into the grant', async (t) => {
  const mock = await start(t)
  const details = [{ type: 'payment_initiation', actions: ['initiate'], amount: { value: '1.00' } }]
  const answer = await getTokens(
    mock,
    {
      scope: 'email grant_management_query',
      grant_management_action: 'create',
      authorization_details: JSON.stringify(details),
      claims: JSON.stringify({ id_token: { given_name: null } }),
    },
    { consentedClaims: ['email', 'given_name'] },
  )
  t.strictSame(await queryGrant(mock, answer.accessToken, answer.grantId), {
    scopes: [{ scope: 'email grant_management_query' }],
    claims: ['email', 'given_name'],
    authorization_details: details,
  })
  t.strictSame(contentOf(answer)['authorization_details'], details)
  t.strictSame(answer['authorizationDetails'], {
    elements: [
      { type: 'payment_initiation', actions: ['initiate'], otherFields: '{"amount":{"value":"1.00"}}' },
    ],
  })
  t.strictSame(answer['requestedIdTokenClaims'], ['given_name'])
})

t.test(
  'a second use of a code is refused and ends what the first one gave, the refreshed ones too',
  async (t) => {
    const mock = await start(t)
    const request = codeRequest(await authorize(mock, { scope }))
    const first = await requestToken(mock, request)
    const refreshed = await requestToken(mock, refreshRequest(first.refreshToken))
    t.equal((await requestToken(mock, request)).resultCode, 'A050305')
    t.equal((await requestToken(mock, refreshRequest(refreshed.refreshToken))).resultCode, 'A053305')
    const { body } = await callApi(mock, 'POST', '/auth/introspection', { token: refreshed.accessToken })
    t.equal(body['existent'], false)
  },
)

t.test('of two uses of a code at once one gets tokens, and those end', async (t) => {
  const mock = await start(t)
  const request = codeRequest(await authorize(mock, { scope, grant_management_action: 'create' }))
  const answers = await Promise.all([requestToken(mock, request), requestToken(mock, request)])
  t.same(answers.map(({ resultCode }) => resultCode).toSorted(), ['A050001', 'A050305'])
  t.strictSame(await listTokens(mock), [])
})

t.test('of two uses of a refresh token at once one gets tokens', async (t) => {
  const mock = await start(t)
  const request = refreshRequest((await getTokens(mock, { scope })).refreshToken)
  const answers = await Promise.all([requestToken(mock, request), requestToken(mock, request)])
  t.same(answers.map(({ action }) => action).toSorted(), ['BAD_REQUEST', 'OK'])
  t.equal((await listTokens(mock)).length, 1)
})

/** Another process: what it has prepared happens when a proof is recorded, which is before tokens are stored. */
function meanwhile(data: string, change: string): void {
  const other = new Database(data)
  other.exec(`CREATE TRIGGER meanwhile AFTER INSERT ON proofs BEGIN ${change}; END`)
  other.close()
}

t.test('a code that another call uses up at the last moment ends what that one got', async (t) => {
  const data = join(t.testdir(), 'state.sqlite')
  const mock = await startTestMock(t, { data, world: tokenWorld() })
  const code = await authorize(mock, { scope })
  await mock.admin.mintToken(serviceId, {})
  meanwhile(data, `UPDATE pending SET used = 1; UPDATE access_tokens SET code_hash = '${hash(code)}'`)
  const dpop = await makeTokenProof(await makeKey())
  const answer = await requestToken(mock, codeRequest(code, {}, { ...basic, dpop }))
  t.equal(answer.resultCode, 'A050305')
  t.strictSame(await listTokens(mock), [])
})

t.test('a refresh token that was minted can be used', async (t) => {
  const mock = await start(t)
  const { refreshToken } = await mock.admin.mintToken(serviceId, {
    clientId: 1001,
    refreshToken: true,
    scopes: [],
  })
  const answer = await requestToken(mock, refreshRequest(refreshToken))
  t.equal(answer.action, 'OK')
  t.notOk('scope' in contentOf(answer))
  const refused = await requestToken(mock, refreshRequest(answer.refreshToken, { scope: 'accounts' }))
  t.equal(refused.resultCode, 'A053309')
})

async function listTokens(mock: TestMock): Promise<readonly unknown[]> {
  return (await mock.admin.listTokens(serviceId)).accessTokens
}
