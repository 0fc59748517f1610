import fc from 'fast-check'
import { decodeJwt } from 'jose'
import t, { type Test } from 'tap'
import { callApi } from '../support/api.ts'
import { authorize, clientId, issuer } from '../support/requests/authorize.ts'
import { serviceId, startTestMock, type TestMock } from '../support/mock.ts'
import { hash, makeKey, makeProof } from '../support/requests/proof.ts'
import {
  basic,
  codeRequest,
  contentOf,
  getTokens,
  makeTokenProof,
  refreshRequest,
  requestToken,
  tokenWorld,
} from '../support/requests/token.ts'

type Body = Readonly<Record<string, unknown>>

const start = (t: Test, service: object = {}) =>
  startTestMock(t, {
    world: tokenWorld({
      accessTokenSignAlg: 'ES256',
      userInfoEndpoint: `${issuer}/userinfo`,
      ...service,
    }),
  })

/** Both values of one access token: the one for the authorization server, and the JWT for the client. */
interface Forms {
  readonly opaque: string
  readonly jwt: string
  readonly refreshToken: string
  readonly grantId: string
}

const asked = {
  scope: 'openid grant_management_query grant_management_revoke',
  grant_management_action: 'create',
}

async function issue(mock: TestMock, parameters: Readonly<Record<string, string>> = asked): Promise<Forms> {
  const { accessToken, jwtAccessToken, refreshToken, grantId } = await getTokens(mock, parameters)
  return {
    opaque: String(accessToken),
    jwt: String(jwtAccessToken),
    refreshToken: String(refreshToken),
    grantId: String(grantId),
  }
}

const post = async (mock: TestMock, path: string, body: object) =>
  (await callApi<Body>(mock, 'POST', path, body)).body

const introspect = (mock: TestMock, token: string) => post(mock, '/auth/introspection', { token })

async function introspectStandard(mock: TestMock, token: string): Promise<Body> {
  const answer = await post(mock, '/auth/introspection/standard', { parameters: `token=${token}` })
  return JSON.parse(String(answer['responseContent'])) as Body
}

t.test(
  'the authorization server gets an opaque token, and beside it the JWT that the client gets',
  async (t) => {
    const mock = await start(t)
    const answer = await getTokens(mock, asked)
    const { accessToken, jwtAccessToken } = answer
    t.match(accessToken, /^[\w-]{43}$/)
    t.equal(contentOf(answer)['access_token'], jwtAccessToken)
    t.equal(decodeJwt(String(jwtAccessToken)).jti, accessToken, 'the JWT is named by the opaque token')
    const ofIdToken = decodeJwt(String(answer.idToken))['at_hash']
    t.equal(
      ofIdToken,
      Buffer.from(hash(String(jwtAccessToken)), 'base64url')
        .subarray(0, 16)
        .toString('base64url'),
    )
  },
)

t.test('each of the two opens what the other opens', async (t) => {
  const mock = await start(t)
  for (const form of ['opaque', 'jwt'] as const) {
    const { [form]: token, grantId } = await issue(mock)
    t.match(await introspect(mock, token), { action: 'OK', subject: 'alice', grantId }, form)
    t.match(await introspectStandard(mock, token), { active: true, sub: 'alice' }, form)
    t.match(await post(mock, '/auth/userinfo', { token }), { action: 'OK', token }, form)
    t.match(await post(mock, '/auth/userinfo/issue', { token }), { action: 'JSON' }, form)
    t.match(await mock.gm({ accessToken: token, grantId, gmAction: 'QUERY' }), { action: 'OK' }, form)
    t.match(
      await mock.gm({ accessToken: token, grantId, gmAction: 'REVOKE' }),
      { action: 'NO_CONTENT' },
      form,
    )
  }
})

