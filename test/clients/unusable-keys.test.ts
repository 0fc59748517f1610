import { X509Certificate } from 'node:crypto'
import t, { type Test } from 'tap'
import { searchKeys, describeKeys } from '../../src/oauth/jose/jwk-set.ts'
import { createTestkit } from '../../src/testkit.ts'
import { callApi } from '../support/api.ts'
import { authorize, clientId, issuer, redirectUri, request } from '../support/requests/authorize.ts'
import { certificates } from '../support/requests/client-presentations.ts'
import { endpoint, serviceId, startOfTests as now, startTestMock, type TestMock } from '../support/mock.ts'
import {
  clientRequest,
  codeRequest,
  form,
  keySet,
  requestToken,
  tokenWorld,
} from '../support/requests/token.ts'

type Jwk = Readonly<Record<string, unknown>>

const kit = createTestkit({ now })
const ec = await kit.makeKey('ES256')
const rsa = await kit.makeKey('RS256')
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** The same number with a zero octet in front, as libraries write that count two's complement. */
function withZero(member: unknown): string {
  return Buffer.concat([Buffer.alloc(1), Buffer.from(String(member), 'base64url')]).toString('base64url')
}

/** The verdict of the last call that was a failure. */
async function findFailure(mock: TestMock) {
  const [last] = (await mock.admin.listRequests(serviceId)).requests
  const { trace } = await mock.admin.getRequest(serviceId, last?.id ?? '')
  return trace.find(({ verdict }) => verdict === 'fail')
}

const octets = 'must be canonical base64url of 32 octets'

/** Keys that do not verify what is signed by ES256 with the key ID `one`, and how the trace names their flaws. */
const flawed: readonly (readonly [keys: readonly Jwk[], actual: string])[] = [
  [[], '0 keys'],
  [
    [{ ...ec.publicJwk, kid: 'one', use: 'enc' }],
    `0 keys; keys[0] (kid "one"): the JWK's 'use' is not 'sig'`,
  ],
  [
    [{ ...ec.publicJwk, kid: 'one', alg: 'ES384' }],
    `0 keys; keys[0] (kid "one"): the JWK's 'alg' is not ES256`,
  ],
  [
    [{ ...ec.publicJwk, kid: 'one', key_ops: ['sign'] }],
    `0 keys; keys[0] (kid "one"): the JWK's 'key_ops' does not include 'verify'`,
  ],
  [
    [{ ...ec.publicJwk, kid: 'one', y: withZero(ec.publicJwk['y']) }],
    `0 keys; keys[0] (kid "one"): the JWK's x and y ${octets}`,
  ],
  [
    [{ ...ec.publicJwk, kid: 'two' }, ec.publicJwk, { ...rsa.publicJwk, kid: 'one' }],
    `0 keys; keys[0] (kid "two"): the JWK's 'kid' is not "one"; keys[1]: the JWK's 'kid' is not "one"; keys[2] (kid "one"): the JWK does not fit the algorithm ES256`,
  ],
  [
    [
      { ...ec.publicJwk, kid: 'one' },
      { ...ec.publicJwk, kid: 'one' },
    ],
    `2 keys; keys[0] (kid "one"); keys[1] (kid "one")`,
  ],
]

const leadingZeros: readonly (readonly [keys: readonly Jwk[], actual: string])[] = ['n', 'e'].map(
  (member) => [
    [{ ...rsa.publicJwk, kid: 'one', [member]: withZero(rsa.publicJwk[member]) }],
    `0 keys; keys[0] (kid "one"): the JWK's n and e must be canonical base64url without leading zero octets`,
  ],
)

const cases = [
  ...flawed.map(([keys, actual]) => ({ key: ec, keys, actual })),
  ...leadingZeros.map(([keys, actual]) => ({ key: rsa, keys, actual })),
]

