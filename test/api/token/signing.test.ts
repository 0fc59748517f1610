import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose'
import t, { type Test } from 'tap'
import { callApi } from '../../support/api.ts'
import { authorize, clientId, clientSecret, issuer, redirectUri } from '../../support/requests/authorize.ts'
import { apiToken, serviceId, startOfTests, startTestMock } from '../../support/mock.ts'
import { hash, makeKey } from '../../support/requests/proof.ts'
import {
  basic,
  clientRequest,
  codeRequest,
  contentOf,
  getTokens,
  keySet,
  makeTokenProof,
  readJwt,
  refreshRequest,
  requestToken,
  serviceKey,
  signingJwk,
  tokenWorld,
} from '../../support/requests/token.ts'

const seconds = startOfTests / 1000

const start = (t: Test, service: object = {}, client: object = {}) =>
  startTestMock(t, { world: tokenWorld(service, client) })

const published = createLocalJWKSet({ keys: [{ ...serviceKey.publicJwk, kid: 'es', alg: 'ES256' }] })

async function verify(jwt: unknown, options = {}) {
  return jwtVerify(String(jwt), published, { currentDate: new Date(startOfTests), ...options })
}

t.test('an ID token says who, for whom, when and how, signed with the key of the service', async (t) => {
  const mock = await start(t)
  const answer = await getTokens(
    mock,
    { scope: 'openid email', nonce: 'n-1' },
    {
      authTime: seconds - 10,
      acr: 'loa2',
      claims: JSON.stringify({ email: 'alice@example.com', name: null, iss: 'x', azp: 'y', exp: 1 }),
      idtHeaderParams: JSON.stringify({ custom: 'yes', alg: 'none', kid: 'other' }),
    },
  )
  const { payload, protectedHeader } = await verify(answer.idToken)
  t.strictSame(protectedHeader, { custom: 'yes', alg: 'ES256', kid: 'es' })
  t.strictSame(payload, {
    email: 'alice@example.com',
    iss: issuer,
    sub: 'alice',
    aud: [String(clientId)],
    exp: seconds + 86_400,
    iat: seconds,
    auth_time: seconds - 10,
    nonce: 'n-1',
    acr: 'loa2',
    at_hash: Buffer.from(hash(String(answer.accessToken)), 'base64url')
      .subarray(0, 16)
      .toString('base64url'),
  })
  const content = contentOf(answer)
  t.equal(content['id_token'], answer.idToken)
  t.strictSame(Object.keys(content), [
    'access_token',
    'token_type',
    'expires_in',
    'scope',
    'refresh_token',
    'id_token',
  ])
})

t.test('an ID token follows what service and issue call say of it', async (t) => {
  const mock = await start(t, { issuer: undefined, idTokenDuration: 60, idTokenAudType: 'string' })
  const { idToken } = await getTokens(mock, {}, { sub: 'pairwise-1' })
  t.match(readJwt(idToken).claims, {
    iss: 'https://authlete.com',
    sub: 'pairwise-1',
    aud: String(clientId),
    exp: seconds + 60,
  })
})

t.test('the issue says what the audience of its ID token is, and else the service', async (t) => {
  const said: readonly (readonly [service: object, issue: object, isArray: boolean])[] = [
    [{}, {}, true],
    [{}, { idTokenAudType: 'string' }, false],
    [{}, { idTokenAudType: 'array' }, true],
    [{ idTokenAudType: 'string' }, { idTokenAudType: 'array' }, true],
    [{ idTokenAudType: 'string' }, {}, false],
    [{ idTokenAudType: 'string' }, { idTokenAudType: 'String' }, false],
    [{ idTokenAudType: 'string' }, { idTokenAudType: '' }, false],
    [{ idTokenAudType: 'array' }, { idTokenAudType: 'string' }, false],
  ]
  for (const [service, issue, isArray] of said) {
    const { idToken } = await getTokens(await start(t, service), {}, issue)
    const audience = isArray ? [String(clientId)] : String(clientId)
    t.strictSame(readJwt(idToken).claims['aud'], audience, JSON.stringify([service, issue]))
  }
})

t.test('only a code whose scopes have openid brings an ID token', async (t) => {
  const mock = await start(t)
  const { idToken } = await getTokens(mock, { scope: 'accounts' })
  t.equal(idToken, undefined)
  const openid = await getTokens(mock, { scope: 'openid' })
  const refreshed = await requestToken(mock, refreshRequest(openid.refreshToken))
  t.notOk('id_token' in contentOf(refreshed))
})