t.test('each of the two ends the token', async (t) => {
  const mock = await start(t)
  const ways: readonly ((token: string) => Promise<unknown>)[] = [
    (token) => post(mock, '/auth/revocation', { ...basic, parameters: `token=${token}` }),
    (token) => post(mock, '/auth/token/revoke', { accessTokenIdentifier: token }),
    (token) => callApi(mock, 'DELETE', `/auth/token/delete/${token}`),
    (token) => post(mock, '/auth/token/update', { accessToken: token, accessTokenValueUpdated: true }),
  ]
  for (const end of ways) {
    for (const form of ['opaque', 'jwt'] as const) {
      const forms = await issue(mock)
      await end(forms[form])
      t.match(await introspect(mock, forms.opaque), { existent: false })
      t.match(await introspect(mock, forms.jwt), { existent: false })
    }
  }
})

t.test('a token that was refreshed is gone in both forms', async (t) => {
  const mock = await start(t)
  const first = await issue(mock)
  const second = await requestToken(mock, refreshRequest(first.refreshToken))
  t.equal(second.action, 'OK')
  t.match(await introspect(mock, first.jwt), { existent: false })
  t.match(await introspect(mock, String(second['jwtAccessToken'])), { action: 'OK' })
})

t.test('what is changed of the token is told of its JWT too, which keeps its word', async (t) => {
  const mock = await start(t)
  const { jwt, opaque } = await issue(mock)
  const update = { accessToken: jwt, scopes: ['openid'] }
  t.match(await post(mock, '/auth/token/update', update), {
    action: 'OK',
    accessToken: jwt,
    tokenId: hash(opaque),
    scopes: ['openid'],
  })
  t.strictSame((await introspect(mock, jwt))['scopes'], ['openid'])
  t.match(await post(mock, '/auth/token/update', { accessTokenHash: hash(opaque) }), { action: 'OK' })
})

t.test('a token that gets a new value gets an opaque one, and loses its JWT', async (t) => {
  const mock = await start(t)
  const { jwt } = await issue(mock)
  const answer = await post(mock, '/auth/token/update', { accessToken: jwt, accessTokenValueUpdated: true })
  const renewed = String(answer['accessToken'])
  t.match(renewed, /^[\w-]{43}$/)
  t.match(await introspect(mock, renewed), { action: 'OK' })
  t.match(await introspect(mock, jwt), { existent: false })
})

t.test('the list names the token by the hash of the opaque one, once', async (t) => {
  const mock = await start(t)
  const { opaque } = await issue(mock)
  const { body } = await callApi(mock, 'GET', '/auth/token/get/list')
  t.match(body, { accessTokens: [{ accessTokenHash: hash(opaque) }], totalCount: 1 })
})

t.test(
  'an expired token is told as expired once, whichever form comes, and its pair can still be revoked',
  async (t) => {
    const mock = await start(t)
    const { opaque, jwt, refreshToken } = await issue(mock)
    mock.time.now += 3_600_000
    t.match(await introspect(mock, jwt), { resultCode: 'A065301' })
    t.match(await introspect(mock, opaque), { resultCode: 'A057302' })
    t.match(await introspect(mock, jwt), { resultCode: 'A057302' })
    await post(mock, '/auth/revocation', { ...basic, parameters: `token=${jwt}` })
    t.match(await requestToken(mock, refreshRequest(refreshToken)), { resultCode: 'A053305' })
  },
)

t.test('the proof is for the form that comes with it', async (t) => {
  const mock = await start(t)
  const key = await makeKey()
  const code = await authorize(mock, asked)
  const answer = await requestToken(
    mock,
    codeRequest(code, {}, { ...basic, dpop: await makeTokenProof(key) }),
  )
  const { accessToken, jwtAccessToken, grantId = '' } = answer
  const opaque = String(accessToken)
  const jwt = String(jwtAccessToken)
  const query = async (presented: string, hashed: string) => {
    const dpop = await makeProof(key, { accessToken: hashed, grantId })
    return (await mock.gm({ accessToken: presented, grantId, gmAction: 'QUERY', dpop })).resultCode
  }
  t.equal(await query(jwt, jwt), 'A277001')
  t.equal(await query(opaque, opaque), 'A277001')
  t.equal(await query(jwt, opaque), 'A281307')
  t.equal(await query(opaque, jwt), 'A281307')
})

