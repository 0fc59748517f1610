import t from 'tap'
import { makeKey } from '../../support/requests/proof.ts'
import { acceptAll, key, refuseAll, type RefusedProof } from '../validation.ts'

const { publicJwk, privateJwk } = key
const { x, y } = publicJwk
const stranger = await makeKey('ES256')
const rsa = await makeKey('RS256')

const types: readonly (readonly [name: string, typ: unknown, detail: string])[] = [
  ['no typ', undefined, 'JOSE header typ (type) none not allowed'],
  ['typ null', null, 'JOSE header typ (type) null not allowed'],
  ['an empty typ', '', 'JOSE header typ (type)  not allowed'],
  ['typ JWT', 'JWT', 'JOSE header typ (type) JWT not allowed'],
  ['typ of an access token', 'at+jwt', 'JOSE header typ (type) at+jwt not allowed'],
  [
    'typ of a request object',
    'oauth-authz-req+jwt',
    'JOSE header typ (type) oauth-authz-req+jwt not allowed',
  ],
  ['typ of another media type', 'text/dpop+jwt', 'JOSE header typ (type) text/dpop+jwt not allowed'],
  ['typ with a blank', 'dpop+jwt ', 'JOSE header typ (type) dpop+jwt  not allowed'],
  ['typ with a parameter', 'dpop+jwt;a=b', 'JOSE header typ (type) dpop+jwt;a=b not allowed'],
  ['a number as typ', 1, 'JOSE header typ (type) 1 not allowed'],
  ['an array as typ', ['dpop+jwt'], 'JOSE header typ (type) ["dpop+jwt"] not allowed'],
  [
    'an object as typ',
    { toString: 1, valueOf: 1 },
    'JOSE header typ (type) {"toString":1,"valueOf":1} not allowed',
  ],
  ['a very long typ', 'a'.repeat(300), `JOSE header typ (type) ${'a'.repeat(200)}... not allowed`],
]

t.test('a proof of another type is refused', async (t) => {
  await refuseAll(
    t,
    types.map(([name, typ, detail]) => ({ name, header: { typ }, check: 'dpop-typ', detail })),
  )
})

t.test('a type is compared as media types are', async (t) => {
  const written = ['DPOP+JWT', 'DPoP+jwt', 'application/dpop+jwt', 'Application/DPOP+JWT']
  await acceptAll(
    t,
    written.map((typ) => ({ name: typ, header: { typ } })),
  )
})

const missing = { check: 'dpop-alg', reason: 'dpop_alg_missing' } as const
const forbidden = { check: 'dpop-alg', reason: 'dpop_alg_forbidden' } as const

const algorithms: readonly RefusedProof[] = [
  { name: 'no alg', header: { alg: undefined }, ...missing },
  { name: 'alg null', header: { alg: null }, ...missing },
  { name: 'a number as alg', header: { alg: 1 }, ...missing },
  { name: 'an array as alg', header: { alg: ['ES256'] }, ...missing },
  { name: 'an object as alg', header: { alg: { name: 'ES256' } }, ...missing },
  ...['none', 'HS256', 'HS384', 'HS512'].map((alg) => ({
    name: alg,
    header: { alg },
    detail: alg,
    ...forbidden,
  })),
  ...[
    'None',
    'NONE',
    'hs256',
    'es256',
    'ES256k',
    'ES256 ',
    'Ed25519',
    'Ed448',
    'RSA1_5',
    'dir',
    'A128KW',
    '',
  ].map((alg) => ({
    name: `the algorithm "${alg}"`,
    header: { alg },
    check: 'dpop-alg',
    detail: `Signed JWT rejected: Unsupported algorithm ${alg}`,
  })),
  ...['constructor', '__proto__', 'toString'].map((alg) => ({
    name: `an algorithm called ${alg}`,
    header: { alg },
    check: 'dpop-alg',
    detail: `Signed JWT rejected: Unsupported algorithm ${alg}`,
  })),
  {
    name: 'a very long algorithm',
    header: { alg: 'a'.repeat(99) },
    check: 'dpop-alg',
    detail: `Signed JWT rejected: Unsupported algorithm ${'a'.repeat(40)}...`,
  },
]

t.test('a proof without a supported asymmetric algorithm is refused', (t) => refuseAll(t, algorithms))

const keyIds: readonly RefusedProof[] = [1, null, true, ['k'], { k: 1 }].map((kid) => ({
  name: `the key ID ${JSON.stringify(kid)}`,
  header: { kid },
  check: 'dpop-well-formed',
  detail: "JWT header with a 'kid' that is no string",
}))

t.test('a proof with a key ID that is no string is refused', (t) => refuseAll(t, keyIds))

const noKey = { check: 'dpop-jwk', reason: 'dpop_jwk_missing' } as const
const coordinates = "Invalid JWK: the JWK's x and y must be canonical base64url of 32 octets"

