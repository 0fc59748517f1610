import t from 'tap'
import { findPrivateMembers, proofAlgorithms } from '../../../src/oauth/jose/public-key.ts'
import { readJwk, readPublicKey } from '../../../src/oauth/jose/public-key.ts'
import { findSmallFactor } from '../../../src/oauth/jose/rsa-modulus.ts'
import { makeKey } from '../../support/requests/proof.ts'
import { readVectors } from '../vectors.ts'

type Jwk = Readonly<Record<string, unknown>>

const keys = {
  ES256: (await makeKey('ES256')).publicJwk as Jwk,
  ES384: (await makeKey('ES384')).publicJwk as Jwk,
  ES512: (await makeKey('ES512')).publicJwk as Jwk,
  ES256K: (await makeKey('ES256K')).publicJwk as Jwk,
  EdDSA: (await makeKey('EdDSA')).publicJwk as Jwk,
  RS256: (await makeKey('RS256')).publicJwk as Jwk,
}

function findFlaw(jwk: Jwk, algorithm: string): string {
  const reading = readPublicKey(jwk, algorithm)
  return 'error' in reading ? reading.error : 'none'
}

/** Canonical base64url of an unsigned integer (RFC 7518 §2, Base64urlUInt). */
function encode(value: bigint, zeros = 0): string {
  const digits = value.toString(16)
  const octets = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.alloc(zeros), octets]).toString('base64url')
}

function decode(value: unknown): Buffer {
  return Buffer.from(String(value), 'base64url')
}

t.test('the thumbprints of the standards come out, whatever else the key carries', async (t) => {
  const { thumbprints } = readVectors('dpop')
  const algorithms: Readonly<Record<string, string>> = {
    'rfc9449-jkt': 'ES256',
    'rfc7638-rsa': 'RS256',
    'rfc8037-okp': 'EdDSA',
    'rfc7520-p521': 'ES512',
  }
  t.equal(thumbprints.length, 4)
  for (const { id, jwk, thumbprint } of thumbprints) {
    const more = { kid: 'a', x5t: 'b', unknown: { nested: true } }
    const algorithm = algorithms[id] ?? ''
    t.match(readPublicKey(jwk, algorithm), { thumbprint }, id)
    t.match(readPublicKey({ ...more, ...jwk }, algorithm), { thumbprint }, `${id} with more members`)
    const backwards = Object.fromEntries(Object.entries(jwk).toReversed())
    t.match(readPublicKey(backwards, algorithm), { thumbprint }, `${id} in another order`)
  }
})

t.test(
  'a coordinate that lost its leading zero octet would have another thumbprint and is refused',
  async (t) => {
    const vector = readVectors('dpop').thumbprints.find(({ id }) => id === 'rfc7520-p521')
    const { jwk = {}, thumbprint, strippedXThumbprint } = vector ?? {}
    t.type(strippedXThumbprint, 'string')
    t.not(strippedXThumbprint, thumbprint)
    const octets = decode(jwk['x'])
    t.equal(octets[0], 0)
    const stripped = { ...jwk, x: octets.subarray(1).toString('base64url') }
    t.equal(findFlaw(stripped, 'ES512'), "the JWK's x and y must be canonical base64url of 66 octets")
  },
)

t.test('only what the thumbprint covers is kept of a key', async (t) => {
  const { crv, kty, x, y } = keys.ES256
  const reading = readPublicKey({ ...keys.ES256, kid: 'a', use: 'sig', alg: 'ES256', x5c: [] }, 'ES256')
  t.strictSame('jwk' in reading && reading.jwk, { crv, kty, x, y })
})