t.test('only the JWT that was issued stands for the token, to the letter', async (t) => {
  const mock = await start(t)
  const { opaque, jwt } = await issue(mock)
  const [header = '', payload = '', signature = ''] = jwt.split('.')
  const write = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const richer = write({ ...decodeJwt(jwt), scope: 'payments' })
  for (const forged of [
    `${header}.${payload}.`,
    `${header}.${payload}.${'A'.repeat(86)}`,
    `${header}.${richer}.${signature}`,
    `${write({ alg: 'none' })}.${write({ jti: opaque })}.`,
    `${jwt}.x`,
    `${header}.${payload}`,
    `.${payload}.${signature}`,
    `${jwt} `,
  ]) {
    t.match(await introspect(mock, forged), { resultCode: 'A057302' }, forged)
    t.match(await introspectStandard(mock, encodeURIComponent(forged)), { active: false })
    t.match(await mock.gm({ accessToken: forged, grantId: 'none', gmAction: 'QUERY' }), {
      resultCode: 'A279306',
    })
    await post(mock, '/auth/revocation', { ...basic, parameters: `token=${encodeURIComponent(forged)}` })
  }
  t.match(await introspect(mock, jwt), { action: 'OK' })
})

t.test('the JWT of one service is none of another', async (t) => {
  const mock = await start(t)
  const { jwt } = await issue(mock)
  const { serviceId: other, serviceToken } = await mock.admin.createService({
    clients: [{ clientId }],
  })
  const { body } = await callApi(
    mock,
    'POST',
    `/api/${other}/auth/introspection`,
    { token: jwt },
    serviceToken,
  )
  t.match(body, { resultCode: 'A057302' })
})

t.test('a long JWT stands for its token too', async (t) => {
  const mock = await start(t)
  const properties = [{ key: 'long', value: 'x'.repeat(60_000) }]
  const { jwtAccessToken } = await post(mock, '/auth/token/create', {
    grantType: 'AUTHORIZATION_CODE',
    clientId,
    subject: 'alice',
    properties,
  })
  t.match(await introspect(mock, String(jwtAccessToken)), { action: 'OK', properties })
})

t.test('a saved token keeps its JWT', async (t) => {
  const mock = await start(t)
  const { jwt, opaque } = await issue(mock)
  await mock.admin.saveSnapshot(serviceId, 'before')
  const fixtures = await mock.admin.getSnapshot(serviceId, 'before')
  const again = await startTestMock(t, { world: fixtures })
  t.match(await introspect(again, jwt), { action: 'OK' })
  t.match(await introspect(again, opaque), { action: 'OK' })
})

t.test('whatever looks like a JWT is unknown', async (t) => {
  const mock = await start(t)
  const segment = fc.oneof(
    fc.string(),
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
    fc
      .record({ jti: fc.jsonValue() })
      .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(segment, { minLength: 1, maxLength: 5 }), async (segments) => {
      const { resultCode } = await introspect(mock, segments.join('.'))
      t.match(resultCode, /^A05730[12]$/)
    }),
    { numRuns: 200 },
  )
})

t.test('a token that was kept as a JWT alone by an older mock is found as before', async (t) => {
  const mock = await start(t)
  const jwt = 'eyJhbGciOiJFUzI1NiJ9.eyJqdGkiOiJhbnkifQ.c2lnbmF0dXJl'
  await mock.admin.mintToken(serviceId, { accessToken: jwt, subject: 'alice' })
  t.match(await introspect(mock, jwt), { action: 'OK', subject: 'alice' })
})

t.test('a call to /gm with either form is explained as it is then answered', async (t) => {
  const mock = await start(t)
  const { opaque, jwt, grantId } = await issue(mock)
  for (const accessToken of [opaque, jwt, `${jwt}x`]) {
    const request = { accessToken, grantId, gmAction: 'QUERY' as const }
    const { response } = await mock.admin.explain(serviceId, request)
    t.match(await mock.gm(request), response)
  }
})
