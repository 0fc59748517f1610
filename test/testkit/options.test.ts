import t from 'tap'
import { createTestkit, type Testkit } from '../../src/testkit.ts'

const now = Date.parse('2026-01-01T00:00:00Z')
const kit = createTestkit({ now })
const key = await kit.makeKey()
const uri = 'https://as.example.com/token'
const proof = { key, method: 'POST', uri }
const client = { key, clientId: 1001, audience: 'https://as.example.com' }

const names = 'key, method, uri, now, accessToken, nonce, header, claims, break'

/** What each method of the testkit says to options that it cannot use. */
const unusable: readonly (readonly [keyof Testkit, unknown, string])[] = [
  ['makeProof', undefined, `takes an object with ${names}, and was given undefined`],
  ['makeProof', 'https://as.example.com', `takes an object with ${names}, and was given a string`],
  ['makeProof', new URL(uri), `takes an object with ${names}, and was given an object of the kind URL`],
  ['makeProof', {}, 'key is missing; method is missing; uri is missing'],
  ['makeProof', { ...proof, accesToken: 'secret' }, 'accesToken is not an option. Did you mean accessToken?'],
  ['makeProof', { ...proof, colour: undefined }, `colour is not an option. There are ${names}`],
  ['makeProof', { ...proof, constructor: 1 }, `constructor is not an option. There are ${names}`],
  [
    'makeProof',
    { key, htm: 'POST', htu: uri, nonse: 'n' },
    `nonse is not an option. Did you mean nonce?; htm, htu are not options. There are ${names}; method is missing; uri is missing`,
  ],
  [
    'makeProof',
    { ...proof, key: { ...key, privateJwk: key.publicJwk } },
    'key has no private key as privateJwk',
  ],
  ['makeProof', { ...proof, method: '' }, 'method is empty'],
  ['makeProof', { ...proof, method: null }, 'method is null, not a string'],
  [
    'makeProof',
    { ...proof, accessToken: 5, nonce: true },
    'accessToken is the number 5, not a string; nonce is the boolean true, not a string',
  ],
  ['makeProof', { ...proof, claims: [] }, 'claims is an array, not an object'],
  ['makeProof', { ...proof, header: new Map() }, 'header is an object of the kind Map, not an object'],
  [
    'makeProof',
    { ...proof, now: '2026-01-01' },
    `now is "2026-01-01", not epoch milliseconds, such as Date.parse('2026-01-01T00:00:00Z')`,
  ],
  [
    'makeProof',
    { ...proof, now: Number.NaN },
    `now is the number NaN, not epoch milliseconds, such as Date.parse('2026-01-01T00:00:00Z')`,
  ],
  ['makeProof', { ...proof, break: 5 }, 'break is the number 5, not the name of a flaw'],
  [
    'makeProof',
    { ...proof, key: 'PEM' },
    'key is a string, not a key pair such as makeKey returns: { privateJwk, publicJwk }',
  ],
  [
    'makeProof',
    { ...proof, key: key.privateJwk },
    'key is a JWK, not a key pair such as makeKey returns: { privateJwk, publicJwk }',
  ],
  [
    'makeProof',
    { ...proof, key: { privateJwk: key.privateJwk } },
    'key is an object, not a key pair such as makeKey returns: { privateJwk, publicJwk }',
  ],
  ['makeKey', 5, 'algorithm is the number 5, not a string'],
  ['makeKey', { algorithm: 'ES384' }, 'algorithm is an object, not a string'],
  ['makeCertificate', { subjekt: 'CN=a' }, 'subjekt is not an option. Did you mean subject?'],
  [
    'makeCertificate',
    { subject: { CN: 'a' } },
    'subject is an object, not a name such as "CN=a,O=b", nor an array of [type, value]',
  ],
  [
    'makeCertificate',
    { subject: ['CN', 'a'] },
    'subject is an array, not a name such as "CN=a,O=b", nor an array of [type, value]',
  ],
  [
    'makeCertificate',
    { alternativeNames: { DNS: ['a'], ip: '192.0.2.7' } },
    'alternativeNames is not usable: its DNS is not an option. Did you mean dns?; its ip is a string, not an array of strings',
  ],
  [
    'makeCertificate',
    { alternativeNames: ['a'] },
    'alternativeNames is an array, not an object with dns, uri, ip, email',
  ],
  [
    'makeCertificate',
    { privateJwk: key },
    'privateJwk is an object, not a private key on P-256 such as makeKey returns as privateJwk',
  ],
  [
    'makeCertificate',
    { privateJwk: key.publicJwk },
    'privateJwk is another JWK, not a private key on P-256 such as makeKey returns as privateJwk',
  ],
  [
    'makeCertificate',
    { issuer: { certificate: 'a', privateKey: 'b' } },
    'issuer is an object, not what makeCertificate returns: { certificate, privateKey }, both PEM',
  ],
  ['makeCertificate', { isAuthority: 'yes' }, 'isAuthority is a string, not true or false'],
  [
    'makeClientAssertion',
    { ...client, aud: 'https://as.example.com' },
    'aud is not an option. There are key, keyId, clientId, audience, now, header, claims',
  ],
  [
    'makeClientAssertion',
    { ...client, clientId: 1.5 },
    'clientId is the number 1.5, not an id such as 1001 or "1001"',
  ],
  ['makeClientAssertion', { ...client, clientId: '' }, 'clientId is empty, not an id such as 1001 or "1001"'],
  ['makeRequestObject', client, 'parameters is missing'],
]

