import { join } from 'node:path'
import Database from 'better-sqlite3'
import t from 'tap'
import { callApi } from '../../support/api.ts'
import { makeKey, makeProof, mintBound } from '../../support/requests/proof.ts'
import { apiToken, endpoint, oneService, serviceId, startTestMock } from '../../support/mock.ts'

t.test('an expired token is called expired once, then unknown; its refresh token stays', async (t) => {
  const mock = await startTestMock(t)
  const order = { grant: {}, refreshToken: true, expiresInSeconds: 60 }
  const { accessToken, grantId = '' } = await mock.admin.mintToken(serviceId, order)
  const request = { accessToken, grantId, gmAction: 'QUERY' } as const
  mock.time.now += 59_999
  t.equal((await mock.gm(request)).action, 'OK', 'good until its last millisecond')
  mock.time.now += 1
  t.equal((await mock.gm(request)).resultCode, 'A280301')
  t.equal((await mock.gm(request)).resultCode, 'A279306')
  const { accessTokens, refreshTokens } = await mock.admin.listTokens(serviceId)
  t.same([accessTokens.length, refreshTokens.length], [0, 1])
})

t.test('the tokens of a locked client manage nothing until it is unlocked', async (t) => {
  const mock = await startTestMock(t)
  const { accessToken, grantId = '' } = await mock.admin.mintToken(serviceId, { clientId: 1, grant: {} })
  const { apiToken: caller } = await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })
  for (const [clientLocked, query, revoke] of [
    [true, 'A279307', 'A279307'],
    [false, 'A277001', 'A277001'],
  ] as const) {
    await callApi(mock, 'POST', '/client/lock_flag/update/1', { clientLocked }, caller)
    t.equal((await mock.gm({ accessToken, grantId, gmAction: 'QUERY' })).resultCode, query)
    t.equal((await mock.gm({ accessToken, grantId, gmAction: 'REVOKE' })).resultCode, revoke)
  }
})

t.test('a token whose client is gone manages its grant as before', async (t) => {
  const data = join(t.testdir(), 'state.sqlite')
  const mock = await startTestMock(t, { data })
  const { accessToken, grantId = '' } = await mock.admin.mintToken(serviceId, { grant: {} })
  new Database(data).exec('DELETE FROM clients').close()
  t.equal((await mock.gm({ accessToken, grantId, gmAction: 'QUERY' })).resultCode, 'A277001')
})

t.test('revoking ends the grant and its refresh tokens, the access token lives on', async (t) => {
  const mock = await startTestMock(t)
  const { accessToken, grantId = '' } = await mock.admin.mintToken(serviceId, {
    grant: {},
    refreshToken: true,
  })
  const request = { accessToken, grantId }
  t.equal((await mock.gm({ ...request, gmAction: 'REVOKE' })).action, 'NO_CONTENT')
  t.equal((await mock.gm({ ...request, gmAction: 'QUERY' })).resultCode, 'A283301')
  t.equal((await mock.gm({ ...request, gmAction: 'REVOKE' })).resultCode, 'A283301')
  const { accessTokens, refreshTokens } = await mock.admin.listTokens(serviceId)
  t.same([accessTokens.length, refreshTokens.length], [1, 0])
})

t.test('of many revocations at once exactly one ends the grant', async (t) => {
  const mock = await startTestMock(t)
  const { accessToken, grantId = '' } = await mock.admin.mintToken(serviceId, { grant: {} })
  const calls = Array.from({ length: 50 }, () => mock.gm({ accessToken, grantId, gmAction: 'REVOKE' }))
  const actions = (await Promise.all(calls)).map(({ action }) => action)
  t.equal(actions.filter((action) => action === 'NO_CONTENT').length, 1)
  t.equal(actions.filter((action) => action === 'NOT_FOUND').length, 49)
})

t.test('a grant that somebody ends between look-up and revocation is not found', async (t) => {
  const data = join(t.testdir(), 'state.sqlite')
  const mock = await startTestMock(t, { data })
  const { accessToken, grantId = '' } = await mock.admin.mintToken(serviceId, { grant: {} })
  const other = new Database(data)
  other.exec('CREATE TRIGGER sooner BEFORE DELETE ON grants BEGIN SELECT RAISE(IGNORE); END')
  other.close()
  t.equal((await mock.gm({ accessToken, grantId, gmAction: 'REVOKE' })).resultCode, 'A283301')
})

