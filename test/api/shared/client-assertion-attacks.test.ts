import { sign as signOctets, createPrivateKey } from 'node:crypto'
import fc from 'fast-check'
import { exportSPKI, importJWK, type CryptoKey } from 'jose'
import t from 'tap'
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
  makeAssertion,
  otherKey,
  writeJwt,
  type AssertionChanges,
} from '../../support/requests/client-presentations.ts'
import { startOfTests, startTestMock } from '../../support/mock.ts'

const now = startOfTests / 1000

const registered = clientKey.registered
const publicPem = await exportSPKI((await importJWK(registered, 'ES256')) as CryptoKey)
const good = async (): Promise<readonly string[]> => (await makeAssertion()).split('.')

/** A text that is signed with the client's key as it stands. */
function signText(header: string, payload: string): string {
  const input = [header, payload].map((text) => Buffer.from(text).toString('base64url')).join('.')
  const key = createPrivateKey({ key: clientKey.own as never, format: 'jwk' })
  const signature = signOctets('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

const claims = { iss: '4711', sub: '4711', aud: issuer, exp: now + 60, jti: 'attack' }
const header = { alg: 'ES256', kid: 'one' }
const withMac = (key: string): AssertionChanges => ({ header: { alg: 'HS256' }, signWith: key })

/** What an attacker tries who knows everything that is public: the client's keys, its id, and the server. */
const attacks: Readonly<Record<string, readonly [expected: string, () => Promise<string>]>> = {
  'no signature, alg none': ['A157313', async () => writeJwt({ alg: 'none' }, claims)],
  'an empty signature': ['A157312', async () => `${(await good()).slice(0, 2).join('.')}.`],
  'alg NONE in other letters': ['A157313', async () => writeJwt({ alg: 'nOnE' }, claims)],
  'no alg': ['A157313', async () => writeJwt({ kid: 'one' }, claims)],
  'alg that is no string': ['A157313', async () => signText('{"alg":["ES256"]}', JSON.stringify(claims))],
  'a MAC with the public key as JSON': ['A157313', () => makeAssertion(withMac(JSON.stringify(registered)))],
  'a MAC with the public key as PEM': ['A157313', () => makeAssertion(withMac(publicPem))],
  'a MAC with the client secret': ['A157313', () => makeAssertion(withMac(clientSecret))],
  'a strange key under the same kid': ['A157326', () => makeAssertion({ signWith: otherKey.own })],
  'a strange key in the header': [
    'A157326',
    () => makeAssertion({ header: { jwk: otherKey.registered }, signWith: otherKey.own }),
  ],
  'a URL of strange keys': [
    'A157326',
    () => makeAssertion({ header: { jku: 'https://attacker.example/jwks' }, signWith: otherKey.own }),
  ],
  'a kid that is not registered': ['A156304', () => makeAssertion({ header: { kid: 'two' } })],
  'a kid that is no string': ['A157312', () => makeAssertion({ header: { kid: 1 } })],
  'a kid that is a path': ['A156304', () => makeAssertion({ header: { kid: '../../dev/null' } })],
  'a signature of zeros': [
    'A157326',
    async () => [...(await good()).slice(0, 2), Buffer.alloc(64).toString('base64url')].join('.'),
  ],
  'another payload under a good signature': [
    'A157326',
    async () => {
      const [head, , signature] = await good()
      return [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
    },
  ],
  'a claim twice': [
    'A157312',
    async () => signText(JSON.stringify(header), `{"iss":"1",${JSON.stringify(claims).slice(1)}`),
  ],
  'alg twice': ['A157312', async () => signText('{"alg":"none","alg":"ES256"}', JSON.stringify(claims))],
  'an extension that must be understood': [
    'A157312',
    async () => signText('{"alg":"ES256","crit":["x"],"x":1}', JSON.stringify(claims)),
  ],
  'a payload that is not encoded': [
    'A157312',
    async () => signText('{"alg":"ES256","b64":false}', JSON.stringify(claims)),
  ],
  'an expired assertion': ['A157320', () => makeAssertion({ payload: { exp: now - 1 } })],
  'an assertion at its very end': ['A157320', () => makeAssertion({ payload: { exp: now } })],
  'an assertion for a year': ['A157320', () => makeAssertion({ payload: { exp: now + 31_536_000 } })],
  'an assertion for ever': [
    'A157320',
    async () => signText(JSON.stringify(header), JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e999')),
  ],
  'an end in words': ['A157320', () => makeAssertion({ payload: { exp: String(now + 60) } })],
  'a beginning to come': ['A157322', () => makeAssertion({ payload: { nbf: now + 1 } })],
  'an issue to come': ['A157323', () => makeAssertion({ payload: { iat: now + 1 } })],
  'a beginning in words': ['A157322', () => makeAssertion({ payload: { nbf: String(now - 60) } })],
  'the audience of another service': [
    'A157318',
    () => makeAssertion({ payload: { aud: 'https://other.example' } }),
  ],
  'an audience that begins alike': [
    'A157318',
    () => makeAssertion({ payload: { aud: `${issuer}.attacker.example` } }),
  ],
  'an audience with a slash more': ['A157318', () => makeAssertion({ payload: { aud: `${issuer}/` } })],
  'an audience in other letters': [
    'A157318',
    () => makeAssertion({ payload: { aud: issuer.toUpperCase() } }),
  ],
  'no audience': ['A157318', () => makeAssertion({ payload: { aud: undefined } })],
  'an audience in an object': ['A157318', () => makeAssertion({ payload: { aud: { 0: issuer } } })],
  'the PAR endpoint, elsewhere': [
    'A157318',
    () => makeAssertion({ payload: { aud: 'https://as.example.com/par' } }),
  ],
  "another client's assertion": ['A157315', () => makeAssertion({ payload: { iss: '1', sub: '1' } })],
  'a request object': ['A157316', () => makeAssertion({ payload: { sub: undefined, client_id: '4711' } })],
  'a request object about its client': [
    'A157312',
    () => makeAssertion({ payload: { client_id: '4711', response_type: 'code' } }),
  ],
  'a request object about its client that leaves its response type outside': [
    'A157312',
    () => makeAssertion({ payload: { client_id: '4711', redirect_uri: 'https://rp.example.com/cb' } }),
  ],
  'a request object that says so': [
    'A157312',
    () => makeAssertion({ header: { typ: 'Application/OAuth-Authz-Req+JWT' } }),
  ],
  'a proof that has all claims of an assertion': [
    'A157312',
    () => makeAssertion({ header: { typ: 'dpop+jwt', jwk: registered } }),
  ],
  'an access token': ['A157312', () => makeAssertion({ header: { typ: 'at+jwt' } })],
  'a logout token': ['A157312', () => makeAssertion({ header: { typ: 'logout+jwt' } })],
  'a logout token that does not say so': ['A157312', () => makeAssertion({ payload: { events: {} } })],
  'an ID token': ['A157312', () => makeAssertion({ payload: { at_hash: 'a' } })],
  'a type that is no string': ['A157312', () => makeAssertion({ header: { typ: ['JWT'] } })],
  'no type at all': ['A157312', () => makeAssertion({ header: { typ: null } })],
  'an empty type': ['A157312', () => makeAssertion({ header: { typ: '' } })],
  'a type with a parameter': ['A157312', () => makeAssertion({ header: { typ: 'JWT;a=b' } })],
  'a type with a blank': ['A157312', () => makeAssertion({ header: { typ: 'JWT ' } })],
  'a type twice': [
    'A157312',
    async () => signText('{"alg":"ES256","typ":"dpop+jwt","typ":"JWT"}', JSON.stringify(claims)),
  ],
  'a number as subject': ['A157316', () => makeAssertion({ payload: { sub: 4711 } })],
  'several subjects': ['A157316', () => makeAssertion({ payload: { sub: ['4711'] } })],
  'an id that is no string': ['A157324', () => makeAssertion({ payload: { jti: 1 } })],
  'an empty id': ['A157324', () => makeAssertion({ payload: { jti: '' } })],
  'a text that is too long': ['A157312', () => makeAssertion({ payload: { filler: 'x'.repeat(20_000) } })],
  'blanks around it': ['A157312', async () => ` ${(await good()).join('.')}`],
  encryption: ['A157312', async () => 'a.b.c.d.e'],
}

t.test('no attack on an assertion passes, and each is told by its code', async (t) => {
  const mock = await startWithKeyedClient(t, {}, { pushedAuthReqEndpoint: 'https://as.example.com/par' })
  for (const [attack, [expected, forge]] of Object.entries(attacks)) {
    t.equal(await presentAssertion(mock, await forge()), expected, attack)
  }
  t.equal(
    await presentAssertion(mock, await makeAssertion({ payload: claims })),
    authenticated,
    'none of them spent the id',
  )
})

t.test('an assertion may say that it is a JWT, or what it is for', async (t) => {
  const mock = await startWithKeyedClient(t)
  for (const typ of [
    undefined,
    'JWT',
    'jwt',
    'application/jwt',
    'client-authentication+jwt',
    'APPLICATION/Client-Authentication+JWT',
  ]) {
    t.equal(
      await presentAssertion(mock, await makeAssertion({ header: { typ } })),
      authenticated,
      String(typ),
    )
  }
})

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.tuple(fc.anything(), fc.anything()).map(([head, payload]) => writeAnything(head, payload)),
  fc
    .record(
      { alg: fc.constantFrom('ES256', 'none', 'HS256', 'EdDSA'), kid: fc.constantFrom('one', 'two', 7) },
      { requiredKeys: [] },
    )
    .map((head) => writeJwt(head, claims)),
)

function writeAnything(head: unknown, payload: unknown): string {
  const write = (value: unknown) =>
    JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? 0 : member)) ?? ''
  return writeJwt(write(head), write(payload))
}

t.test('no text at all is an assertion of a client that did not sign it, and none is a crash', async (t) => {
  for (const scenario of [authenticScenarios.PRIVATE_KEY_JWT, authenticScenarios.CLIENT_SECRET_JWT]) {
    const mock = await startTestMock(t, { world: worldOf(scenario) })
    const property = fc.asyncProperty(anyText, async (assertion) => {
      const code = await presentAssertion(mock, assertion)
      return code !== authenticated && code !== 'A116103' && !code.startsWith('HTTP')
    })
    const report = await fc.check(property, { numRuns: 150 })
    t.notOk(report.failed, fc.defaultReportMessage(report) ?? 'holds')
  }
})

t.test('no single change of a character leaves an assertion good', async (t) => {
  const mock = await startWithKeyedClient(t)
  const property = fc.asyncProperty(
    fc.nat(),
    fc.constantFrom('A', 'b', '0', '_', '-', '.', '='),
    async (place, character) => {
      const assertion = await makeAssertion()
      const index = place % assertion.length
      const changed = assertion.slice(0, index) + character + assertion.slice(index + 1)
      const code = await presentAssertion(mock, changed)
      return changed === assertion ? code === authenticated : code !== authenticated && code !== 'A116103'
    },
  )
  const report = await fc.check(property, { numRuns: 150 })
  t.notOk(report.failed, fc.defaultReportMessage(report) ?? 'holds')
})