for (const [method, given, problem] of unusable) {
  t.test(`${method} refuses options: ${problem.slice(0, 80)}`, async (t) => {
    const call = (kit[method] as (options: unknown) => Promise<unknown>)(given)
    const message = problem.startsWith('takes')
      ? `${method} ${problem}`
      : `${method} cannot use these options: ${problem}`
    await t.rejects(call, new TypeError(message))
  })
}

t.test('a setting of the testkit that is unknown or wrong is refused at once', async (t) => {
  const create = (given: unknown) => () => createTestkit(given as object)
  const refused = 'createTestkit cannot use these options: '
  t.throws(create({ sed: 'x' }), new TypeError(`${refused}sed is not an option. Did you mean seed?`))
  t.throws(create({ seed: 5 }), new TypeError(`${refused}seed is the number 5, not a string`))
  t.throws(create({ now: new Date() }), /now is an object of the kind Date, not epoch milliseconds/)
  t.throws(create(null), new TypeError('createTestkit takes an object with seed, now, and was given null'))
})

t.test('an option that is undefined is one that is not given', async (t) => {
  const options = { ...proof, now: undefined, nonce: undefined, break: undefined } as unknown as typeof proof
  const { iat, ...claims } = readClaims(await kit.makeProof(options))
  t.equal(iat, now / 1000)
  t.notOk('nonce' in claims)
})

t.test('options may be inherited, as those of a class with getters are', async (t) => {
  class Given {
    readonly key = key
    readonly method = 'GET'
    get uri(): string {
      return uri
    }
  }
  t.match(readClaims(await kit.makeProof(new Given())), { htm: 'GET', htu: uri })
})

const targets: readonly (readonly [string, string])[] = [
  ['https://as.example.com/token', 'https://as.example.com/token'],
  ['https://as.example.com/token?a=b#c', 'https://as.example.com/token'],
  ['https://as.example.com/token#c?a', 'https://as.example.com/token'],
  ['HTTPS://AS.example.COM:443/Token', 'https://as.example.com/Token'],
  ['http://as.example.com:80', 'http://as.example.com/'],
  ['http://[::1]:8080/', 'http://[::1]:8080/'],
  ['https://as.example.com/a/./b/../%74oken/%7e%2f%C3%bc', 'https://as.example.com/a/token/~%2F%C3%BC'],
  ['https://as.example.com/ü', 'https://as.example.com/%C3%BC'],
]

for (const [given, htu] of targets) {
  t.test(`the htu of a request to ${given} is ${htu}`, async (t) => {
    t.equal(readClaims(await kit.makeProof({ ...proof, uri: given }))['htu'], htu)
  })
}

const noTargets: readonly (readonly [unknown, string])[] = [
  ...['/token', 'as.example.com/token', 'https:token', 'ftp://as.example.com/', 'https://', 'urn:a', ''].map(
    (given): [string, string] => [
      given,
      `is "${given}", not the whole URI of a request, such as https://as.example.com/token`,
    ],
  ),
  ['https://me:secret@as.example.com/', 'has a user name or a password, which no request line has'],
  ['https://me@as.example.com/', 'has a user name or a password, which no request line has'],
  [new URL(uri), 'is an object of the kind URL, not a string'],
]

for (const [given, problem] of noTargets) {
  t.test(`no proof is made for ${String(given)}`, async (t) => {
    const message = `makeProof cannot use these options: uri ${problem}`
    await t.rejects(kit.makeProof({ ...proof, uri: given as string }), new TypeError(message))
  })
}

t.test('an htu that is wrong is made by a flaw or by claims', async (t) => {
  t.equal(
    readClaims(await kit.makeProof({ ...proof, break: 'htu' }))['htu'],
    'https://elsewhere.example.com/',
  )
  for (const htu of [`${uri}?a=b`, '/token', 'HTTPS://AS.EXAMPLE.COM:443/token', 5, undefined]) {
    t.equal(readClaims(await kit.makeProof({ ...proof, claims: { htu } }))['htu'], htu)
  }
})

function readClaims(jws: string): Readonly<Record<string, unknown>> {
  const [, payload = ''] = jws.split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Readonly<Record<string, unknown>>
}