for (const { key, keys, actual } of cases) {
  const signer = { key, keyId: 'one', clientId, audience: issuer }
  t.test(`a client assertion has no key of its own: ${actual.slice(0, 60)}`, async (t) => {
    const client = { jwks: keySet(...keys), tokenAuthMethod: 'PRIVATE_KEY_JWT' }
    const mock = await startTestMock(t, { world: tokenWorld({}, client) })
    const client_assertion = await kit.makeClientAssertion(signer)
    const parameters = form({ token: 'a', client_assertion_type: jwtBearer, client_assertion })
    await callApi(mock, 'POST', '/auth/revocation', { parameters })
    const expected = `one key for ${key.algorithm}`
    t.match(await findFailure(mock), { check: 'client-jwk', expected, actual })
  })

  t.test(`a request object has no key of its own: ${actual.slice(0, 60)}`, async (t) => {
    const mock = await startTestMock(t, { world: tokenWorld({}, { jwks: keySet(...keys) }) })
    const parameters = { response_type: 'code', redirect_uri: redirectUri, scope: 'openid' }
    await request(mock, { request: await kit.makeRequestObject({ ...signer, parameters }) })
    const expected = `one key for ${key.algorithm}`
    t.match(await findFailure(mock), { check: 'request-object-key', expected, actual })
  })
}

t.test('a set that is none is called so', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld({}, { jwks: '{"keys":1}' }) })
  const parameters = { response_type: 'code', redirect_uri: redirectUri, scope: 'openid' }
  const order = { key: ec, clientId, audience: issuer, parameters }
  await request(mock, { request: await kit.makeRequestObject(order) })
  t.match(await findFailure(mock), { check: 'request-object-key', actual: 'a text that is no JWK set' })
})

/** What a service cannot sign with by ES256, and how the trace names the flaws. */
const unsigning: readonly (readonly [keys: readonly Jwk[], actual: string])[] = [
  [[], '0 keys'],
  [[ec.publicJwk], '0 keys; keys[0]: the JWK is no private key'],
  [
    [
      { ...ec.privateJwk, kid: 'a', use: 'enc' },
      { ...ec.privateJwk, kid: 'b', key_ops: ['verify'] },
    ],
    `0 keys; keys[0] (kid "a"): the JWK's 'use' is not 'sig'; keys[1] (kid "b"): the JWK's 'key_ops' does not include 'sign'`,
  ],
  [[{ ...ec.privateJwk, alg: 'ES384' }], "0 keys; keys[0]: the JWK's 'alg' is not ES256"],
  [[rsa.privateJwk], '0 keys; keys[0]: the JWK does not fit the algorithm ES256'],
  [[{ ...ec.privateJwk, d: 'AA' }], 'keys[0]: the JWK is no private key for ES256'],
  [[ec.privateJwk, { ...ec.privateJwk, kid: 'b' }], '2 keys; keys[0]; keys[1] (kid "b")'],
]

for (const [keys, actual] of unsigning) {
  const startSigning = (t: Test, service: object = {}) =>
    startTestMock(t, {
      world: tokenWorld({ jwks: keySet(...keys), ...service }, { userInfoSignAlg: 'ES256' }),
    })
  t.test(`a service has no key to sign with: ${actual.slice(0, 60)}`, async (t) => {
    const mock = await startSigning(t)
    await requestToken(mock, codeRequest(await authorize(mock, { scope: 'openid' })))
    t.match(await findFailure(mock), { check: 'id-token', actual })
    const { accessToken: token } = await mock.admin.mintToken(serviceId, {
      clientId,
      scopes: ['openid'],
      subject: 'alice',
    })
    await callApi(mock, 'POST', '/auth/userinfo/issue', { token })
    t.match(await findFailure(mock), { check: 'userinfo-form', actual })
    await callApi(mock, 'POST', '/auth/introspection/standard', {
      parameters: form({ token }),
      httpAcceptHeader: 'application/token-introspection+jwt',
      rsUri: 'https://rs.example.com',
      introspectionSignAlg: 'ES256',
    })
    t.match(await findFailure(mock), { check: 'signature', actual })
    await mock.admin.updateService(serviceId, { accessTokenSignAlg: 'ES256' })
    await requestToken(mock, clientRequest())
    t.match(await findFailure(mock), { check: 'jwt-access-token', actual })
    const order = { grantType: 'CLIENT_CREDENTIALS', clientId }
    await callApi(mock, 'POST', '/auth/token/create', order)
    t.match(await findFailure(mock), { check: 'jwt', actual })
  })
}

