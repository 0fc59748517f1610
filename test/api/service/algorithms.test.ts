import { decodeProtectedHeader } from 'jose'
import t from 'tap'
import { createTestkit } from '../../../src/testkit.ts'
import { callApi } from '../../support/api.ts'
import { authorize, clientId, clientSecret } from '../../support/requests/authorize.ts'
import { serviceId, startTestMock, type TestMock } from '../../support/mock.ts'
import { basic, codeRequest, keySet, requestToken, tokenWorld } from '../../support/requests/token.ts'

const mac = ['HS256', 'HS384', 'HS512']
const rsaAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const all = [...mac, ...rsaAlgorithms, 'ES256', 'ES384', 'ES512', 'ES256K', 'EdDSA']

const kit = createTestkit()
const made = await Promise.all(['RS256', 'ES256', 'ES384', 'ES512', 'ES256K', 'EdDSA'].map(kit.makeKey))
const [rsa = {}, es256 = {}, es384 = {}, es512 = {}, es256k = {}, ed25519 = {}] = made.map(
  ({ privateJwk }) => privateJwk as object,
)

async function tell(mock: TestMock): Promise<Readonly<Record<string, unknown>>> {
  return (await callApi(mock, 'GET', '/service/configuration')).body
}

/** The keys of a service, and what it says that it signs ID tokens with. */
const keySets: readonly (readonly [name: string, service: object, algorithms: readonly string[]])[] = [
  ['no key set', { jwks: undefined }, all],
  ['no key', { jwks: keySet() }, mac],
  ['a text that is no key set', { jwks: 'nonsense' }, mac],
  ['a key of each kind', { jwks: keySet(rsa, es256, es384, es512, es256k, ed25519) }, all],
  ['an RSA key', { jwks: keySet(rsa) }, [...mac, ...rsaAlgorithms]],
  ['an RSA key for one algorithm', { jwks: keySet({ ...rsa, alg: 'PS256' }) }, [...mac, 'PS256']],
  [
    'a key that is called one for Ed25519',
    { jwks: keySet({ ...ed25519, alg: 'Ed25519' }) },
    [...mac, 'EdDSA'],
  ],
  ['a key on secp256k1', { jwks: keySet(es256k) }, [...mac, 'ES256K']],
  ['a key for encryption', { jwks: keySet({ ...es256, use: 'enc' }) }, mac],
  ['two keys for the same', { jwks: keySet({ ...es256, kid: 'a' }, { ...es256, kid: 'b' }) }, mac],
  [
    'two keys of which one is chosen',
    {
      jwks: keySet({ ...es256, kid: 'a' }, { ...es256, kid: 'b' }),
      idTokenSignatureKeyId: 'a',
      userInfoSignatureKeyId: 'b',
      introspectionSignatureKeyId: 'b',
    },
    [...mac, 'ES256'],
  ],
]

for (const [name, service, algorithms] of keySets) {
  t.test(`a service with ${name} says what it can sign with`, async (t) => {
    const mock = await startTestMock(t, { world: tokenWorld(service) })
    t.match(await tell(mock), {
      id_token_signing_alg_values_supported: algorithms,
      userinfo_signing_alg_values_supported: [...algorithms, 'none'],
      introspection_signing_alg_values_supported: [...algorithms, 'none'],
      request_object_signing_alg_values_supported: all,
      token_endpoint_auth_signing_alg_values_supported: all,
      dpop_signing_alg_values_supported: all.slice(3),
    })
  })
}

t.test('whatever a service with keys says that it signs with, it signs with', async (t) => {
  const jwks = keySet(rsa, es256, es384, es512, es256k, ed25519)
  for (const alg of [...all, 'none']) {
    const algorithm = alg === 'none' ? 'NONE' : alg
    const idTokenSignAlg = alg === 'none' ? 'ES256' : alg
    const mock = await startTestMock(t, {
      world: tokenWorld({ jwks }, { idTokenSignAlg, userInfoSignAlg: algorithm, clientSecret }),
    })
    const code = await authorize(mock, { scope: 'openid' })
    const { idToken } = await requestToken(mock, codeRequest(code, {}, basic))
    t.equal(decodeProtectedHeader(String(idToken)).alg, idTokenSignAlg)
    const order = { clientId, scopes: ['openid'], subject: 'alice' }
    const { accessToken: token } = await mock.admin.mintToken(serviceId, order)
    const { body } = await callApi(mock, 'POST', '/auth/userinfo/issue', { token })
    t.equal(body['action'], 'JWT', alg)
    t.equal(decodeProtectedHeader(String(body['responseContent'])).alg, alg)
  }
})

t.test('a userinfo response by the algorithm none is a JWT that nobody signed', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld({}, { userInfoSignAlg: 'NONE' }) })
  const { accessToken: token } = await mock.admin.mintToken(serviceId, {
    clientId,
    scopes: ['openid'],
    subject: 'alice',
  })
  const { body } = await callApi(mock, 'POST', '/auth/userinfo/issue', { token })
  const [header = '', payload = '', signature] = String(body['responseContent']).split('.')
  const [told, claims] = [header, payload].map((part) => Buffer.from(part, 'base64url').toString())
  t.equal(told, '{"alg":"none"}')
  t.match(JSON.parse(claims ?? ''), { sub: 'alice', iss: 'https://as.example.com', aud: [String(clientId)] })
  t.equal(signature, '')
})

t.test('request objects must be signed where they are required and JAR holds', async (t) => {
  const traditional = { traditionalRequestObjectProcessingApplied: true }
  for (const [more, told] of [[{}, true] as const, [traditional, false] as const]) {
    const mock = await startTestMock(t, { world: tokenWorld({ requestObjectRequired: true, ...more }) })
    t.match(await tell(mock), { require_signed_request_object: told })
  }
})
