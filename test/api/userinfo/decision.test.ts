import fc from 'fast-check'
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose'
import t from 'tap'
import { callApi } from '../../support/api.ts'
import { serviceId, startTestMock, type TestMock } from '../../support/mock.ts'
import {
  createBound,
  createToken,
  makeKeySet,
  startOnDisk,
  tokenWorld,
  userInfoEndpoint,
} from '../../support/requests/tokens.ts'

type Body = Readonly<Record<string, unknown>>

const start = (t: Parameters<typeof startTestMock>[0]) => startTestMock(t, { world: tokenWorld })

const ask = async (mock: TestMock, request: object) =>
  (await callApi<Body>(mock, 'POST', '/auth/userinfo', request)).body

const issue = async (mock: TestMock, request: object) =>
  (await callApi<Body>(mock, 'POST', '/auth/userinfo/issue', request)).body

const openid = { scopes: ['openid', 'profile'] }

t.test('what the endpoint needs to collect the claims is told', async (t) => {
  const mock = await start(t)
  const properties = [{ key: 'session', value: '7', hidden: true }]
  const order = { scopes: ['openid', 'email'], properties, clientIdAliasUsed: true }
  const { accessToken: token } = await createToken(mock, order)
  t.strictSame(await ask(mock, { token }), {
    resultCode: 'A091001',
    resultMessage: '[A091001] The access token presented at the userinfo endpoint is valid.',
    action: 'OK',
    claims: ['email', 'email_verified'],
    clientAttributes: [{ key: 'first_party', value: 'true' }],
    clientEntityIdUsed: false,
    clientId: 1,
    clientIdAlias: 'bank',
    clientIdAliasUsed: true,
    consentedClaims: ['email', 'email_verified'],
    metadataDocumentUsed: false,
    properties,
    scopes: ['openid', 'email'],
    serviceAttributes: [{ key: 'tier', value: 'gold' }],
    subject: 'alice',
    token,
  })
})

t.test('what the claims parameter asked and the subject consented to is told', async (t) => {
  const { mock, sql } = await startOnDisk(t)
  const { accessToken: token } = await createToken(mock, { scopes: ['openid'] })
  const claims = { userinfo: { birthdate: { essential: true }, name: null }, id_token: { acr: null } }
  const details = JSON.stringify({ claims, consentedClaims: ['name'] })
  sql(`UPDATE access_tokens SET details = '${details}'`)
  const answer = await ask(mock, { token })
  t.strictSame(answer['claims'], ['birthdate', 'name'])
  t.equal(answer['userInfoClaims'], '{"birthdate":{"essential":true},"name":null}')
  t.strictSame(answer['consentedClaims'], ['name'])
  const forIdToken = JSON.stringify({ claims: { id_token: { acr: null } } })
  sql(`UPDATE access_tokens SET details = '${forIdToken}'`)
  t.equal((await ask(mock, { token }))['userInfoClaims'], undefined)
})

t.test('scope and subject are judged before what the token is bound to', async (t) => {
  const mock = await start(t)
  const { accessToken: unscoped } = await createBound(mock, { scopes: ['profile'] })
  t.match(await ask(mock, { token: unscoped }), {
    resultCode: 'A089304',
    responseContent: /^DPoP error="insufficient_scope".*,algs="[^"]+"$/,
  })
  const { accessToken: bare } = await mock.admin.mintToken(serviceId, { scopes: [], subject: 'alice' })
  t.match(await ask(mock, { token: bare }), { resultCode: 'A089304' })
  const { accessToken: ownerless } = await createBound(mock, { ...openid, grantType: 'CLIENT_CREDENTIALS' })
  t.match(await ask(mock, { token: ownerless }), { resultCode: 'A089305' })
})