t.test('an ID token can be signed with the secret of the client', async (t) => {
  const secret = clientSecret
  const mock = await start(t, {}, { idTokenSignAlg: 'HS256', clientSecret: secret })
  const { idToken } = await getTokens(mock, {}, {}, { ...basic, clientSecret: secret })
  const { payload, protectedHeader } = await jwtVerify(String(idToken), Buffer.from(secret), {
    currentDate: new Date(startOfTests),
  })
  t.strictSame(protectedHeader, { alg: 'HS256' })
  t.equal(payload.sub, 'alice')
})

t.test('an ID token is not signed with a secret that is shorter than the hash', async (t) => {
  for (const [idTokenSignAlg, length] of [
    ['HS256', 31],
    ['HS384', 47],
    ['HS512', 63],
  ] as const) {
    const secret = 's'.repeat(length)
    const mock = await start(t, {}, { idTokenSignAlg, clientSecret: secret })
    const code = await authorize(mock, { scope: 'openid' })
    const answer = await requestToken(mock, codeRequest(code, {}, { ...basic, clientSecret: secret }))
    t.match(answer, { resultCode: 'A046113' }, idTokenSignAlg)
  }
})

t.test('a public client cannot have its ID tokens signed with a secret that it cannot keep', async (t) => {
  const client = { clientType: 'PUBLIC', redirectUris: [redirectUri] }
  const mock = await start(t, { apiTokens: [{ apiToken, rights: ['ADMIN'] }] }, client)
  const code = await authorize(mock, { scope: 'openid' })
  const changed = { ...client, idTokenSignAlg: 'HS256' }
  t.equal((await callApi(mock, 'POST', `/client/update/${clientId}`, changed)).status, 200)
  const answer = await requestToken(mock, codeRequest(code, { client_id: String(clientId) }, {}))
  t.match(answer, { action: 'INTERNAL_SERVER_ERROR', resultCode: 'A046102' })
})

for (const algorithm of ['RS256', 'PS512', 'ES384', 'EdDSA']) {
  t.test(`an ID token can be signed with ${algorithm}`, async (t) => {
    const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true })
    const jwk = await exportJWK(privateKey)
    const client = algorithm === 'RS256' ? undefined : algorithm
    const mock = await start(t, { jwks: keySet(jwk, await exportJWK(publicKey)) }, { idTokenSignAlg: client })
    const { idToken } = await getTokens(mock)
    const { payload } = await jwtVerify(String(idToken), publicKey, { currentDate: new Date(startOfTests) })
    t.equal(String(payload['at_hash']).length, { '256': 22, '384': 32 }[algorithm.slice(2)] ?? 43)
  })
}

t.test('a key id of the service picks the key among several', async (t) => {
  const other = { ...(await makeKey()).privateJwk, kid: 'other', use: 'sig' }
  const mock = await start(t, { jwks: keySet(other, signingJwk), idTokenSignatureKeyId: 'es' })
  const { idToken } = await getTokens(mock)
  await t.resolves(verify(idToken))
})

t.test('a key that is for something else does not sign', async (t) => {
  for (const unfit of [
    { use: 'enc' },
    { alg: 'ES384' },
    { key_ops: ['verify'] },
    { key_ops: 'sign' },
    { d: undefined },
    { crv: 'P-384' },
    { n: 'A'.repeat(701) },
  ]) {
    const mock = await start(t, { jwks: keySet({ ...signingJwk, ...unfit }) })
    const answer = await requestToken(mock, codeRequest(await authorize(mock)))
    t.equal(answer.resultCode, 'A046203', JSON.stringify(unfit))
  }
})

t.test('a key set that cannot be read counts as none', async (t) => {
  for (const jwks of ['', 'no JSON', '[]', '{}', '{"keys":{}}']) {
    const mock = await start(t, { jwks })
    const answer = await requestToken(mock, codeRequest(await authorize(mock)))
    t.equal(answer.resultCode, 'A046201', jwks)
  }
})

t.test('an ID token that cannot be made leaves the code as it was', async (t) => {
  const mock = await start(t, { jwks: undefined })
  const request = codeRequest(await authorize(mock, { scope: 'openid' }))
  t.equal((await requestToken(mock, request)).action, 'INTERNAL_SERVER_ERROR')
  await mock.admin.updateService(serviceId, { jwks: keySet(signingJwk) })
  t.equal((await requestToken(mock, request)).action, 'OK')
})

