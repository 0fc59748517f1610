import t from 'tap'
import type { Service, ServiceProperties } from '../../src/model/service.ts'
import { createRandom } from '../../src/base/random.ts'
import { prepareService } from '../../src/scenario/shared/prepare-service.ts'

const mock = {
  strictOwnership: false,
  oneClientAuthentication: false,
  replayCheck: true,
  iatPastSeconds: 300,
  iatFutureSeconds: 60,
}

function furnishWith(properties: ServiceProperties, settings = mock) {
  return prepareService({ properties, mock: settings } as Service, 'token', createRandom('furnishing'))
}

function keysOf(changes: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] {
  const { keys } = JSON.parse(String(changes['jwks'])) as { keys: Record<string, unknown>[] }
  return keys
}

t.test('a service that was furnished once is left as it is', async (t) => {
  const changes = furnishWith({})
  t.strictSame(furnishWith(changes as ServiceProperties), {})
})

t.test('what would refuse a call too early is taken away, and what is merely off stays', async (t) => {
  t.match(furnishWith({ parRequired: true, scopeRequired: false }), { parRequired: null })
  t.notOk('scopeRequired' in furnishWith({ scopeRequired: false }))
  t.match(furnishWith({}, { ...mock, replayCheck: false }), { mock: { replayCheck: true } })
})

t.test('durations that leave time for the call stay, and shorter ones are taken away', async (t) => {
  const changes = furnishWith({ accessTokenDuration: 299, refreshTokenDuration: 300, idTokenDuration: 1 })
  t.match(changes, { accessTokenDuration: null, idTokenDuration: null })
  t.notOk('refreshTokenDuration' in changes)
})

t.test("a service's own scopes and endpoints stay, unless they are unusable", async (t) => {
  const own = { name: 'own', defaultEntry: true }
  const issuer = 'https://mine.example.com'
  const changes = furnishWith({ issuer, tokenEndpoint: '/token', supportedScopes: [own] })
  t.notOk('issuer' in changes)
  t.equal(changes['tokenEndpoint'], 'https://as.example.com/token')
  const [first, ...others] = changes['supportedScopes'] as { name: string }[]
  t.strictSame(first, own)
  t.equal(others.length, 8)
})

t.test("a key to sign with is put beside a service's own keys", async (t) => {
  const rsa = { kty: 'RSA', alg: 'RS256', d: 'd' }
  const publicKey = { kty: 'EC', alg: 'ES256' }
  t.match(keysOf(furnishWith({ jwks: JSON.stringify({ keys: [rsa, publicKey] }) })), [
    rsa,
    publicKey,
    { kty: 'EC', alg: 'ES256', use: 'sig', d: /^[\w-]{43}$/ },
  ])
  for (const jwks of ['', 'no JSON', '[]', '{}', '{"keys":1}', '{"keys":[1,null]}']) {
    t.equal(keysOf(furnishWith({ jwks })).length, 1, jwks)
  }
})

t.test('for what asks with a minted token, a service is hardly changed', async (t) => {
  const furnishFor = (properties: ServiceProperties, settings = mock) =>
    prepareService({ properties, mock: settings } as Service, 'gm', createRandom('furnishing'))
  const own = { grantManagementEndpoint: 'https://own.example.com/grants', parRequired: true }
  t.strictSame(furnishFor({ ...own, supportedGrantTypes: ['AUTHORIZATION_CODE'] }), {})
  t.match(furnishFor({}), { grantManagementEndpoint: 'https://as.example.com/grants' })
  t.strictSame(furnishFor({ ...own, dpopNonceRequired: true }), { dpopNonceRequired: null })
  t.strictSame(furnishFor(own, { ...mock, replayCheck: false }), { mock: { replayCheck: true } })
})