t.test(
  'by default a proof is for GET at the endpoint of the service; another target can be named',
  async (t) => {
    const mock = await start(t)
    const { accessToken: token, prove } = await createBound(mock, openid, {
      htm: 'GET',
      htu: userInfoEndpoint,
    })
    t.equal((await ask(mock, { token, dpop: await prove() }))['action'], 'OK')
    const post = { htm: 'POST', htu: 'https://as.example.com/me' }
    t.equal((await ask(mock, { token, dpop: await prove({ payload: post }), ...post }))['action'], 'OK')
    t.equal((await ask(mock, { token, dpop: await prove(), ...post }))['resultCode'], 'A089313')
    await mock.admin.updateService(serviceId, { userInfoEndpoint: null })
    t.equal((await ask(mock, { token, dpop: await prove() }))['resultCode'], 'A089201')
  },
)

t.test('the same proof passes at introspection and then here', async (t) => {
  const mock = await start(t)
  const target = { htm: 'GET', htu: userInfoEndpoint }
  const { accessToken: token, prove } = await createBound(mock, openid, target)
  const request = { token, dpop: await prove(), ...target }
  t.match((await callApi(mock, 'POST', '/auth/introspection', request)).body, { action: 'OK' })
  t.match(await ask(mock, request), { action: 'OK' })
  t.match(await ask(mock, request), { resultCode: 'A089318' })
})

t.test('a nonce that the service requires goes with success and with failure', async (t) => {
  const mock = await start(t)
  await mock.admin.updateService(serviceId, { dpopNonceRequired: true })
  const { accessToken: token, prove } = await createBound(mock, openid, { htm: 'GET', htu: userInfoEndpoint })
  const { dpopNonce: nonce } = await ask(mock, { token, dpop: await prove() })
  t.match(await ask(mock, { token, dpop: await prove({ payload: { nonce } }) }), {
    action: 'OK',
    dpopNonce: nonce,
  })
})

t.test('the right certificate passes', async (t) => {
  const mock = await start(t)
  const { accessToken: token, certificate: clientCertificate } = await mock.admin.mintToken(serviceId, {
    bind: 'mtls',
    scopes: ['openid'],
    subject: 'alice',
  })
  t.equal((await ask(mock, { token, clientCertificate }))['action'], 'OK')
})

t.test('an expired token is told as expired once, at either call', async (t) => {
  const mock = await start(t)
  const { accessToken: one } = await createToken(mock, openid)
  const { accessToken: two } = await createToken(mock, openid)
  mock.time.now += 3_600_000
  t.equal((await ask(mock, { token: one }))['resultCode'], 'A089303')
  t.equal((await issue(mock, { token: one }))['resultCode'], 'A092302')
  t.equal((await issue(mock, { token: two }))['resultCode'], 'A093303')
})

t.test('a token whose client somebody ends between two look-ups is unknown', async (t) => {
  const { mock, sql } = await startOnDisk(t)
  const { accessToken: token } = await createToken(mock, openid)
  sql('DELETE FROM clients')
  t.equal((await ask(mock, { token }))['resultCode'], 'A088302')
  t.equal((await issue(mock, { token }))['resultCode'], 'A092302')
})

t.test('claims are written after the subject, which no claim replaces; null is left out', async (t) => {
  const mock = await start(t)
  const { accessToken: token } = await createToken(mock, openid)
  const claims = '{"name":"Alice","sub":"mallory","address":{"country":null,"locality":"Rome"},"email":null}'
  const answer = await issue(mock, { token, claims })
  t.equal(
    answer['responseContent'],
    '{"sub":"alice","name":"Alice","address":{"country":null,"locality":"Rome"}}',
  )
  const pairwise = await issue(mock, { token, sub: 'pairwise' })
  t.equal(pairwise['responseContent'], '{"sub":"pairwise"}')
  t.equal((await issue(mock, { token, sub: '' }))['responseContent'], '{"sub":"alice"}')
  const minted = await mock.admin.mintToken(serviceId, { scopes: ['openid'], subject: 'bob' })
  t.equal((await issue(mock, { token: minted.accessToken }))['responseContent'], '{"sub":"bob"}')
})