t.test('of two equal proofs at once exactly one passes', async (t) => {
  const mock = await startTestMock(t)
  const request = await (await mintBound(mock)).request()
  const answers = await Promise.all([mock.gm(request), mock.gm(request), mock.gm(request)])
  t.same(answers.map(({ resultCode }) => resultCode).toSorted(), ['A277001', 'A281312', 'A281312'])
})

t.test('a proof is spent when scope or grant fail, and not when the proof itself fails', async (t) => {
  const mock = await startTestMock(t)
  const bound = await mintBound(mock)
  const request = await bound.request()
  t.equal((await mock.gm({ ...request, htm: 'DELETE' })).resultCode, 'A281307')
  const missing = { ...request, grantId: 'missing', htu: `${endpoint}/${bound.grantId}` }
  t.equal((await mock.gm(missing)).resultCode, 'A283301')
  t.equal((await mock.gm(request)).resultCode, 'A281312')
})

t.test('the proof that comes with an unbound token is not looked at', async (t) => {
  const mock = await startTestMock(t)
  const { accessToken, grantId = '' } = await mock.admin.mintToken(serviceId, { grant: {} })
  const more = { dpop: 'nonsense', htu: '', dpopNonceRequired: true, clientCertificate: 'nonsense' }
  const answer = await mock.gm({ accessToken, grantId, gmAction: 'QUERY', ...more })
  t.equal(answer.action, 'OK')
  t.equal(answer.dpopNonce, undefined)
})

t.test(
  'without an endpoint the service cannot tell the default URI, with htu given it need not',
  async (t) => {
    const world = { services: [{ serviceId, apiTokens: [{ apiToken }] }] }
    const mock = await startTestMock(t, { world })
    const bound = await mintBound(mock)
    t.equal((await mock.gm(await bound.request())).resultCode, 'A278204')
    const htu = `${endpoint}/${bound.grantId}?query=ignored`
    t.equal((await mock.gm(await bound.request({}, { htu }))).action, 'OK')
    t.equal((await mock.gm(await bound.request({}, { htu: '' }))).resultCode, 'A278204')
    t.equal((await mock.gm(await bound.request({}, { htu, htm: '' }))).resultCode, 'A278204')
  },
)

t.test('a revocation is proven with DELETE unless the call says otherwise', async (t) => {
  const mock = await startTestMock(t)
  const bound = await mintBound(mock)
  const revoke = { gmAction: 'REVOKE' } as const
  t.equal((await mock.gm(await bound.request({}, revoke))).resultCode, 'A281307')
  const posted = await bound.request({ payload: { htm: 'POST' } }, { gmAction: 'QUERY', htm: 'POST' })
  t.equal((await mock.gm(posted)).action, 'OK')
  t.equal((await mock.gm(await bound.request({ payload: { htm: 'DELETE' } }, revoke))).action, 'NO_CONTENT')
})

t.test('a nonce recovers a client whose clock is wrong, and a rotation strands nobody', async (t) => {
  const services = [{ ...oneService.services[0], serviceId, dpopNonceRequired: true, dpopNonceDuration: 60 }]
  const mock = await startTestMock(t, { world: { services } })
  const bound = await mintBound(mock)
  const withNonce = async (nonce: string | undefined) =>
    mock.gm(await bound.request({ payload: { iat: 5, ...(nonce !== undefined && { nonce }) } }))
  const challenged = await withNonce(undefined)
  t.equal(challenged.resultCode, 'A281311')
  t.match(challenged.responseContent, /^DPoP error="use_dpop_nonce",/)
  const first = challenged.dpopNonce
  const good = await withNonce(first)
  t.same([good.action, good.dpopNonce], ['OK', first])
  mock.time.now += 60_000
  const rotated = await withNonce(first)
  t.equal(rotated.action, 'OK', 'the nonce of the window before is still good')
  t.not(rotated.dpopNonce, first, 'and the answer carries the new one')
  mock.time.now += 60_000
  t.equal((await withNonce(first)).resultCode, 'A281311')
})

t.test('with a nonce required, every answer to a bound token carries it, whatever fails', async (t) => {
  const mock = await startTestMock(t)
  const bound = await mintBound(mock, 'ES256', { scopes: ['openid'] })
  const required = { dpopNonceRequired: true }
  const { dpopNonce: nonce } = await mock.gm(await bound.request({}, required))
  const answers = [
    await mock.gm(await bound.request({}, { ...required, dpop: '' })),
    await mock.gm(await bound.request({ payload: { nonce } }, required)),
    await mock.gm(await bound.request({ payload: { nonce } }, { ...required, htu: 'x' })),
  ]
  t.same(
    answers.map(({ resultCode }) => resultCode),
    ['A281305', 'A282301', 'A278204'],
  )
  for (const { dpopNonce } of answers) t.equal(dpopNonce, nonce)
})

