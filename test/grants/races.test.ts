import t, { type Test } from 'tap'
import { authorizationWorld, authorize, clientId } from '../support/requests/authorize.ts'
import { serviceId, startTestMock, type TestMock } from '../support/mock.ts'
import { codeRequest, getTokens, refreshRequest, requestToken } from '../support/requests/token.ts'

const managing = 'grant_management_query grant_management_revoke'
const created = { scope: `accounts ${managing}`, grant_management_action: 'create' }

/** A grant that exists, with the tokens that came with it. */
async function begin(t: Test) {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const { grantId = '', accessToken = '', refreshToken = '' } = await getTokens(mock, created)
  return { mock, grantId, accessToken, refreshToken }
}

const change = (mock: TestMock, grantId: string, action: 'merge' | 'replace', scope: string) =>
  authorize(mock, { scope, grant_management_action: action, grant_id: grantId })

async function listStored(mock: TestMock) {
  const { accessTokens, refreshTokens } = await mock.admin.listTokens(serviceId)
  const { grants } = await mock.admin.listGrants(serviceId)
  return { accessTokens, refreshTokens, grants }
}

t.test('of many redemptions of one code at once one gets tokens, and the others end them', async (t) => {
  const { mock } = await begin(t)
  const before = await listStored(mock)
  const code = await authorize(mock, created)
  const answers = await Promise.all(Array.from({ length: 10 }, () => requestToken(mock, codeRequest(code))))
  t.equal(answers.filter(({ action }) => action === 'OK').length, 1)
  t.equal(answers.filter(({ action }) => action === 'BAD_REQUEST').length, 9)
  const after = await listStored(mock)
  t.strictSame([after.accessTokens, after.refreshTokens], [before.accessTokens, before.refreshTokens])
  t.equal(after.grants.length, before.grants.length + 1, 'the grant was made once')
})

t.test('merges at once lose nothing, and the last of them has the only refresh token', async (t) => {
  const { mock, grantId, accessToken } = await begin(t)
  const scopes = ['profile', 'email', 'payments']
  const codes: string[] = []
  for (const scope of scopes) codes.push(await change(mock, grantId, 'merge', scope))
  const answers = await Promise.all(codes.map((code) => requestToken(mock, codeRequest(code))))
  t.ok(answers.every(({ action }) => action === 'OK'))
  const { responseContent = '{}' } = await mock.gm({ gmAction: 'QUERY', grantId, accessToken })
  const expected = [...scopes, 'accounts', ...managing.split(' ')].toSorted().join(' ')
  t.match(JSON.parse(responseContent), { scopes: [{ scope: expected }] })
  const { accessTokens, refreshTokens, grants } = await listStored(mock)
  t.strictSame([accessTokens.length, refreshTokens.length, grants.length], [4, 1, 1])
})

for (const action of ['merge', 'replace'] as const) {
  t.test(`a ${action} and a revocation at once leave no grant and nothing to refresh`, async (t) => {
    const { mock, grantId, accessToken } = await begin(t)
    const code = await change(mock, grantId, action, 'profile')
    const [tokens, { action: revoked }] = await Promise.all([
      requestToken(mock, codeRequest(code)),
      mock.gm({ gmAction: 'REVOKE', grantId, accessToken }),
    ])
    t.equal(revoked, 'NO_CONTENT')
    t.match(tokens.action, /^(OK|BAD_REQUEST)$/)
    const { grants, refreshTokens } = await listStored(mock)
    t.strictSame([grants, refreshTokens], [[], []])
    const { refreshToken } = tokens
    t.match(await requestToken(mock, refreshRequest(refreshToken ?? 'none')), { action: 'BAD_REQUEST' })
  })
}

t.test('of many refreshes at once one gets tokens', async (t) => {
  const { mock, refreshToken } = await begin(t)
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => requestToken(mock, refreshRequest(refreshToken))),
  )
  t.equal(answers.filter(({ action }) => action === 'OK').length, 1)
  const { accessTokens, refreshTokens } = await listStored(mock)
  t.strictSame([accessTokens.length, refreshTokens.length], [1, 1])
})

t.test('a revocation and refreshes at once leave nothing to refresh', async (t) => {
  const { mock, grantId, refreshToken } = await begin(t)
  const scopes = ['grant_management_revoke']
  const { accessToken } = await mock.admin.mintToken(serviceId, { clientId, scopes })
  const refreshing = () => requestToken(mock, refreshRequest(refreshToken))
  const [, { action }] = await Promise.all([
    refreshing(),
    mock.gm({ gmAction: 'REVOKE', grantId, accessToken }),
    refreshing(),
  ])
  t.equal(action, 'NO_CONTENT')
  t.strictSame((await listStored(mock)).refreshTokens, [])
})