const keys: readonly RefusedProof[] = [
  ...[undefined, null, 'text', JSON.stringify(publicJwk), 1, true, [], [publicJwk]].map((jwk) => ({
    name: `jwk ${JSON.stringify(jwk)}`,
    header: { jwk },
    ...noKey,
  })),
  ...['ES384', 'ES512', 'ES256K', 'RS256', 'PS256', 'EdDSA'].map((alg) => ({
    name: `a key for ES256 with the algorithm ${alg}`,
    header: { alg },
    check: 'dpop-jwk',
    detail: `Invalid JWK: the JWK does not fit the algorithm ${alg}`,
  })),
  ...[
    { name: 'an empty jwk', jwk: {}, error: 'the JWK does not fit the algorithm ES256' },
    { name: 'an RSA key with ES256', jwk: rsa.publicJwk, error: 'the JWK does not fit the algorithm ES256' },
    { name: 'a private key', jwk: privateJwk, error: 'the JWK has private members: d' },
    {
      name: 'a private RSA key',
      jwk: rsa.privateJwk,
      error: 'the JWK has private members: d, p, q, dp, dq, qi',
    },
    { name: 'a symmetric key', jwk: { kty: 'oct', k: 'AAAA' }, error: 'the JWK has private members: k' },
    {
      name: 'a symmetric key without k',
      jwk: { kty: 'oct' },
      error: 'the JWK does not fit the algorithm ES256',
    },
    {
      name: 'a key for encryption',
      jwk: { ...publicJwk, use: 'enc' },
      error: "the JWK's 'use' is not 'sig'",
    },
    { name: 'a key for ES384', jwk: { ...publicJwk, alg: 'ES384' }, error: "the JWK's 'alg' is not ES256" },
    {
      name: 'a key for signing only',
      jwk: { ...publicJwk, key_ops: ['sign'] },
      error: "the JWK's 'key_ops' does not include 'verify'",
    },
  ].map(({ name, jwk, error }) => ({
    name,
    header: { jwk },
    check: 'dpop-jwk',
    detail: `Invalid JWK: ${error}`,
  })),
  ...['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'].flatMap((member) =>
    [null, '', 'AQAB', [], false].map((value) => ({
      name: `a jwk with ${member} ${JSON.stringify(value)}`,
      header: { jwk: { ...publicJwk, [member]: value } },
      check: 'dpop-jwk',
      detail: `Invalid JWK: the JWK has private members: ${member}`,
    })),
  ),
  ...[
    { name: 'a padded coordinate', jwk: { ...publicJwk, x: `${x}=` } },
    { name: 'a coordinate with a leading zero', jwk: { ...publicJwk, y: `AAAA${y}` } },
    { name: 'a coordinate missing', jwk: { ...publicJwk, y: undefined } },
    { name: 'a coordinate of another type', jwk: { ...publicJwk, y: [y] } },
  ].map(({ name, jwk }) => ({ name, header: { jwk }, check: 'dpop-jwk', detail: coordinates })),
]

t.test('a proof without a public key that fits its algorithm is refused', (t) => refuseAll(t, keys))

const extensions = "JWT header with 'crit' extensions, none is supported"
const unencoded = "JWT header with 'b64' other than true"

t.test('a proof with an extension that must be understood is refused', async (t) => {
  const headers: readonly (readonly [header: Record<string, unknown>, detail: string])[] = [
    [{ crit: ['exp'], exp: 1 }, extensions],
    [{ crit: ['b64'], b64: true }, extensions],
    [{ crit: ['b64'], b64: false }, extensions],
    [{ crit: [] }, extensions],
    [{ crit: null }, extensions],
    [{ crit: 'b64' }, extensions],
    [{ b64: false }, unencoded],
    [{ b64: 'true' }, unencoded],
    [{ b64: 0 }, unencoded],
    [{ b64: null }, unencoded],
  ]
  await refuseAll(
    t,
    headers.map(([header, detail]) => ({
      name: JSON.stringify(header),
      header,
      detail,
      check: 'dpop-well-formed',
    })),
  )
})

t.test('a header or key that says more than it must is accepted', (t) =>
  acceptAll(t, [
    { name: 'unknown members', header: { foo: 'bar', nested: { a: [1] } } },
    { name: 'kid', header: { kid: 'another' } },
    {
      name: 'locations of other keys, never fetched',
      header: { jku: 'https://evil.example/', x5u: 'x', x5c: ['x'] },
    },
    { name: 'content type', header: { cty: 'json' } },
    { name: 'b64 true', header: { b64: true } },
    {
      name: 'a member called __proto__',
      rewriteHeader: (text) => text.replace('{', '{"__proto__":{"alg":"none"},'),
    },
    {
      name: 'kid, use and alg in the key',
      header: { jwk: { ...publicJwk, kid: 'a', use: 'sig', alg: 'ES256' } },
    },
    { name: 'key_ops in the key', header: { jwk: { ...publicJwk, key_ops: ['verify'] } } },
    { name: 'a certificate in the key', header: { jwk: { ...publicJwk, x5c: ['a'], 'x5t#S256': 'b' } } },
    { name: 'the members of the key in another order', header: { jwk: { y, x, kty: 'EC', crv: 'P-256' } } },
  ]),
)

t.test("a stranger's key is refused for what it is, even where the signature is good", (t) =>
  refuseAll(t, [
    {
      name: 'a proof of another key',
      header: { jwk: stranger.publicJwk },
      signWith: stranger,
      check: 'dpop-jkt',
      reason: 'dpop_key_mismatch',
    },
    {
      name: 'a proof of another key that names the right one by kid',
      header: { jwk: { ...stranger.publicJwk, kid: key.jkt }, kid: key.jkt },
      signWith: stranger,
      check: 'dpop-jkt',
      reason: 'dpop_key_mismatch',
    },
    {
      name: 'a token bound to no real thumbprint',
      expected: { jkt: '' },
      check: 'dpop-jkt',
      reason: 'dpop_key_mismatch',
    },
    {
      name: 'a token bound to the padded thumbprint',
      expected: { jkt: `${key.jkt}=` },
      check: 'dpop-jkt',
      reason: 'dpop_key_mismatch',
    },
  ]),
)
