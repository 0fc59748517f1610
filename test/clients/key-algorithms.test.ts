import { createPublicKey, verify } from 'node:crypto'
import t, { type Test } from 'tap'
import { createTestkit } from '../../src/testkit.ts'
import type { TestKey } from '../../src/testkit/key.ts'
import { callApi } from '../support/api.ts'
import { authorize, clientId, issuer, redirectUri } from '../support/requests/authorize.ts'
import { endpoint, serviceId, startOfTests as now, startTestMock } from '../support/mock.ts'
import {
  codeRequest,
  form,
  keySet,
  requestToken,
  tokenEndpoint,
  tokenWorld,
} from '../support/requests/token.ts'

const kit = createTestkit({ now })
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const userInfoEndpoint = `${issuer}/userinfo`

/** What a key says it is for, what a header says, and the hash of the signature. */
const kinds = [
  { keyAlgorithm: 'ES256K', algorithm: 'ES256K', hash: 'sha256' },
  { keyAlgorithm: 'EdDSA', algorithm: 'EdDSA', hash: null },
  { keyAlgorithm: 'Ed25519', algorithm: 'EdDSA', hash: null },
] as const

type Kind = (typeof kinds)[number]

/** Header and claims of a JWT that the key signed, judged by Node alone. */
function open(jwt: unknown, { publicJwk }: TestKey, { hash }: Kind) {
  const [header = '', payload = '', signature = ''] = String(jwt).split('.')
  const key = createPublicKey({ key: { ...publicJwk }, format: 'jwk' })
  const octets = Buffer.from(signature, 'base64url')
  const isGood = verify(hash, Buffer.from(`${header}.${payload}`), { key, dsaEncoding: 'ieee-p1363' }, octets)
  if (!isGood) throw new Error(`The signature of ${String(jwt)} is wrong.`)
  const [told, claims] = [header, payload].map(
    (part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>,
  )
  return { header: told, claims }
}

async function start(t: Test, { keyAlgorithm, algorithm }: Kind) {
  const [service, client, proof] = [
    await kit.makeKey(keyAlgorithm),
    await kit.makeKey(keyAlgorithm),
    await kit.makeKey(keyAlgorithm),
  ]
  const world = tokenWorld(
    {
      jwks: keySet({ ...service.privateJwk, kid: 's', alg: keyAlgorithm, use: 'sig' }),
      accessTokenSignAlg: algorithm,
      userInfoEndpoint,
      supportedTokenAuthMethods: ['PRIVATE_KEY_JWT'],
    },
    {
      jwks: keySet({ ...client.publicJwk, kid: 'c', alg: keyAlgorithm, use: 'sig', key_ops: ['verify'] }),
      tokenAuthMethod: 'PRIVATE_KEY_JWT',
      tokenAuthSignAlg: algorithm,
      requestSignAlg: algorithm,
      idTokenSignAlg: algorithm,
      userInfoSignAlg: algorithm,
    },
  )
  const mock = await startTestMock(t, { world })
  const signer = { key: client, keyId: 'c', clientId, audience: issuer }
  const authentication = async () => ({
    client_id: String(clientId),
    client_assertion_type: jwtBearer,
    client_assertion: await kit.makeClientAssertion(signer),
  })
  return { mock, service, client, proof, signer, authentication }
}

for (const kind of kinds) {
  const { keyAlgorithm, algorithm } = kind
  t.test(`keys for ${keyAlgorithm} authenticate a client and sign all tokens`, async (t) => {
    const { mock, service, proof, authentication } = await start(t, kind)
    const code = await authorize(mock, { scope: 'openid' })
    const dpop = await kit.makeProof({ key: proof, method: 'POST', uri: tokenEndpoint })
    const request = codeRequest(code, await authentication(), { dpop })
    const answer = await requestToken(mock, request)
    t.match(answer, { action: 'OK' })
    const header = { alg: algorithm, kid: 's' }
    const accessToken = JSON.parse(answer.responseContent) as { access_token: string }
    t.match(open(accessToken.access_token, service, kind), {
      header: { ...header, typ: 'at+jwt' },
      claims: { cnf: { jkt: proof.jkt } },
    })
    t.match(open(answer.idToken, service, kind), { header, claims: { sub: 'alice' } })

    const target = { key: proof, accessToken: accessToken.access_token, method: 'GET', uri: userInfoEndpoint }
    const token = accessToken.access_token
    const asked = await callApi(mock, 'POST', '/auth/userinfo', { token, dpop: await kit.makeProof(target) })
    t.match(asked.body, { action: 'OK' })
    const told = await callApi(mock, 'POST', '/auth/userinfo/issue', { token })
    t.match(open(told.body['responseContent'], service, kind), { header, claims: { sub: 'alice' } })

    const introspected = await callApi(mock, 'POST', '/auth/introspection/standard', {
      parameters: form({ token }),
      httpAcceptHeader: 'application/token-introspection+jwt',
      rsUri: 'https://rs.example.com',
      introspectionSignAlg: algorithm,
    })
    t.match(open(introspected.body['responseContent'], service, kind), {
      header: { ...header, typ: 'token-introspection+jwt' },
      claims: { token_introspection: { active: true, cnf: { jkt: proof.jkt } } },
    })
  })

  t.test(`keys for ${keyAlgorithm} sign request objects`, async (t) => {
    const { mock, signer, authentication } = await start(t, kind)
    const parameters = { response_type: 'code', redirect_uri: redirectUri, scope: 'openid' }
    const makeObject = (changes: object = {}) => kit.makeRequestObject({ ...signer, parameters, ...changes })
    const push = async (request: string) =>
      (
        await callApi(mock, 'POST', '/pushed_auth_req', {
          parameters: form({ ...(await authentication()), request }),
        })
      ).body
    t.match(await push(await makeObject()), { action: 'CREATED' })
    const stranger = await kit.makeKey(keyAlgorithm)
    t.match(await push(await makeObject({ key: stranger })), { action: 'BAD_REQUEST' })
  })

  t.test(`keys for ${keyAlgorithm} prove possession at /gm, with alg in the key or without`, async (t) => {
    const { mock } = await start(t, kind)
    const key = await kit.makeKey(keyAlgorithm)
    const order = { grant: {}, cnf: { jkt: key.jkt } }
    const { accessToken, grantId = '' } = await mock.admin.mintToken(serviceId, order)
    const target = { key, accessToken, method: 'GET', uri: `${endpoint}/${grantId}` }
    const ask = async (changes: object = {}) =>
      (
        await mock.gm({
          accessToken,
          gmAction: 'QUERY',
          grantId,
          dpop: await kit.makeProof({ ...target, ...changes }),
        })
      ).resultCode
    t.equal(await ask(), 'A277001')
    const jwk = { ...key.publicJwk, alg: keyAlgorithm, use: 'sig', kid: 'k' }
    t.equal(await ask({ header: { jwk } }), 'A277001')
    t.equal(
      await ask({ key: { privateJwk: { ...key.privateJwk, alg: keyAlgorithm }, publicJwk: jwk } }),
      'A277001',
    )
    t.equal(await ask({ break: 'signature' }), 'A281307')
    t.equal(await ask({ break: 'wrong-key' }), 'A281306')
    t.equal(await ask({ header: { jwk: { ...jwk, alg: 'ES256' } } }), 'A281307')
  })

  t.test(`keys for ${keyAlgorithm} are published without their private part`, async (t) => {
    const { mock, service } = await start(t, kind)
    const { body } = await callApi(mock, 'GET', '/service/jwks/get')
    t.strictSame(body, { keys: [{ ...service.publicJwk, kid: 's', alg: keyAlgorithm, use: 'sig' }] })
  })
}

t.test('with a seed, signatures by ES256K repeat', async (t) => {
  const make = async () => {
    const seeded = createTestkit({ seed: 'seed', now })
    const key = await seeded.makeKey('ES256K')
    return seeded.makeProof({ key, method: 'GET', uri: issuer })
  }
  t.equal(await make(), await make())
})

t.test('in a header, Ed25519 is no algorithm that is advertised, and nothing is signed by it', async (t) => {
  const kind = kinds[2]
  const { mock, signer, authentication } = await start(t, kind)
  const key = await kit.makeKey('Ed25519')
  const { accessToken, grantId = '' } = await mock.admin.mintToken(serviceId, {
    grant: {},
    cnf: { jkt: key.jkt },
  })
  const dpop = await kit.makeProof({
    key,
    accessToken,
    method: 'GET',
    uri: `${endpoint}/${grantId}`,
    header: { alg: 'Ed25519' },
  })
  t.match(await mock.gm({ accessToken, gmAction: 'QUERY', grantId, dpop }), {
    resultCode: 'A281307',
    resultMessage: /Unsupported algorithm Ed25519$/,
    responseContent: /algs="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA"/,
  })
  const header = { alg: 'Ed25519' }
  const client_assertion = await kit.makeClientAssertion({ ...signer, header })
  const parameters = form({ ...(await authentication()), client_assertion, token: 'a' })
  t.match((await callApi(mock, 'POST', '/auth/revocation', { parameters })).body, { resultCode: 'A157313' })
})

t.test('a key on secp256k1 signs nothing by ES256, and one on P-256 nothing by ES256K', async (t) => {
  const { mock } = await start(t, kinds[0])
  const [k1, r1] = [await kit.makeKey('ES256K'), await kit.makeKey('ES256')]
  for (const [key, alg, other] of [
    [k1, 'ES256', r1],
    [r1, 'ES256K', k1],
  ] as const) {
    const { accessToken, grantId = '' } = await mock.admin.mintToken(serviceId, {
      grant: {},
      cnf: { jkt: key.jkt },
    })
    const order = { key, accessToken, method: 'GET', uri: `${endpoint}/${grantId}` }
    await t.rejects(kit.makeProof({ ...order, header: { alg } }), {
      name: 'TypeError',
      message: `The key is no private key for ${alg}.`,
    })
    const dpop = await kit.makeProof({ ...order, key: other, header: { alg, jwk: key.publicJwk } })
    const answer = await mock.gm({ accessToken, gmAction: 'QUERY', grantId, dpop })
    t.match(answer.resultMessage, `the JWK does not fit the algorithm ${alg}`)
  }
})
