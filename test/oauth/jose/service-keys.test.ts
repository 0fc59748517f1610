import { generateKeyPairSync } from 'node:crypto'
import { jwtVerify } from 'jose'
import t from 'tap'
import { chooseServiceKey, createJwtSigner, toSecretKey } from '../../../src/oauth/jose/service-keys.ts'
import { makeKey } from '../../support/requests/proof.ts'

const { privateJwk } = await makeKey()
const options = { currentDate: new Date(0) }

t.test('a key is chosen by what it says it is for', async (t) => {
  const set = (...keys: readonly object[]) => JSON.stringify({ keys })
  const good = { ...privateJwk, kid: 'one', use: 'sig', alg: 'ES256', key_ops: ['sign'] }
  t.match(chooseServiceKey(set(good), 'ES256'), { key: { algorithm: 'ES256', keyId: 'one' } })
  t.match(chooseServiceKey(set(good, { ...good, kid: 'two' }), 'ES256', 'two'), { key: { keyId: 'two' } })
  t.notOk('keyId' in Object(chooseServiceKey(set({ ...good, kid: 1 }), 'ES256'))['key'])
  for (const [jwks, algorithm, lack] of [
    [set(good), 'Ed448', 'algorithm_unsupported'],
    [set(good), 'Ed25519', 'algorithm_unsupported'],
    [set(good), 'ES256K', 'key_missing'],
    [set(good), 'HS256', 'algorithm_unsupported'],
    [set(good), 'none', 'algorithm_unsupported'],
    [set(good), 'constructor', 'algorithm_unsupported'],
    [set(good), '__proto__', 'algorithm_unsupported'],
    [undefined, 'ES256', 'key_set_missing'],
    ['{"keys":1}', 'ES256', 'key_set_missing'],
    [set(), 'ES256', 'key_missing'],
    ['{"keys":[null,1,"a"]}', 'ES256', 'key_missing'],
    [set(good), 'RS256', 'key_missing'],
    [set(good, good), 'ES256', 'key_ambiguous'],
  ] as const) {
    t.match(chooseServiceKey(jwks, algorithm), { lack }, `${algorithm} ${lack}`)
  }
})

t.test('a modulus that would take long is refused', async (t) => {
  const jwks = JSON.stringify({ keys: [{ kty: 'RSA', e: 'AQAB', n: 'A'.repeat(701), d: 'AA' }] })
  t.strictSame(chooseServiceKey(jwks, 'RS256'), {
    lack: 'key_missing',
    actual: "0 keys; keys[0]: the JWK's n has more than 4096 bits",
  })
})

t.test('a key that is too short does not sign', async (t) => {
  const jwk = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'jwk' })
  const choice = chooseServiceKey(JSON.stringify({ keys: [jwk] }), 'RS256')
  if (!('key' in choice)) throw new Error(choice.actual)
  t.strictSame(await createJwtSigner()({}, choice.key), { error: 'signing_failed' })
})

t.test('header parameters are added, and replace neither algorithm nor key id', async (t) => {
  const sign = createJwtSigner()
  const key = toSecretKey('s'.repeat(32), 'HS256')
  const signing = await sign({ a: 1 }, { ...key, keyId: 'k' }, { typ: 'x', alg: 'none', kid: 'other' })
  if (!('jwt' in signing)) throw new Error(signing.error)
  const { payload, protectedHeader } = await jwtVerify(signing.jwt, Buffer.from('s'.repeat(32)), options)
  t.strictSame([payload, protectedHeader], [{ a: 1 }, { typ: 'x', alg: 'HS256', kid: 'k' }])
})

t.test('one key signs for several algorithms, and for many services, without being mistaken', async (t) => {
  const sign = createJwtSigner({ maxCachedKeys: 2 })
  const secrets = ['a', 'b', 'c', 'a'].map((letter) => letter.repeat(64))
  for (const algorithm of ['HS256', 'HS512']) {
    for (const secret of secrets) {
      const signing = await sign({}, toSecretKey(secret, algorithm))
      if (!('jwt' in signing)) throw new Error(signing.error)
      await t.resolves(jwtVerify(signing.jwt, Buffer.from(secret), { ...options, algorithms: [algorithm] }))
    }
  }
})

t.test('a key that is none, and a header that cannot be signed, are told apart', async (t) => {
  const sign = createJwtSigner()
  const key = { algorithm: 'ES256', jwk: { ...privateJwk, kty: 'EC' } }
  t.strictSame(await sign({}, { ...key, jwk: { ...key.jwk, d: 'AA' } }), { error: 'key_unusable' })
  t.strictSame(await sign({}, key, { crit: ['b64'], b64: false, other: 1 }), { error: 'signing_failed' })
})

t.test('a signer that repeats gives the same signature again, and tells the same flaws', async (t) => {
  const sign = createJwtSigner({ repeats: true })
  const key = { algorithm: 'ES256', jwk: { ...privateJwk, kty: 'EC' } }
  const [one, other] = [await sign({ a: 1 }, key), await sign({ a: 1 }, key)]
  if (!('jwt' in one)) throw new Error(one.error)
  t.strictSame(one, other)
  const { d: _, ...publicJwk } = key.jwk
  t.match(await jwtVerify(one.jwt, publicJwk, options), { payload: { a: 1 } })
  t.strictSame(await sign({}, { ...key, jwk: { kty: 'EC' } }), { error: 'key_unusable' })
  t.strictSame(
    await sign({}, toSecretKey('short', 'HS256')),
    await createJwtSigner()({}, toSecretKey('short', 'HS256')),
  )
})
