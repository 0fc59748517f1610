import { exportJWK, generateKeyPair, type JWK } from 'jose'
import t from 'tap'
import { callApi } from '../../support/api.ts'
import {
  authenticated,
  presentAssertion,
  startWithKeyedClient,
} from '../../support/requests/client-assertions.ts'
import { authenticScenarios, worldOf } from '../../support/servers/authentic-clients.ts'
import {
  clientKey,
  clientSecret,
  issuer,
  jwtBearer,
  keySet,
  makeAssertion,
  otherKey,
  tokenEndpoint,
  withParameters,
  writeJwt,
} from '../../support/requests/client-presentations.ts'
import { serviceId, startOfTests, startTestMock } from '../../support/mock.ts'

const now = startOfTests / 1000
const { registered } = clientKey

t.test('a MAC with another secret, or for a client without one, does not pass', async (t) => {
  const mock = await startTestMock(t, { world: worldOf(authenticScenarios.CLIENT_SECRET_JWT) })
  const mac = { header: { alg: 'HS256', kid: undefined } }
  t.equal(
    await presentAssertion(mock, await makeAssertion({ ...mac, signWith: 'another secret' })),
    'A157326',
  )
  t.equal(await presentAssertion(mock, await makeAssertion({ header: { kid: undefined } })), 'A157313')
  for (const alg of ['HS256', 'HS384', 'HS512']) {
    const signed = await makeAssertion({ header: { alg, kid: undefined }, signWith: clientSecret })
    t.equal(await presentAssertion(mock, signed), authenticated, alg)
  }
  const { CLIENT_SECRET_JWT: scenario } = authenticScenarios
  const client = { ...scenario.client, clientSecret: undefined }
  const secretless = await startTestMock(t, { world: worldOf({ ...scenario, client }) })
  t.equal(
    await presentAssertion(secretless, await makeAssertion({ ...mac, signWith: clientSecret })),
    'A157325',
  )
})

t.test('a secret that is shorter than the hash makes no MAC, however right it is', async (t) => {
  const { CLIENT_SECRET_JWT: scenario } = authenticScenarios
  for (const [alg, octets] of [
    ['HS256', 32],
    ['HS384', 48],
    ['HS512', 64],
  ] as const) {
    for (const [length, expected] of [
      [1, 'A152303'],
      [octets - 1, 'A152303'],
      [octets, authenticated],
    ] as const) {
      const secret = 's'.repeat(length)
      const client = { ...scenario.client, clientSecret: secret }
      const mock = await startTestMock(t, { world: worldOf({ ...scenario, client }) })
      const signed = await makeAssertion({ header: { alg, kid: undefined }, signWith: secret })
      t.equal(await presentAssertion(mock, signed), expected, `${alg} with ${length} octets`)
    }
  }
})

t.test('a key that is registered for something else verifies nothing', async (t) => {
  const unfit = { use: { use: 'enc' }, alg: { alg: 'ES384' }, operations: { key_ops: ['encrypt'] } }
  for (const [what, member] of Object.entries(unfit)) {
    const mock = await startWithKeyedClient(t, { jwks: keySet({ ...registered, ...member }) })
    t.equal(await presentAssertion(mock, await makeAssertion()), 'A156304', what)
  }
})

t.test('a registered set that holds no usable key is refused, whatever it is', async (t) => {
  for (const jwks of ['{', '[]', '{"keys":{}}', '{"keys":[1,null,[]]}', keySet({ ...registered, x: 'AA' })]) {
    const mock = await startWithKeyedClient(t, { jwks })
    t.equal(await presentAssertion(mock, await makeAssertion()), 'A156304', jwks)
  }
  const { x, ...rest } = registered
  const offCurve = keySet({ ...rest, x: Buffer.from(String(x), 'base64url').fill(1).toString('base64url') })
  const mock = await startWithKeyedClient(t, { jwks: offCurve })
  t.equal(await presentAssertion(mock, await makeAssertion()), 'A157326', 'a point that is not on its curve')
})

t.test(
  'of several registered keys the one counts that the header names, or the only one that fits',
  async (t) => {
    const rsa = await generateKeyPair('PS256', { extractable: true })
    const [own, other]: JWK[] = [await exportJWK(rsa.privateKey), await exportJWK(rsa.publicKey)]
    const both = keySet(registered, { ...otherKey.registered, kid: 'two' }, { ...other, kid: 'one' })
    const mock = await startWithKeyedClient(t, { jwks: both })
    t.equal(
      await presentAssertion(mock, await makeAssertion()),
      authenticated,
      'of two keys of one name the type decides',
    )
    const second = { header: { kid: 'two' }, signWith: otherKey.own }
    t.equal(await presentAssertion(mock, await makeAssertion(second)), authenticated)
    t.equal(
      await presentAssertion(mock, await makeAssertion({ header: { kid: 'two' } })),
      'A157326',
      'the key of another name',
    )
    const nameless = { header: { kid: undefined, alg: 'PS256' }, ...(own && { signWith: own }) }
    t.equal(
      await presentAssertion(mock, await makeAssertion(nameless)),
      authenticated,
      'one RSA key alone fits',
    )
  },
)

