import t, { type Test } from 'tap'
import { callApi } from '../../support/api.ts'
import { clientId, clientSecret, publicClientId } from '../../support/requests/authorize.ts'
import { serviceId, startTestMock, type TestMock } from '../../support/mock.ts'
import { makeKey } from '../../support/requests/proof.ts'
import {
  form,
  getTokens,
  makeTokenProof,
  refreshRequest,
  requestToken,
  tokenWorld,
  type TokenAnswer,
} from '../../support/requests/token.ts'

const start = (t: Test, service: object = {}, config: object = {}) =>
  startTestMock(t, { world: tokenWorld({ refreshTokenIdempotent: true, ...service }), ...config })

const ofPublic = { client_id: String(publicClientId) }
/** Without `openid`, so that nothing is signed for it. */
const plain = { ...ofPublic, scope: 'accounts' }
const again = { resultCode: 'A053001', previousRefreshTokenUsed: true }
const gone = { resultCode: 'A053305', action: 'BAD_REQUEST' }

const refresh = (mock: TestMock, token: unknown, changes: object = {}, members?: object) =>
  requestToken(mock, refreshRequest(String(token), { ...changes }, members))

async function isUsable(mock: TestMock, token: unknown): Promise<unknown> {
  return (await callApi(mock, 'POST', '/auth/introspection', { token })).body['action'] === 'OK'
}

/** A refresh token that was used, and what came of it. */
async function rotate(mock: TestMock): Promise<{ readonly spent: string; readonly renewed: TokenAnswer }> {
  const { refreshToken: spent = '' } = await getTokens(mock)
  return { spent, renewed: await refresh(mock, spent) }
}

t.test('a spent refresh token gives the same renewed one for a minute', async (t) => {
  const mock = await start(t)
  const { spent, renewed } = await rotate(mock)
  t.match(renewed, { resultCode: 'A053001', previousRefreshTokenUsed: false })
  t.not(renewed.refreshToken, spent)
  mock.time.now += 30_000
  const repeated = await refresh(mock, spent)
  t.match(repeated, { ...again, refreshToken: renewed.refreshToken })
  t.equal(repeated['refreshTokenExpiresAt'], renewed['refreshTokenExpiresAt'], 'it lasts no longer')
  t.not(repeated.accessToken, renewed.accessToken)
  t.strictSame(
    [await isUsable(mock, renewed.accessToken), await isUsable(mock, repeated.accessToken)],
    [false, true],
    'with an access token in place of the one before',
  )
  mock.time.now += 29_999
  t.match(await refresh(mock, spent), { ...again, refreshToken: renewed.refreshToken })
  mock.time.now += 1
  t.match(
    await refresh(mock, spent),
    { ...gone, previousRefreshTokenUsed: true },
    'the minute is not renewed',
  )
  t.match(await refresh(mock, renewed.refreshToken), {
    resultCode: 'A053001',
    previousRefreshTokenUsed: false,
  })
})

t.test('without the property it works once', async (t) => {
  const mock = await start(t, { refreshTokenIdempotent: false })
  const { spent } = await rotate(mock)
  t.match(await refresh(mock, spent), { ...gone, previousRefreshTokenUsed: false })
  await mock.admin.updateService(serviceId, { refreshTokenIdempotent: true })
  t.match(await refresh(mock, spent), { ...gone, previousRefreshTokenUsed: false }, 'set too late')
  const second = await rotate(mock)
  await mock.admin.updateService(serviceId, { refreshTokenIdempotent: false })
  t.match(await refresh(mock, second.spent), { ...gone, previousRefreshTokenUsed: false }, 'taken back')
})

t.test('once the renewed one was used, nothing gives it again', async (t) => {
  for (const refreshTokenKept of [false, true]) {
    const mock = await start(t)
    const { spent, renewed } = await rotate(mock)
    await mock.admin.updateService(serviceId, { refreshTokenKept })
    const next = await refresh(mock, renewed.refreshToken)
    t.equal(next.refreshToken === renewed.refreshToken, refreshTokenKept)
    t.match(await refresh(mock, spent), gone, `refreshTokenKept: ${refreshTokenKept}`)
    t.equal(await isUsable(mock, next.accessToken), true, 'and what was refused ended nothing')
  }
})

/** What ends the renewed refresh token. */
const ends: Readonly<Record<string, (mock: TestMock, tokens: readonly TokenAnswer[]) => Promise<unknown>>> = {
  'it is revoked': (mock, [, renewed]) => revoke(mock, renewed?.refreshToken),
  'its access token is revoked': (mock, [, renewed]) => revoke(mock, renewed?.accessToken),
  'the spent one is revoked': (mock, [first]) => revoke(mock, first?.refreshToken),
  'its grant is revoked': (mock, [first]) =>
    callApi(mock, 'POST', '/gm', {
      accessToken: first?.['manager'],
      grantId: first?.grantId,
      gmAction: 'REVOKE',
    }),
  'the tokens of its client and subject end': (mock) =>
    callApi(mock, 'POST', '/auth/token/revoke', { clientIdentifier: String(clientId), subject: 'alice' }),
  'the service is reset': (mock) => mock.admin.reset(serviceId),
}

function revoke(mock: TestMock, token: unknown): Promise<unknown> {
  const parameters = form({ token: String(token) })
  const body = { parameters, clientId: String(clientId), clientSecret }
  return callApi(mock, 'POST', '/auth/revocation', body)
}

