import { createPublicKey } from 'node:crypto'
import { calculateJwkThumbprint, compactVerify, importJWK, jwtVerify } from 'jose'
import t from 'tap'
import { createTestkit } from '../../src/testkit.ts'
import { callApi } from '../support/api.ts'
import { authorizationWorld, clientId, issuer, redirectUri } from '../support/requests/authorize.ts'
import { startOfTests as now, startTestMock } from '../support/mock.ts'

const algorithms = ['ES256', 'ES384', 'ES512', 'ES256K', 'EdDSA', 'RS256', 'PS512']

for (const algorithm of algorithms) {
  t.test(`a key for ${algorithm} is whole, and has the thumbprint of its public part`, async (t) => {
    const { privateJwk, publicJwk, jkt } = await createTestkit().makeKey(algorithm)
    t.equal(jkt, await calculateJwkThumbprint(publicJwk))
    t.notOk('d' in publicJwk)
    t.match(privateJwk, publicJwk)
    t.ok(createPublicKey({ key: publicJwk, format: 'jwk' }))
  })
}

t.test('a seed repeats keys on curves, but not those of RSA', async (t) => {
  const make = (algorithm: string, seed?: string) =>
    createTestkit(seed === undefined ? {} : { seed }).makeKey(algorithm)
  for (const algorithm of algorithms.slice(0, 5)) {
    const first = await make(algorithm, 'seed')
    t.strictSame(await make(algorithm, 'seed'), first)
    t.not((await make(algorithm, 'other')).jkt, first.jkt)
    t.not((await make(algorithm)).jkt, first.jkt)
  }
  t.not((await make('RS256', 'seed')).jkt, (await make('RS256', 'seed')).jkt)
})

t.test('an algorithm that proofs cannot use has no key', async (t) => {
  for (const algorithm of ['HS256', 'Ed448', 'none', 'constructor']) {
    await t.rejects(createTestkit().makeKey(algorithm), {
      name: 'TypeError',
      message: `There is no key for "${algorithm}". The algorithms are ES256, ES384, ES512, ES256K, EdDSA, RS256, RS384, RS512, PS256, PS384, PS512.`,
    })
  }
})

t.test('only a whole private key on secp256k1 signs by ES256K', async (t) => {
  const kit = createTestkit()
  const [key, other] = [await kit.makeKey('ES256K'), await kit.makeKey('ES256K')]
  for (const privateJwk of [
    { ...key.privateJwk, d: 'AQ' },
    { ...key.privateJwk, d: Buffer.alloc(32).toString('base64url') },
    { ...key.privateJwk, d: String(other.privateJwk['d']) },
    { ...key.privateJwk, y: String(other.privateJwk['y']) },
    { ...key.privateJwk, crv: 'P-256' },
    { ...key.privateJwk, kty: 'OKP' },
    (await kit.makeKey()).privateJwk,
  ]) {
    await t.rejects(kit.makeProof({ key: { ...key, privateJwk }, method: 'GET', uri: issuer }), {
      name: 'TypeError',
      message: 'The key is no private key for ES256K.',
    })
  }
})

t.test('everything is made at the time that was given, else now', async (t) => {
  const iatOf = async (settings: object, order: object = {}) => {
    const kit = createTestkit(settings)
    const key = await kit.makeKey()
    const proof = await kit.makeProof({ key, method: 'GET', uri: issuer, ...order })
    const { payload } = await compactVerify(proof, await importJWK(key.publicJwk, 'ES256'))
    return (JSON.parse(Buffer.from(payload).toString()) as { iat: number }).iat
  }
  t.equal(await iatOf({ now }), now / 1000)
  t.equal(await iatOf({ now }, { now: now + 1500 }), now / 1000 + 1)
  const before = Math.floor(Date.now() / 1000)
  const iat = await iatOf({})
  t.ok(iat >= before && iat <= Date.now() / 1000)
})

t.test('a seed repeats proofs', async (t) => {
  const make = async (seed: string) => {
    const kit = createTestkit({ seed, now })
    return kit.makeProof({ key: await kit.makeKey(), method: 'GET', uri: issuer })
  }
  t.equal(await make('seed'), await make('seed'))
  t.not(await make('seed'), await make('other'))
})

t.test('a client authenticates with an assertion and asks with a request object', async (t) => {
  const kit = createTestkit({ now })
  const key = await kit.makeKey('ES384')
  const jwks = JSON.stringify({ keys: [{ ...key.publicJwk, kid: 'one', alg: 'ES384' }] })
  const world = authorizationWorld(
    { supportedTokenAuthMethods: ['PRIVATE_KEY_JWT'] },
    { jwks, tokenAuthMethod: 'PRIVATE_KEY_JWT', tokenAuthSignAlg: 'ES384', requestSignAlg: 'ES384' },
  )
  const mock = await startTestMock(t, { world })
  const signer = { key, keyId: 'one', clientId, audience: issuer }
  const push = async (changes: object = {}) => {
    const parameters = { response_type: 'code', redirect_uri: redirectUri, scope: 'openid' }
    const form = new URLSearchParams({
      client_id: String(clientId),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await kit.makeClientAssertion({ ...signer, ...changes }),
      request: await kit.makeRequestObject({ ...signer, parameters }),
    })
    const { body } = await callApi(mock, 'POST', '/pushed_auth_req', { parameters: form.toString() })
    return body
  }
  t.match(await push(), { action: 'CREATED' })
  t.match(await push({ claims: { aud: 'https://other.example.com' } }), { action: 'UNAUTHORIZED' })
  t.match(await push({ now: now - 3_600_000 }), { action: 'UNAUTHORIZED' })
  const plain = await kit.makeClientAssertion({
    key,
    clientId: 1,
    audience: issuer,
    claims: { jti: undefined },
  })
  const verified = await jwtVerify(plain, await importJWK(key.publicJwk, 'ES384'), {
    currentDate: new Date(now),
  })
  t.strictSame(verified.protectedHeader, { alg: 'ES384' })
  t.strictSame(Object.keys(verified.payload), ['iss', 'sub', 'aud', 'iat', 'exp'])
})

t.test('a key that names no algorithm signs by ES256', async (t) => {
  const kit = createTestkit({ now })
  const { privateJwk, publicJwk } = await kit.makeKey()
  const assertion = await kit.makeClientAssertion({
    key: { privateJwk, publicJwk },
    clientId: 1,
    audience: issuer,
  })
  const key = await importJWK(publicJwk, 'ES256')
  const { protectedHeader } = await jwtVerify(assertion, key, { currentDate: new Date(now) })
  t.strictSame(protectedHeader, { alg: 'ES256' })
})
