import t, { type Test } from 'tap'
import { authorize, clientId, publicClientId, redirectUri } from '../../support/requests/authorize.ts'
import { callApi } from '../../support/api.ts'
import { serviceId, startOfTests, startTestMock } from '../../support/mock.ts'
import { hash, makeKey } from '../../support/requests/proof.ts'
import {
  basic,
  clientRequest,
  codeRequest,
  contentOf,
  getTokens,
  makeTokenProof,
  refreshRequest,
  requestToken,
  tokenWorld,
} from '../../support/requests/token.ts'

const start = (t: Test, service: object = {}, client: object = {}) =>
  startTestMock(t, { world: tokenWorld(service, client) })

const plain = { scope: 'payments accounts' }
const asPublic = { client_id: String(publicClientId) }

t.test('the answer to a code tells all about its tokens', async (t) => {
  const attributes = [{ key: 'k', value: 'v' }]
  const mock = await start(
    t,
    { attributes, clientIdAliasEnabled: true },
    { attributes, clientIdAlias: 'rp', clientIdAliasEnabled: true },
  )
  const code = await authorize(mock, plain)
  const answer = await requestToken(mock, codeRequest(code, {}, { ...basic, clientId: 'rp' }))
  const { accessToken, refreshToken, responseContent, ...rest } = answer
  t.match(accessToken, /^[\w-]{43}$/)
  t.match(refreshToken, /^[\w-]{43}$/)
  t.strictSame(rest, {
    resultCode: 'A050001',
    resultMessage: '[A050001] The token request (grant_type=authorization_code) was processed successfully.',
    accessTokenDuration: 3600,
    accessTokenExpiresAt: startOfTests + 3_600_000,
    action: 'OK',
    clientAttributes: attributes,
    clientId,
    clientEntityIdUsed: false,
    clientIdAlias: 'rp',
    clientIdAliasUsed: true,
    cnonceDuration: 0,
    cnonceExpiresAt: 0,
    metadataDocumentUsed: false,
    previousRefreshTokenUsed: false,
    grantType: 'AUTHORIZATION_CODE',
    refreshTokenDuration: 864_000,
    refreshTokenExpiresAt: startOfTests + 864_000_000,
    refreshTokenScopes: ['accounts', 'payments'],
    scopes: ['accounts', 'payments'],
    serviceAttributes: attributes,
    subject: 'alice',
  })
  t.equal(
    responseContent,
    JSON.stringify({
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'accounts payments',
      refresh_token: refreshToken,
    }),
  )
})

t.test('a client that acts for itself gets an access token without subject and refresh token', async (t) => {
  const mock = await start(t, { supportedScopes: [{ name: 'a', defaultEntry: true }, { name: 'b' }] })
  const byDefault = await requestToken(mock, clientRequest())
  t.match(byDefault, { resultCode: 'A052001', grantType: 'CLIENT_CREDENTIALS', scopes: ['a'] })
  t.notOk('subject' in byDefault || 'refreshToken' in byDefault || 'grantId' in byDefault)
  t.strictSame((await requestToken(mock, clientRequest({ scope: 'b unknown' })))['scopes'], ['b'])
})

t.test('no refresh token is issued where service or client do without', async (t) => {
  const without = ['AUTHORIZATION_CODE']
  for (const [service, client] of [
    [{ supportedGrantTypes: without }, {}],
    [{}, { grantTypes: without }],
  ]) {
    const answer = await getTokens(await start(t, service, client), plain)
    t.notOk('refreshToken' in answer || 'refresh_token' in contentOf(answer))
  }
})

