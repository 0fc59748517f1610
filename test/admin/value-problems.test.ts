import t from 'tap'
import { checkFixtures, readFixtures } from '../../src/admin/fixtures.ts'
import { createProblemFinder } from '../../src/admin/order-reader.ts'

const problemsOf = (text: string) => {
  const reading = readFixtures(text, createProblemFinder())
  return 'problems' in reading ? reading.problems.map(({ path, message }) => `${path} ${message}`) : []
}

const keys = 'must be a JWK set as JSON text: {"keys":[...]}, each key with its kty'
const absolute = 'must be an absolute URI, with its scheme'

t.test('everything that is wrong comes at once, in the order of the lines', async (t) => {
  const text = `services:
  - tokenEndpoint: /token
    tokens: 5
    serviceId: x
    jwks: nonsense
    mock: { replay: true }
    supportedScopes:
      - name: consent
        attributes: [{ key: regex, value: '(' }]
    accessTokenDuration: -1
    accessTokenSignAlg: ES255
  - serviceId: '2'
    mtlsEndpointAliases: [{ name: token_endpoint, uri: token }]
    clients:
      - redirectUris: [/cb, 'https://rp.example.com/cb#x', 'javascript:alert(1)', 'app:/cb', 'a b']
        clientId: 1
        logoUris: [{ tag: de, value: logo.png }]
        jwks: '{"keys":[{"kid":"1"}]}'
        defaultMaxAge: -1
        idTokenSignAlg: none at all
      - clientId: 1
        tosUri: https://rp.example.com/#terms
    tokens:
      - accessToken: a
      - 7
      - accessToken: a
`
  t.strictSame(
    problemsOf(text).map((one) => one.replace(/ regular expression.*/, '')),
    [
      `/services/0/tokenEndpoint ${absolute}`,
      '/services/0/tokens must be array',
      '/services/0/serviceId must match pattern "^[1-9][0-9]{0,18}$"',
      `/services/0/jwks ${keys}`,
      '/services/0/mock/replay is not a known member',
      '/services/0/supportedScopes/0/attributes/0/value is no',
      '/services/0/accessTokenDuration must be >= 0',
      problemsOf(text).find((one) => one.startsWith('/services/0/accessTokenSignAlg must be one of')) ?? '',
      `/services/1/mtlsEndpointAliases/0/uri ${absolute}`,
      `/services/1/clients/0/redirectUris/0 ${absolute}`,
      '/services/1/clients/0/redirectUris/1 must have no fragment',
      '/services/1/clients/0/redirectUris/2 must not have a scheme that browsers run',
      '/services/1/clients/0/redirectUris/4 must be a URI',
      `/services/1/clients/0/logoUris/0/value ${absolute}`,
      `/services/1/clients/0/jwks ${keys}`,
      '/services/1/clients/0/defaultMaxAge must not be negative',
      problemsOf(text).find((one) => one.startsWith('/services/1/clients/0/idTokenSignAlg must be one of')) ??
        '',
      '/services/1/clients/1/clientId is given twice',
      '/services/1/tokens/1 must be object',
      '/services/1/tokens/2/accessToken is given twice',
    ],
  )
})

t.test('values that are in order have no problems, nor have members that nobody knows', async (t) => {
  const service = {
    serviceId: '1',
    issuer: 'https://as.example.com',
    tokenEndpoint: '',
    ourEndpoint: '/x',
    jwks: '{"keys":[]}',
    clients: [
      {
        clientId: 1,
        redirectUris: ['app:/cb', 'urn:x'],
        tlsClientAuthSanUri: 'urn:x',
        ourUri: 'x',
        jwks: '',
      },
    ],
  }
  t.strictSame(problemsOf(JSON.stringify({ services: [service] })), [])
})

t.test('what is no fixtures at all is told, whatever it is', async (t) => {
  for (const value of [
    null,
    5,
    [],
    { services: 5 },
    { services: [null, 5] },
    { services: [{ clients: [null], mtlsEndpointAliases: [5] }] },
  ]) {
    t.ok(problemsOf(JSON.stringify(value)).length > 0)
  }
})

t.test('language tags are well-formed, and stand once in whatever case', async (t) => {
  const text = `services:
  - serviceId: '1'
    supportedUiLocales: [en, ja-Kana-JP, en_US, EN, i-klingon, '']
    supportedClaimLocales: [de-CH, 5]
    supportedScopes:
      - name: a
        descriptions: [{ tag: de, value: a }, { tag: DE, value: b }, { value: c }]
    clients:
      - clientId: 1
        clientNames: [{ tag: fr, value: a }, { tag: fr-CA, value: b }, { tag: fr-ca, value: c }]
        logoUris: [{ tag: de DE, value: 'https://rp.example.com/logo' }]
        descriptions: [{ tag: fr, value: a }]
`
  const [malformed, twice] = [
    'must be a language tag, such as en or ja-Kana-JP',
    'stands there already; the case of a tag says nothing',
  ]
  t.strictSame(problemsOf(text), [
    `/services/0/supportedUiLocales/2 ${malformed}`,
    `/services/0/supportedUiLocales/3 ${twice}`,
    `/services/0/supportedUiLocales/5 ${malformed}`,
    '/services/0/supportedClaimLocales/1 must be string',
    `/services/0/supportedScopes/0/descriptions/1/tag ${twice}`,
    `/services/0/clients/0/clientNames/2/tag ${twice}`,
    `/services/0/clients/0/logoUris/0/tag ${malformed}`,
  ])
})

t.test('a world that a test builds may have keys and URLs that no file should have', async (t) => {
  const world = { services: [{ serviceId: '1', jwks: 'nonsense', tokenEndpoint: '/token' }] }
  t.strictSame(checkFixtures(world, createProblemFinder()), { fixtures: world })
})