const proofKeys: readonly (readonly [jwk: Jwk, check: string, actual: string | RegExp])[] = [
  [{ ...ec.publicJwk, kid: 'k', use: 'enc' }, 'dpop-jwk', `jwk (kid "k"): the JWK's 'use' is not 'sig'`],
  [{ ...ec.publicJwk, x: withZero(ec.publicJwk['x']) }, 'dpop-jwk', `jwk: the JWK's x and y ${octets}`],
  [{ ...ec.privateJwk, kid: 'k' }, 'dpop-jwk', 'jwk (kid "k"): the JWK has private members: d'],
]

t.test('the key in a proof is named with its flaw', async (t) => {
  const mock = await startTestMock(t)
  const { accessToken, grantId = '' } = await mock.admin.mintToken(serviceId, {
    grant: {},
    cnf: { jkt: ec.jkt },
  })
  const order = { key: ec, accessToken, method: 'GET', uri: `${endpoint}/${grantId}` }
  for (const [jwk, check, actual] of proofKeys) {
    const dpop = await kit.makeProof({ ...order, header: { jwk } })
    await mock.gm({ accessToken, gmAction: 'QUERY', grantId, dpop })
    t.match(await findFailure(mock), { check, actual })
  }
})

t.test('a registered key that is no point of its curve is named where the signature is judged', async (t) => {
  const { x } = ec.publicJwk
  const jwks = keySet({ ...ec.publicJwk, kid: 'one', y: x })
  const client = { jwks, tokenAuthMethod: 'PRIVATE_KEY_JWT' }
  const mock = await startTestMock(t, { world: tokenWorld({}, client) })
  const client_assertion = await kit.makeClientAssertion({
    key: ec,
    keyId: 'one',
    clientId,
    audience: issuer,
  })
  const parameters = form({ token: 'a', client_assertion_type: jwtBearer, client_assertion })
  const { body } = await callApi(mock, 'POST', '/auth/revocation', { parameters })
  t.match(body, { resultCode: 'A157326' })
  t.match(await findFailure(mock), {
    check: 'client-assertion-signature',
    actual: /^key-refused, [\w-]{43}: the JWK is no public key for ES256$/,
  })
})

t.test('a registered key without the certificate that is needed is named', async (t) => {
  const x5c = [new X509Certificate(certificates.other).raw.toString('base64')]
  const named = { ...ec.publicJwk, kid: 'two', x5c }
  for (const [keys, actual] of [
    [[], '0 keys'],
    [
      [{ ...ec.publicJwk, kid: 'one' }, named],
      `keys[0] (kid "one"): the JWK has no certificate in 'x5c'; keys[1]`,
    ],
    [[{ ...named, kid: 'one' }], '1 keys; keys[0] (kid "one")'],
  ] as const) {
    const client = {
      jwks: keySet(...keys),
      tokenAuthMethod: 'SELF_SIGNED_TLS_CLIENT_AUTH',
      selfSignedCertificateKeyId: 'one',
    }
    const mock = await startTestMock(t, { world: tokenWorld({}, client) })
    const parameters = form({ token: 'a', client_id: String(clientId) })
    const clientCertificate = certificates.named
    await callApi(mock, 'POST', '/auth/revocation', { parameters, clientCertificate })
    t.match(await findFailure(mock), { check: 'client-certificate-registered', actual })
  }
})

t.test('a secret that did not sign is called so', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld({}, { idTokenSignAlg: 'HS256' }) })
  const idtHeaderParams = JSON.stringify({ crit: ['unheard-of'] })
  await requestToken(mock, codeRequest(await authorize(mock, { scope: 'openid' }, { idtHeaderParams })))
  t.match(await findFailure(mock), { check: 'id-token', actual: 'the secret: it did not sign by HS256' })
})

t.test('whatever stands in a set has a place, and a long list is cut', async (t) => {
  const keys = [null, 1, 'a', [], ...Array.from({ length: 60 }, () => ({ kid: 'k'.repeat(200) }))]
  const search = searchKeys(keys, undefined, () => ({ error: 'it is flawed' }))
  const described = describeKeys(search)
  t.match(described, 'keys[0]: it is not a JSON object; keys[1]: it is not a JSON object; keys[2]: ')
  t.match(described, /; keys\[4\] \(kid "k{79}\.\.\.\): it is flawed; /)
  t.match(described, /; 14 more$/)
  t.ok(described.length < 8000)
})