t.test('a bound token is challenged in its scheme also where claims are to be written', async (t) => {
  const mock = await start(t)
  const { accessToken: token } = await createBound(mock, openid)
  t.match(await issue(mock, { token, claims: 'name' }), {
    resultCode: 'A094201',
    responseContent: /^DPoP error="server_error"/,
  })
})

/** The service with a first client that wants its claims signed. */
async function startSigning(t: Parameters<typeof startTestMock>[0], client: object): Promise<TestMock> {
  const [service] = tokenWorld.services
  const [first] = service?.clients ?? []
  const clients = [{ clientId: 1, ...first, ...client }]
  return startTestMock(t, { world: { services: [{ serviceId, ...service, clients }] } })
}

t.test('a signed response says who made it and for whom, and no claim replaces that', async (t) => {
  const mock = await startSigning(t, { userInfoSignAlg: 'ES256' })
  const jwks = await makeKeySet(['ES256', 'ES256'])
  await mock.admin.updateService(serviceId, { jwks, userInfoSignatureKeyId: 'key-1' })
  const { accessToken: token } = await createToken(mock, openid)
  const claims = '{"name":"Alice","iss":"mallory","aud":"mallory","iat":1}'
  const { responseContent } = await issue(mock, { token, claims })
  const { keys } = JSON.parse(jwks) as JSONWebKeySet
  const known = createLocalJWKSet({ keys: keys.map(({ d: _, ...key }) => key) })
  const { payload, protectedHeader } = await jwtVerify(String(responseContent), known)
  t.strictSame(protectedHeader, { alg: 'ES256', kid: 'key-1' })
  const expected = {
    sub: 'alice',
    name: 'Alice',
    iss: 'https://as.example.com',
    aud: ['1'],
    iat: 1_767_225_600,
  }
  t.strictSame(payload, expected)
})

t.test('a response can be signed with the secret of the client, which may go by its alias', async (t) => {
  const mock = await startSigning(t, { userInfoSignAlg: 'HS256' })
  const { accessToken: token } = await createToken(mock, { ...openid, clientIdAliasUsed: true })
  const { action, responseContent } = await issue(mock, { token })
  t.equal(action, 'JWT')
  const secret = Buffer.from('a secret of more than 256 bits, which is what HS256 needs')
  t.match((await jwtVerify(String(responseContent), secret)).payload, { sub: 'alice', aud: ['bank'] })
})

t.test('a public client has no secret to sign with that it could keep', async (t) => {
  const mock = await startSigning(t, { userInfoSignAlg: 'HS256', clientType: 'PUBLIC' })
  const { accessToken: token } = await createToken(mock, openid)
  t.equal((await issue(mock, { token }))['resultCode'], 'A046102')
})

t.test('a client without a secret, or with one shorter than the hash, has none to sign with', async (t) => {
  const [service] = tokenWorld.services
  const clients = [
    { clientId: 1, userInfoSignAlg: 'HS256' },
    { clientId: 2, userInfoSignAlg: 'HS256', clientSecret: 's'.repeat(31) },
    { clientId: 3, userInfoSignAlg: 'HS384', clientSecret: 's'.repeat(47) },
    { clientId: 4, userInfoSignAlg: 'HS512', clientSecret: 's'.repeat(63) },
  ]
  const mock = await startTestMock(t, { world: { services: [{ serviceId, ...service, clients }] } })
  for (const { clientId } of clients) {
    const { accessToken: token } = await createToken(mock, { ...openid, clientId })
    t.equal((await issue(mock, { token }))['resultCode'], 'A046113', String(clientId))
  }
})

t.test('whatever is given as token or claims is answered by one of the codes', async (t) => {
  const mock = await start(t)
  const { accessToken } = await createToken(mock, openid)
  const anything = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.json())
  await fc.assert(
    fc.asyncProperty(anything, anything, async (token, claims) => {
      t.match((await ask(mock, { token, dpop: claims }))['resultCode'], /^A08830[12]$/)
      t.match((await issue(mock, { token: accessToken, claims }))['resultCode'], /^A(096001|094201)$/)
    }),
    { numRuns: 100 },
  )
})