t.test('S256 and plain verifiers open their challenges', async (t) => {
  const mock = await start(t)
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  for (const challenge of [
    { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' },
    { code_challenge: verifier, code_challenge_method: 'plain' },
    { code_challenge: verifier },
  ]) {
    const answer = await getTokens(mock, { ...plain, ...challenge }, {}, basic, { code_verifier: verifier })
    t.equal(answer.action, 'OK')
  }
})

t.test('an S256 challenge does not verify itself', async (t) => {
  const mock = await start(t)
  const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  const code = await authorize(mock, { scope: 'accounts', code_challenge, code_challenge_method: 'S256' })
  const answer = await requestToken(mock, codeRequest(code, { code_verifier: code_challenge }))
  t.match(answer, { action: 'BAD_REQUEST', resultCode: 'A050315' })
})

t.test('a redirect URI that only starts as the one of the request is another', async (t) => {
  const mock = await start(t)
  const code = await authorize(mock, plain)
  for (const redirect_uri of [`${redirectUri}/more`, `${redirectUri}?more`, redirectUri.slice(0, -1)]) {
    const answer = await requestToken(mock, codeRequest(code, { redirect_uri }))
    t.match(answer, { action: 'BAD_REQUEST', resultCode: 'A050309' })
  }
})

t.test('a refresh token is used up by its use, and the older access token ends', async (t) => {
  const mock = await start(t)
  const first = await getTokens(mock, plain)
  mock.time.now += 1000
  const second = await requestToken(mock, refreshRequest(first.refreshToken))
  t.match(second, { resultCode: 'A053001', grantType: 'REFRESH_TOKEN', subject: 'alice' })
  t.not(second.refreshToken, first.refreshToken)
  t.equal(second['refreshTokenExpiresAt'], startOfTests + 864_001_000)
  const { body } = await callApi(mock, 'POST', '/auth/introspection', { token: first.accessToken })
  t.equal(body['existent'], false)
  t.equal((await requestToken(mock, refreshRequest(first.refreshToken))).resultCode, 'A053305')
})

t.test('a refresh token is kept, and its end is moved, as the service says', async (t) => {
  const oldEnd = startOfTests + 864_000_000
  for (const [service, kept, end] of [
    [{ refreshTokenKept: true }, true, oldEnd],
    [{ refreshTokenKept: true, refreshTokenDurationReset: true }, true, oldEnd + 5000],
    [{ refreshTokenDurationKept: true }, false, oldEnd],
  ] as const) {
    const mock = await start(t, service)
    const { refreshToken } = await getTokens(mock, plain)
    mock.time.now += 5000
    const answer = await requestToken(mock, refreshRequest(refreshToken))
    t.equal(answer.refreshToken === refreshToken, kept)
    t.equal(contentOf(answer)['refresh_token'], answer.refreshToken)
    t.equal(answer['refreshTokenExpiresAt'], end)
    t.equal((await requestToken(mock, refreshRequest(answer.refreshToken))).action, 'OK')
  }
})

t.test('a refresh token can be used for less, and keeps what it has', async (t) => {
  const mock = await start(t)
  const { refreshToken } = await getTokens(mock, plain)
  const less = await requestToken(mock, refreshRequest(refreshToken, { scope: 'accounts' }))
  t.strictSame([less['scopes'], less['refreshTokenScopes']], [['accounts'], ['accounts', 'payments']])
  const more = await requestToken(mock, refreshRequest(less.refreshToken))
  t.strictSame(more['scopes'], ['accounts', 'payments'])
})

t.test('a token is for the resources of its request, among those of the authorization', async (t) => {
  const mock = await start(t)
  const [one, two] = ['https://one.example.com', 'urn:two']
  const all = { ...plain, resource: [one, two] }
  const first = await getTokens(mock, all)
  t.strictSame([first['resources'], first['accessTokenResources']], [undefined, [one, two]])
  const second = await requestToken(mock, refreshRequest(first.refreshToken, { resource: two }))
  t.strictSame([second['resources'], second['accessTokenResources']], [[two], [two]])
  const third = await requestToken(mock, refreshRequest(second.refreshToken))
  t.strictSame(third['accessTokenResources'], [one, two])
  const free = await requestToken(mock, clientRequest({ resource: [one, one] }))
  t.strictSame(free['accessTokenResources'], [one])
})

t.test('hidden properties are for the authorization server alone', async (t) => {
  const mock = await start(t)
  const properties = [
    { key: 'seen', value: 'yes' },
    { key: 'bare' },
    { key: 'consent', value: 'c-1', hidden: true },
    { key: 'access_token', value: 'forged' },
  ]
  const code = await authorize(mock, plain, { properties })
  const later = [{ key: 'seen', value: 'again' }]
  const answer = await requestToken(mock, codeRequest(code, {}, { ...basic, properties: later }))
  t.strictSame(
    answer['properties'],
    [{ key: 'seen', value: 'again' }, ...properties.slice(1)].map((one) => ({ hidden: false, ...one })),
  )
  t.match(contentOf(answer), { access_token: answer.accessToken, seen: 'again', bare: '' })
  t.notMatch(answer.responseContent, /c-1|forged/)
  const refreshed = await requestToken(mock, refreshRequest(answer.refreshToken))
  t.strictSame(refreshed['properties'], answer['properties'])
})

t.test('durations come from the call, else from the service, and clients shorten them', async (t) => {
  const service = { accessTokenDuration: 600, refreshTokenDuration: 0 }
  const shorter = { accessTokenDuration: 60, refreshTokenDuration: 120 }
  const longer = { accessTokenDuration: 6000 }
  const members = { ...basic, accessTokenDuration: 5, refreshTokenDuration: 7 }
  const ignored = { ...basic, accessTokenDuration: -5, refreshTokenDuration: 0 }
  const absurd = { ...basic, accessTokenDuration: 1e15, refreshTokenDuration: 1 }
  for (const [client, call, access, refresh] of [
    [{}, basic, 600, 864_000],
    [{ extension: shorter }, basic, 60, 120],
    [{ extension: longer }, basic, 600, 864_000],
    [{ extension: shorter }, members, 5, 7],
    [{}, ignored, 600, 864_000],
    [{}, absurd, 3_155_760_000, 1],
  ] as const) {
    const answer = await getTokens(await start(t, service, client), plain, {}, call)
    t.strictSame([answer['accessTokenDuration'], answer['refreshTokenDuration']], [access, refresh])
    t.equal(contentOf(answer)['expires_in'], access)
  }
})

t.test('an error leaves out what the service leaves out', async (t) => {
  const mock = await start(t, { errorDescriptionOmitted: true, errorUriOmitted: true })
  t.equal((await requestToken(mock, codeRequest('nobody'))).responseContent, '{"error":"invalid_grant"}')
})

t.test('a proof binds the access token, and a refused nonce leaves the code as it was', async (t) => {
  const mock = await start(t, { dpopNonceRequired: true, accessTokenType: 'Special' })
  const key = await makeKey()
  const request = codeRequest(await authorize(mock, { ...plain, dpop_jkt: key.jkt }))
  const refused = await requestToken(mock, { ...request, dpop: await makeTokenProof(key) })
  t.match(refused, { resultCode: 'A254307', action: 'BAD_REQUEST', dpopNonce: /^[\w-]+$/ })
  t.match(contentOf(refused), { error: 'use_dpop_nonce' })
  const dpop = await makeTokenProof(key, { payload: { nonce: refused.dpopNonce } })
  const answer = await requestToken(mock, { ...request, dpop })
  t.match(answer, { action: 'OK', dpopNonce: refused.dpopNonce })
  t.equal(contentOf(answer)['token_type'], 'DPoP')
  const { accessTokens } = await mock.admin.listTokens(serviceId)
  t.match(accessTokens, [{ cnf: { jkt: key.jkt } }])
  const bearer = await getTokens(mock, plain)
  t.notOk('dpopNonce' in bearer)
  t.equal(contentOf(bearer)['token_type'], 'Special')
})

t.test('method and URI of the proof are those of the call, where it names them', async (t) => {
  const mock = await start(t)
  const key = await makeKey()
  const htu = 'https://gateway.example.com/t'
  const dpop = await makeTokenProof(key, { payload: { htm: 'PUT', htu } })
  t.equal((await requestToken(mock, clientRequest({}, { ...basic, dpop, htm: 'PUT', htu }))).action, 'OK')
})

t.test('a code that is bound to a key is not redeemed without a proof', async (t) => {
  const mock = await start(t)
  const key = await makeKey()
  const request = codeRequest(await authorize(mock, { ...plain, dpop_jkt: key.jkt }))
  t.equal((await requestToken(mock, request)).resultCode, 'A254305')
})

t.test("a public client's refresh token is bound to its key, a confidential one's is not", async (t) => {
  const mock = await start(t)
  const key = await makeKey()
  const proof = async (from = key) => ({ dpop: await makeTokenProof(from) })
  const bound = await getTokens(mock, { ...plain, ...asPublic }, {}, await proof(), asPublic)
  t.equal((await requestToken(mock, refreshRequest(bound.refreshToken, asPublic, {}))).resultCode, 'A254305')
  const again = await requestToken(mock, refreshRequest(bound.refreshToken, asPublic, await proof()))
  t.equal(contentOf(again)['token_type'], 'DPoP')
  const free = await getTokens(mock, plain, {}, { ...basic, ...(await proof()) })
  const other = { ...basic, ...(await proof(await makeKey())) }
  t.equal((await requestToken(mock, refreshRequest(free.refreshToken, {}, other))).action, 'OK')
})

t.test('a certificate binds access tokens where service and client both want it', async (t) => {
  const bound = { tlsClientCertificateBoundAccessTokens: true }
  for (const [service, client, binds] of [
    [bound, bound, true],
    [bound, {}, false],
    [{}, bound, false],
  ] as const) {
    const mock = await start(t, service, client)
    const { certificate, cnf } = await mock.admin.mintToken(serviceId, { bind: 'mtls' })
    const members = { ...basic, clientCertificate: certificate }
    const answer = await requestToken(mock, clientRequest({}, members))
    t.equal(contentOf(answer)['token_type'], 'Bearer')
    const { accessTokens } = await mock.admin.listTokens(serviceId)
    const mine = accessTokens.find(({ sha256 }) => sha256 === hash(answer.accessToken ?? ''))
    t.strictSame(mine?.cnf, binds ? cnf : undefined)
  }
})

t.test("a public client's refresh token is bound to its certificate", async (t) => {
  const bound = { tlsClientCertificateBoundAccessTokens: true }
  const [service] = tokenWorld(bound).services
  const clients = (service?.clients ?? []).map((client) => ({ ...client, ...bound }))
  const mock = await startTestMock(t, { world: { services: [{ ...service, clients }] } as never })
  const { certificate } = await mock.admin.mintToken(serviceId, { bind: 'mtls' })
  const members = { clientCertificate: certificate }
  const { refreshToken } = await getTokens(mock, { ...plain, ...asPublic }, {}, members, asPublic)
  t.equal((await requestToken(mock, refreshRequest(refreshToken, asPublic, members))).action, 'OK')
})