t.test('an algorithm that a client is registered for is the only one', async (t) => {
  const mock = await startWithKeyedClient(t, { tokenAuthSignAlg: 'ES256' })
  t.equal(await presentAssertion(mock, await makeAssertion()), authenticated)
  t.equal(await presentAssertion(mock, writeJwt({ alg: 'PS256' }, { iss: '4711' })), 'A157313')
})

t.test('the audience is the issuer, the token endpoint, or the endpoint that was called', async (t) => {
  const revocationEndpoint = 'https://as.example.com/revoke'
  const mock = await startWithKeyedClient(t, {}, { revocationEndpoint })
  for (const aud of [issuer, tokenEndpoint, revocationEndpoint, ['https://other.example', issuer]]) {
    t.equal(
      await presentAssertion(mock, await makeAssertion({ payload: { aud } })),
      authenticated,
      JSON.stringify(aud),
    )
  }
  await mock.admin.updateService(serviceId, { clientAssertionAudRestrictedToIssuer: true })
  t.equal(await presentAssertion(mock, await makeAssertion({ payload: { aud: issuer } })), authenticated)
  t.equal(await presentAssertion(mock, await makeAssertion({ payload: { aud: tokenEndpoint } })), 'A157318')
})

t.test('clocks may differ by as much as the service allows', async (t) => {
  const mock = await startWithKeyedClient(t, {}, { allowableClockSkew: 10 })
  const cases = [
    [{ exp: now - 9 }, authenticated],
    [{ exp: now - 10 }, 'A157320'],
    [{ nbf: now + 10 }, authenticated],
    [{ nbf: now + 11 }, 'A157322'],
    [{ iat: now + 10 }, authenticated],
    [{ iat: now + 11 }, 'A157323'],
  ] as const
  for (const [payload, expected] of cases) {
    t.equal(await presentAssertion(mock, await makeAssertion({ payload })), expected, JSON.stringify(payload))
  }
})

t.test('a client may call itself by its alias where it may use it', async (t) => {
  const alias = { clientIdAlias: 'shop' }
  const payload = { iss: 'shop', sub: 'shop' }
  for (const clientIdAliasEnabled of [undefined, true, false]) {
    const allowing = await startWithKeyedClient(t, alias, { clientIdAliasEnabled })
    const { body } = await callApi(allowing, 'POST', '/auth/revocation', {
      ...withParameters('token=nothing', {
        client_assertion_type: jwtBearer,
        client_assertion: await makeAssertion({ payload }),
      }),
    })
    t.equal(body['resultCode'], authenticated, 'the issuer alone tells which client it is')
    t.equal(await presentAssertion(allowing, await makeAssertion({ payload })), authenticated)
  }
  const disabled = await startWithKeyedClient(t, { ...alias, clientIdAliasEnabled: false })
  t.equal(await presentAssertion(disabled, await makeAssertion({ payload })), 'A157315')
  const other = await startWithKeyedClient(t, { clientIdAliasEnabled: true })
  t.equal(await presentAssertion(other, await makeAssertion({ payload })), 'A157315')
})

t.test(
  'an assertion passes once, also of two at once, and its id may be used by another client',
  async (t) => {
    const mock = await startWithKeyedClient(t)
    const assertion = await makeAssertion()
    const codes = await Promise.all([1, 2, 3].map(() => presentAssertion(mock, assertion)))
    t.strictSame(codes.toSorted(), [authenticated, 'A157353', 'A157353'])
    const again = await makeAssertion({ payload: { jti: 'again' } })
    t.equal(await presentAssertion(mock, again), authenticated)
    t.equal(
      await presentAssertion(mock, await makeAssertion({ payload: { jti: 'again', exp: now + 90 } })),
      'A157353',
    )
  },
)

t.test('a spent id is forgotten when its assertion has ended', async (t) => {
  const mock = await startWithKeyedClient(t)
  t.equal(await presentAssertion(mock, await makeAssertion({ payload: { jti: 'again' } })), authenticated)
  const later = { jti: 'again', exp: now + 120 }
  mock.time.now += 59_000
  await mock.sweep()
  t.equal(await presentAssertion(mock, await makeAssertion({ payload: later })), 'A157353')
  mock.time.now += 2000
  await mock.sweep()
  t.equal(await presentAssertion(mock, await makeAssertion({ payload: later })), authenticated)
})

t.test('a service without replay check lets an assertion pass again', async (t) => {
  const mock = await startWithKeyedClient(t, {}, { mock: { replayCheck: false } })
  const assertion = await makeAssertion()
  t.equal(await presentAssertion(mock, assertion), authenticated)
  t.equal(await presentAssertion(mock, assertion), authenticated)
})