t.test('it is not given again once', async (t) => {
  for (const [what, end] of Object.entries(ends)) {
    const mock = await start(t)
    const first = await getTokens(mock, { grant_management_action: 'create' })
    const { accessToken: manager } = await getTokens(mock, { scope: 'grant_management_revoke' })
    const renewed = await refresh(mock, first.refreshToken)
    await end(mock, [{ ...first, manager }, renewed])
    t.match(await refresh(mock, first.refreshToken), gone, what)
    t.match(await refresh(mock, renewed.refreshToken), gone, what)
    t.equal(await isUsable(mock, renewed.accessToken), what === 'its grant is revoked', what)
  }
})

t.test('a spent refresh token that is too old is revoked for nothing', async (t) => {
  const mock = await start(t)
  const { spent, renewed } = await rotate(mock)
  mock.time.now += 60_000
  await revoke(mock, spent)
  t.equal(await isUsable(mock, renewed.accessToken), true)
})

t.test('it keeps its own end, when it was to be spent before', async (t) => {
  const mock = await start(t, { refreshTokenDuration: 40 })
  const { refreshToken: spent } = await getTokens(mock)
  mock.time.now += 20_000
  t.match(await refresh(mock, spent), { refreshTokenDuration: 40 })
  mock.time.now += 19_999
  t.match(await refresh(mock, spent), { ...again, refreshTokenDuration: 20 })
  mock.time.now += 1
  t.match(await refresh(mock, spent), gone)
})

t.test('all checks are made once more', async (t) => {
  const mock = await start(t, { tokenExpirationLinked: true, refreshTokenDurationKept: true })
  const { spent, renewed } = await rotate(mock)
  t.match(await refresh(mock, spent, ofPublic, {}), {
    action: 'BAD_REQUEST',
    responseContent: '"invalid_grant"',
  })
  t.match(await refresh(mock, spent, {}, { clientId: String(clientId), clientSecret: 'wrong' }), {
    action: 'INVALID_CLIENT',
  })
  t.match(await refresh(mock, spent, { scope: 'payments' }), { responseContent: '"invalid_scope"' })
  const narrow = await refresh(mock, spent, { scope: 'accounts' })
  t.match(narrow, { ...again, scopes: ['accounts'], refreshToken: renewed.refreshToken })
  t.equal(await isUsable(mock, renewed.accessToken), false)
  t.match(await refresh(mock, spent), { ...again, scopes: ['accounts', 'openid'] }, 'the others are kept')
})

t.test('a key that the renewed one is bound to is asked for', async (t) => {
  const mock = await start(t)
  const [key, other] = [await makeKey('ES256'), await makeKey('ES256')]
  const prove = async (key_: typeof key) => ({ dpop: await makeTokenProof(key_) })
  const { refreshToken: spent } = await getTokens(mock, plain, {}, await prove(key), ofPublic)
  const renewed = await refresh(mock, spent, ofPublic, await prove(key))
  t.match(renewed, { resultCode: 'A053001' })
  t.match(await refresh(mock, spent, ofPublic, {}), { action: 'BAD_REQUEST' })
  t.match(await refresh(mock, spent, ofPublic, await prove(other)), { action: 'BAD_REQUEST' })
  const repeated = await refresh(mock, spent, ofPublic, await prove(key))
  t.match(repeated, { ...again, refreshToken: renewed.refreshToken })
})

t.test('a client that leaves its id out is found', async (t) => {
  const mock = await start(t, { missingClientIdAllowed: true })
  const { refreshToken: spent } = await getTokens(mock, plain, {}, {}, ofPublic)
  const renewed = await refresh(mock, spent, {}, {})
  t.match(await refresh(mock, spent, {}, {}), { ...again, refreshToken: renewed.refreshToken })
})

t.test('of many at once all get the same refresh token, and the last access token is good', async (t) => {
  const mock = await start(t, {}, { data: `${t.testdir()}/mock.db` })
  const { refreshToken: spent } = await getTokens(mock)
  const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(mock, spent)))
  t.strictSame(new Set(answers.map(({ resultCode }) => resultCode)), new Set(['A053001']))
  t.equal(new Set(answers.map(({ refreshToken }) => refreshToken)).size, 1)
  t.equal(answers.filter(({ previousRefreshTokenUsed: used }) => used === false).length, 1)
  const usable = await Promise.all(answers.map(({ accessToken }) => isUsable(mock, accessToken)))
  t.equal(usable.filter(Boolean).length, 1)
})

t.test('a snapshot keeps the minute, and nothing tells how the renewed one is made', async (t) => {
  const mock = await start(t)
  const { spent, renewed } = await rotate(mock)
  await mock.admin.saveSnapshot(serviceId, 'minute')
  t.match(await refresh(mock, renewed.refreshToken), { resultCode: 'A053001' })
  await mock.admin.restoreSnapshot(serviceId, 'minute')
  t.match(await refresh(mock, spent), { ...again, refreshToken: renewed.refreshToken })
  for (const path of ['tokens', 'snapshots/minute']) {
    const { statusCode, body } = await mock.inject({ url: `/_mock/services/${serviceId}/${path}` })
    t.equal(statusCode, 200)
    t.match(body, /refreshToken/)
    t.notMatch(body, /renews|salt/)
  }
})