t.test('each algorithm takes the key made for it and no other', async (t) => {
  const kinds: Readonly<Record<string, string>> = { R: 'RS256', P: 'RS256' }
  t.equal(proofAlgorithms.join(' '), 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA')
  for (const algorithm of proofAlgorithms) {
    const fitting = kinds[algorithm.slice(0, 1)] ?? algorithm
    for (const [name, jwk] of Object.entries(keys)) {
      const expected = name === fitting ? 'none' : `the JWK does not fit the algorithm ${algorithm}`
      t.equal(findFlaw(jwk, algorithm), expected, `${algorithm} with the key for ${name}`)
    }
  }
})

t.test('an algorithm that no proof may use fits no key', async (t) => {
  for (const algorithm of [
    'none',
    'HS256',
    'ES256k',
    'Ed25519',
    'Ed448',
    'es256',
    'constructor',
    '__proto__',
    '',
  ]) {
    for (const jwk of [...Object.values(keys), {}]) {
      t.equal(findFlaw(jwk, algorithm), `the JWK does not fit the algorithm ${algorithm}`)
    }
  }
})

const mismatches: readonly (readonly [name: string, algorithm: keyof typeof keys, changes: Jwk])[] = [
  ['no kty', 'ES256', { kty: undefined }],
  ['an empty kty', 'ES256', { kty: '' }],
  ['kty in lower case', 'ES256', { kty: 'ec' }],
  ['kty in an array', 'ES256', { kty: ['EC'] }],
  ['kty null', 'ES256', { kty: null }],
  ['kty of a symmetric key', 'ES256', { kty: 'oct' }],
  ['kty OKP on a curve of EC', 'ES256', { kty: 'OKP' }],
  ['kty EC on a curve of OKP', 'EdDSA', { kty: 'EC' }],
  ['kty EC with the members of RSA', 'RS256', { kty: 'EC' }],
  ['no crv', 'ES256', { crv: undefined }],
  ['crv in an array', 'ES256', { crv: ['P-256'] }],
  ['crv in lower case', 'ES256', { crv: 'p-256' }],
  ['another curve', 'ES256', { crv: 'P-384' }],
  ['the curve secp256k1', 'ES256', { crv: 'secp256k1' }],
  ['the curve P-256', 'ES256K', { crv: 'P-256' }],
  ['the curve P-256K', 'ES256K', { crv: 'P-256K' }],
  ['the curve in capitals', 'ES256K', { crv: 'SECP256K1' }],
  ['the curve X25519', 'EdDSA', { crv: 'X25519' }],
  ['the curve Ed448', 'EdDSA', { crv: 'Ed448' }],
]

t.test('a key of another type or curve is refused', async (t) => {
  for (const [name, algorithm, changes] of mismatches) {
    const error = `the JWK does not fit the algorithm ${algorithm}`
    t.equal(findFlaw({ ...keys[algorithm], ...changes }, algorithm), error, name)
  }
})

const use = "the JWK's 'use' is not 'sig'"
const alg = "the JWK's 'alg' is not ES256"
const operations = "the JWK's 'key_ops' does not include 'verify'"

const purposes: readonly (readonly [purpose: Jwk, error: string])[] = [
  [{ use: 'sig' }, 'none'],
  [{ use: 'enc' }, use],
  [{ use: 'SIG' }, use],
  [{ use: '' }, use],
  [{ use: null }, use],
  [{ use: ['sig'] }, use],
  [{ alg: 'ES256' }, 'none'],
  [{ alg: 'ES384' }, alg],
  [{ alg: 'ECDH-ES' }, alg],
  [{ alg: 'none' }, alg],
  [{ alg: '' }, alg],
  [{ alg: null }, alg],
  [{ alg: ['ES256'] }, alg],
  [{ key_ops: ['verify'] }, 'none'],
  [{ key_ops: ['sign', 'verify'] }, 'none'],
  [{ key_ops: ['sign'] }, operations],
  [{ key_ops: ['encrypt'] }, operations],
  [{ key_ops: [] }, operations],
  [{ key_ops: [['verify']] }, operations],
  [{ key_ops: 'verify' }, operations],
  [{ key_ops: { 0: 'verify' } }, operations],
  [{ key_ops: null }, operations],
  [{ key_ops: ['verify', 'verify'] }, "the JWK's 'key_ops' names an operation twice"],
  [{ use: 'sig', alg: 'ES256', key_ops: ['verify'] }, 'none'],
]

t.test('a key that says it is for something else is refused', async (t) => {
  for (const [purpose, error] of purposes) {
    t.equal(findFlaw({ ...keys.ES256, ...purpose }, 'ES256'), error, JSON.stringify(purpose))
  }
})

const sizes = { ES256: 32, ES384: 48, ES512: 66, ES256K: 32, EdDSA: 32 } as const

t.test('a coordinate in any but the one canonical encoding of full length is refused', async (t) => {
  for (const [algorithm, size] of Object.entries(sizes) as [keyof typeof sizes, number][]) {
    const jwk = keys[algorithm]
    const names = algorithm === 'EdDSA' ? ['x'] : ['x', 'y']
    const error = `the JWK's ${names.join(' and ')} must be canonical base64url of ${size} octets`
    for (const name of names) {
      const good = String(jwk[name])
      const octets = decode(good)
      const bad: Readonly<Record<string, unknown>> = {
        missing: undefined,
        null: null,
        empty: '',
        'a number': 1,
        'an array': [good],
        'one octet short': octets.subarray(1).toString('base64url'),
        'one octet long': Buffer.concat([Buffer.alloc(1), octets]).toString('base64url'),
        padded: `${good}=`,
        'with a blank': ` ${good}`,
        'with a line feed': `${good}\n`,
        hexadecimal: octets.toString('hex'),
        'of base64 characters': `+/${good.slice(2)}`,
        'twice as long': good + good,
      }
      for (const [kind, value] of Object.entries(bad)) {
        t.equal(findFlaw({ ...jwk, [name]: value }, algorithm), error, `${algorithm} ${name} ${kind}`)
      }
    }
  }
})

t.test('a coordinate whose unused last bits are set is refused', async (t) => {
  for (const algorithm of ['ES256', 'EdDSA'] as const) {
    const good = Buffer.alloc(32, 1).toString('base64url')
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = alphabet[alphabet.indexOf(good.slice(-1)) + 1] ?? ''
    const other = good.slice(0, -1) + last
    t.ok(decode(other).equals(decode(good)), 'a lenient decoder sees the same octets')
    t.equal(findFlaw({ ...keys[algorithm], x: good }, algorithm), 'none')
    t.match(findFlaw({ ...keys[algorithm], x: other }, algorithm), /must be canonical base64url of 32 octets/)
  }
})

/** The smallest number of so many bits that no small prime divides. */
function modulusOf(bits: number): string {
  let modulus = 2n ** BigInt(bits - 1) + 1n
  while (findSmallFactor(modulus) !== undefined) modulus += 2n
  return encode(modulus)
}

const exponent = "the JWK's e must be odd and between 3 and 2^32"
const encoding = "the JWK's n and e must be canonical base64url without leading zero octets"

const rsaKeys: readonly (readonly [name: string, changes: Jwk, error: string])[] = [
  ['a modulus of 2047 bits', { n: modulusOf(2047) }, "the JWK's n has 2047 bits, 2048 to 4096 are allowed"],
  ['a modulus of 2048 bits', { n: modulusOf(2048) }, 'none'],
  ['a modulus of 3072 bits', { n: modulusOf(3072) }, 'none'],
  ['a modulus of 4096 bits', { n: modulusOf(4096) }, 'none'],
  ['a modulus of 4097 bits', { n: modulusOf(4097) }, "the JWK's n has 4097 bits, 2048 to 4096 are allowed"],
  ['a modulus of 1024 bits', { n: modulusOf(1024) }, "the JWK's n has 1024 bits, 2048 to 4096 are allowed"],
  [
    'a modulus of 60,000 bits',
    { n: modulusOf(60_000) },
    "the JWK's n has 60000 bits, 2048 to 4096 are allowed",
  ],
  [
    'an even modulus',
    { n: encode(2n ** 2047n + 2n) },
    "the JWK's n has the factor 2, and is no product of two large primes",
  ],
  [
    'a modulus with the largest factor that is looked for',
    { n: encode(751n * BigInt(`0x${Buffer.from(modulusOf(2048), 'base64url').toString('hex')}`)) },
    "the JWK's n has the factor 751, and is no product of two large primes",
  ],
  ['the modulus 1', { n: encode(1n) }, "the JWK's n has 1 bits, 2048 to 4096 are allowed"],
  ['the exponent 1', { e: encode(1n) }, exponent],
  ['the exponent 2', { e: encode(2n) }, exponent],
  ['the exponent 3', { e: encode(3n) }, 'none'],
  ['the exponent 4', { e: encode(4n) }, exponent],
  ['the exponent 65537', { e: encode(65_537n) }, 'none'],
  ['the exponent 65538', { e: encode(65_538n) }, exponent],
  ['the exponent 2^32 - 1', { e: encode(2n ** 32n - 1n) }, 'none'],
  ['the exponent 2^32', { e: encode(2n ** 32n) }, exponent],
  ['the exponent 2^32 + 1', { e: encode(2n ** 32n + 1n) }, exponent],
  ['an exponent as long as the modulus', { e: modulusOf(2048) }, exponent],
  ['the exponent 0', { e: encode(0n) }, encoding],
  ['an exponent with a leading zero', { e: encode(65_537n, 1) }, encoding],
  ['a modulus with a leading zero', { n: encode(2n ** 2047n + 1n, 1) }, encoding],
  ['no exponent', { e: undefined }, encoding],
  ['no modulus', { n: undefined }, encoding],
  ['an empty exponent', { e: '' }, encoding],
  ['an empty modulus', { n: '' }, encoding],
  ['the exponent as a number', { e: 65_537 }, encoding],
  ['the modulus null', { n: null }, encoding],
  ['a padded exponent', { e: 'AQAB=' }, encoding],
  ['a modulus with a line feed', { n: `${modulusOf(2048)}\n` }, encoding],
  ['an exponent with unused bits set', { e: 'Aw' }, 'none'],
  ['an exponent with unused bits set otherwise', { e: 'Ax' }, encoding],
]

t.test(
  'an RSA key has 2048 to 4096 bits and an odd exponent from 3 to 2^32, written in one way',
  async (t) => {
    for (const algorithm of ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']) {
      for (const [name, changes, error] of rsaKeys) {
        t.equal(findFlaw({ ...keys.RS256, ...changes }, algorithm), error, `${algorithm}: ${name}`)
      }
    }
  },
)

t.test('each private member is found, whatever its value', async (t) => {
  for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']) {
    for (const value of ['AQAB', '', null, 0, false, [], {}, undefined]) {
      t.strictSame(findPrivateMembers({ ...keys.ES256, [member]: value }), [member])
    }
  }
  t.strictSame(findPrivateMembers({ q: 1, d: 1, kty: 'RSA' }), ['d', 'q'])
  for (const jwk of Object.values(keys)) t.strictSame(findPrivateMembers(jwk), [])
  t.strictSame(findPrivateMembers({ D: 1, toString: 1, private: 1 }), [])
})

t.test('only a JSON object is a JWK', async (t) => {
  t.equal(readJwk(keys.ES256), keys.ES256)
  for (const value of [undefined, null, [], [keys.ES256], 'jwk', 1, true]) t.equal(readJwk(value), undefined)
})