t.test('a token bound to a key and to a certificate needs both', async (t) => {
  const mock = await startTestMock(t)
  const key = await makeKey()
  const { certificate = '', cnf } = await mock.admin.mintToken(serviceId, { bind: 'mtls' })
  const minted = await mock.admin.mintToken(serviceId, { grant: {}, cnf: { ...cnf, jkt: key.jkt } })
  const { accessToken, grantId = '' } = minted
  const request = { accessToken, grantId, gmAction: 'QUERY' } as const
  const dpop = await makeProof(key, { accessToken, grantId })
  t.equal((await mock.gm({ ...request, dpop })).resultCode, 'A281301')
  t.equal((await mock.gm({ ...request, clientCertificate: certificate })).resultCode, 'A281305')
  t.equal((await mock.gm({ ...request, dpop, clientCertificate: certificate })).action, 'OK')
})

t.test('the subject is compared only where the service is strict, and only then matters', async (t) => {
  const mock = await startTestMock(t)
  const { grantId = '' } = await mock.admin.mintToken(serviceId, { subject: 'alice', grant: {} })
  const { accessToken } = await mock.admin.mintToken(serviceId, { subject: 'bob' })
  const request = { accessToken, grantId, gmAction: 'QUERY' } as const
  t.equal((await mock.gm(request)).action, 'OK')
  await mock.admin.updateService(serviceId, { mock: { strictOwnership: true } })
  t.equal((await mock.gm(request)).action, 'FORBIDDEN')
  const { accessToken: own } = await mock.admin.mintToken(serviceId, { subject: 'alice' })
  t.equal((await mock.gm({ ...request, accessToken: own })).action, 'OK')
})

t.test('a spent proof stays spent until the nonce that it carries unasked has ended', async (t) => {
  const mock = await startTestMock(t)
  const bound = await mintBound(mock)
  const { dpopNonce: nonce } = await mock.gm(await bound.request({}, { dpopNonceRequired: true }))
  const request = await bound.request({ payload: { nonce } })
  t.equal((await mock.gm(request)).action, 'OK', 'used where nobody asks for a nonce')
  mock.time.now += 301_000
  await mock.sweep()
  const again = await mock.gm({ ...request, dpopNonceRequired: true })
  t.equal(again.resultCode, 'A281312', 'and again where a nonce makes up for the old iat')
})

t.test('a service without replay check lets a proof pass twice and says so in the trace', async (t) => {
  const mock = await startTestMock(t, { replayCheck: false })
  const request = await (await mintBound(mock)).request()
  t.equal((await mock.gm(request)).action, 'OK')
  t.equal((await mock.gm(request)).action, 'OK')
  const { trace } = await mock.admin.getRequest(serviceId, '2')
  t.match(trace.at(-5), { check: 'dpop-replay', verdict: 'skipped' })
})

t.test('the trace names each check in order, with clause, verdict and source', async (t) => {
  const mock = await startTestMock(t)
  await mock.gm(await (await mintBound(mock)).request())
  const { trace, ...entry } = await mock.admin.getRequest(serviceId, '1')
  t.same(
    trace.map(({ check }) => check),
    [
      'authorization-present',
      'authorization-form',
      'api-token',
      'api-token-rights',
      'service',
      'content-type',
      'media-type',
      'body',
      'gm-action-present',
      'gm-action-usable',
      'grant-id-present',
      'access-token-present',
      'access-token-known',
      'access-token-expiry',
      'client-unlocked',
      'gm-client-type',
      'certificate-present',
      'dpop-present',
      'dpop-target',
      'dpop-well-formed',
      'dpop-typ',
      'dpop-alg',
      'dpop-jwk',
      'dpop-jkt',
      'dpop-signature',
      'dpop-claims',
      'dpop-jti',
      'dpop-htm',
      'dpop-htu',
      'dpop-ath',
      'dpop-nonce',
      'dpop-iat',
      'dpop-exp-nbf',
      'dpop-replay',
      'scope',
      'grant-known',
      'grant-client',
      'grant-subject',
    ],
  )
  for (const { clause, source } of trace) t.ok(clause !== '' && source.length > 0)
  t.match(entry, { reason: 'queried', source: 'observed', messageSource: 'assumed', gmAction: 'QUERY' })
})