t.test('an access token can be a JWT, which works wherever an access token does', async (t) => {
  const mock = await start(t, { accessTokenSignAlg: 'ES256', accessTokenSignatureKeyId: 'es' })
  const details = [{ type: 'payment_initiation' }]
  const code = await authorize(
    mock,
    {
      scope: 'accounts grant_management_query',
      grant_management_action: 'create',
      resource: 'https://rs.example.com',
      authorization_details: JSON.stringify(details),
    },
    { acr: 'loa2', authTime: seconds },
  )
  const jwtAtClaims = JSON.stringify({ tenant: 't1', iss: 'x', cnf: { jkt: 'forged' } })
  const answer = await requestToken(mock, codeRequest(code, {}, { ...basic, jwtAtClaims }))
  t.equal(contentOf(answer)['access_token'], answer['jwtAccessToken'])
  const { payload, protectedHeader } = await verify(answer['jwtAccessToken'], { typ: 'at+jwt' })
  t.strictSame(protectedHeader, { typ: 'at+jwt', alg: 'ES256', kid: 'es' })
  t.strictSame(payload, {
    tenant: 't1',
    iss: issuer,
    sub: 'alice',
    aud: ['https://rs.example.com'],
    client_id: String(clientId),
    scope: 'accounts grant_management_query',
    jti: answer.accessToken,
    grant_type: 'authorization_code',
    iat: seconds,
    exp: seconds + 3600,
    auth_time: seconds,
    acr: 'loa2',
    grant_id: answer.grantId,
    authorization_details: details,
  })
  const { accessToken = '', grantId = '' } = answer
  t.equal((await mock.gm({ accessToken, grantId, gmAction: 'QUERY' })).action, 'OK')
})

t.test(
  'a JWT access token names what it is bound to, and the client where there is no subject',
  async (t) => {
    const bound = { tlsClientCertificateBoundAccessTokens: true }
    const mock = await start(t, { accessTokenSignAlg: 'ES256', ...bound }, bound)
    const { certificate, cnf } = await mock.admin.mintToken(serviceId, { bind: 'mtls' })
    const key = await makeKey()
    const members = { ...basic, clientCertificate: certificate, dpop: await makeTokenProof(key) }
    const answer = await requestToken(mock, clientRequest({ scope: 'nothing known' }, members))
    const { claims } = readJwt(answer['jwtAccessToken'])
    t.match(claims, { sub: String(clientId), cnf: { ...cnf, jkt: key.jkt } })
    t.notOk('scope' in claims || 'aud' in claims || 'scope' in contentOf(answer) || 'scopes' in answer)
    const byKey = await requestToken(
      await start(t, { accessTokenSignAlg: 'ES256' }),
      clientRequest({}, { ...basic, dpop: await makeTokenProof(key) }),
    )
    t.strictSame(readJwt(byKey['jwtAccessToken']).claims['cnf'], { jkt: key.jkt })
    const unbound = await requestToken(await start(t, { accessTokenSignAlg: 'ES256' }), clientRequest())
    t.notOk('cnf' in readJwt(unbound['jwtAccessToken']).claims)
  },
)

t.test('a value that the authorization server has chosen is not made a JWT', async (t) => {
  const mock = await start(t, { accessTokenSignAlg: 'ES256' })
  const chosen = { ...basic, accessToken: 'chosen', jwtAtClaims: 'no JSON' }
  const answer = await requestToken(mock, clientRequest({}, chosen))
  t.equal(answer.accessToken, 'chosen')
  t.notOk('jwtAccessToken' in answer)
})

t.test('a JWT access token that cannot be signed is told with the reason', async (t) => {
  for (const [service, flaw] of [
    [{ jwks: keySet({ ...signingJwk, x: 'AAAA' }) }, 'The private key is not usable'],
    [{ accessTokenSignAlg: 'HS256' }, 'The algorithm is not supported'],
    [{ accessTokenSignatureKeyId: 'other' }, 'The JWK Set of this service does not contain the private key'],
  ] as const) {
    const mock = await start(t, { accessTokenSignAlg: 'ES256', ...service })
    const answer = await requestToken(mock, clientRequest())
    t.equal(answer.resultCode, 'A052202')
    t.ok(answer.resultMessage.includes(flaw), answer.resultMessage)
  }
})
