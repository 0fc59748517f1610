import fc from 'fast-check'
import t from 'tap'
import { readBase64url, readCompactJws } from '../../../src/oauth/jose/compact-jws.ts'
import { readVectors } from '../vectors.ts'

function encode(text: string | Buffer): string {
  return Buffer.from(text as string).toString('base64url')
}

const header = encode('{"alg":"ES256"}')
const payload = encode('{"jti":"a"}')
const signature = encode('signature')
const good = `${header}.${payload}.${signature}`
const notBase64url = 'JWT with a segment that is not base64url'

const refused: readonly (readonly [name: string, text: string, error: string])[] = [
  ['nothing', '', 'JWT with 1 segments instead of 3'],
  ['one segment', header, 'JWT with 1 segments instead of 3'],
  ['two segments', `${header}.${payload}`, 'JWT with 2 segments instead of 3'],
  ['four segments', `${good}.${signature}`, 'JWT with 4 segments instead of 3'],
  ['five segments, as a JWE has', `${good}.${signature}.${signature}`, 'JWT with 5 segments instead of 3'],
  ['a dot at the end', `${good}.`, 'JWT with 4 segments instead of 3'],
  ['two proofs in one header', `${good}, ${good}`, 'JWT with 5 segments instead of 3'],
  ['JSON serialisation', `{"payload":"${payload}"}`, 'JWT with 1 segments instead of 3'],
  ['dots only', '..', notBase64url],
  ['an empty header', `.${payload}.${signature}`, notBase64url],
  ['an empty payload', `${header}..${signature}`, notBase64url],
  ['an empty signature', `${header}.${payload}.`, notBase64url],
  ['a comma', `${good},`, notBase64url],
  ['a quotation mark around', `"${good}"`, notBase64url],
  ['the scheme in front', `DPoP ${good}`, notBase64url],
  ['a NUL', `${good}\0`, notBase64url],
  ['a letter outside ASCII', `${good}é`, notBase64url],
  ['a character that is no letter of base64', `${header}.${payload}.a!b`, notBase64url],
  ['base64 instead of base64url', `${header}.${payload}.+/+/`, notBase64url],
  ['one character, which is no octet', `${header}.${payload}.A`, notBase64url],
]

const spoilers: readonly (readonly [name: string, spoil: (segment: string) => string])[] = [
  ['padding', (segment) => `${segment}=`],
  ['padding of two', (segment) => `${segment}==`],
  ['a blank in front', (segment) => ` ${segment}`],
  ['a blank behind', (segment) => `${segment} `],
  ['a blank inside', (segment) => `${segment.slice(0, 2)} ${segment.slice(2)}`],
  ['a line feed behind', (segment) => `${segment}\n`],
  ['a tab inside', (segment) => `${segment.slice(0, 2)}\t${segment.slice(2)}`],
]

t.test('what is not three segments of canonical base64url is refused', async (t) => {
  for (const [name, text, error] of refused) t.strictSame(readCompactJws(text), { error }, name)
  for (const [name, spoil] of spoilers) {
    for (const index of [0, 1, 2]) {
      const segments = good
        .split('.')
        .map((segment, position) => (position === index ? spoil(segment) : segment))
      t.strictSame(readCompactJws(segments.join('.')), { error: notBase64url }, `${name} in segment ${index}`)
    }
  }
})

t.test('a segment whose unused last bits are set is refused', async (t) => {
  for (const index of [0, 1, 2]) {
    const segments = [encode('{"a":12}'), encode('{"a":12}'), encode('12345678')]
    const canonical = segments.join('.')
    const segment = segments[index] ?? ''
    const last = String.fromCharCode(segment.charCodeAt(segment.length - 1) + 1)
    segments[index] = segment.slice(0, -1) + last
    const lenient = Buffer.from(segments[index] ?? '', 'base64url')
    t.ok(lenient.equals(Buffer.from(segment, 'base64url')), 'a lenient decoder sees the same octets')
    t.ok('payload' in readCompactJws(canonical))
    t.strictSame(readCompactJws(segments.join('.')), { error: notBase64url })
  }
})

const documents: readonly (readonly [name: string, document: string | Buffer, error: string])[] = [
  ['no JSON', 'text', 'it is not valid JSON'],
  ['an array', '[]', 'it is not a JSON object'],
  ['null', 'null', 'it is not a JSON object'],
  ['a member twice', '{"a":1,"a":1}', 'it has a member twice'],
  ['a member twice, once escaped', String.raw`{"alg":"ES256","\u0061lg":"none"}`, 'it has a member twice'],
  ['a byte order mark', '\uFEFF{}', 'it starts with a byte order mark'],
  ['a lone surrogate', String.raw`{"a":"\ud800"}`, 'it has a string with a lone surrogate'],
  ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0x80, 0x22, 0x3a, 0x31, 0x7d]), 'it is not valid JSON'],
  ['deep nesting', `{"a":${'['.repeat(99)}${']'.repeat(99)}}`, 'it is nested deeper than 64 levels'],
]

t.test('a header or payload that is not one unambiguous JSON object is refused', async (t) => {
  for (const [name, document, error] of documents) {
    const text = encode(document)
    const unreadableHeader = { error: `JWT header unreadable: ${error}` }
    t.strictSame(readCompactJws(`${text}.${payload}.${signature}`), unreadableHeader, `${name} as header`)
    const unreadablePayload = { error: `JWT payload unreadable: ${error}` }
    t.strictSame(readCompactJws(`${header}.${text}.${signature}`), unreadablePayload, `${name} as payload`)
  }
})

t.test('a JWT of 16,384 characters is read and a longer one is refused', async (t) => {
  const start = `${header}.${payload}.`
  const longest = start + 'A'.repeat(16_384 - start.length)
  const error = 'JWT longer than 16384 characters'
  t.equal(longest.length, 16_384)
  t.match(readCompactJws(longest), { text: longest })
  t.strictSame(readCompactJws(`${longest}AAAA`), { error })
  t.strictSame(readCompactJws(`${longest}A`), { error })
  t.strictSame(readCompactJws('.'.repeat(10_000_000)), { error })
})

t.test('a good JWT is read into its parts', async (t) => {
  t.strictSame(readCompactJws(good), { text: good, header: { alg: 'ES256' }, payload: { jti: 'a' } })
})

t.test('a member __proto__ does not stand in for a missing one', async (t) => {
  const text = `${encode('{"__proto__":{"typ":"dpop+jwt"}}')}.${payload}.${signature}`
  const jws = readCompactJws(text)
  t.ok('header' in jws && Object.hasOwn(jws.header, '__proto__'))
  t.equal('header' in jws ? jws.header['typ'] : 'unread', undefined)
})

t.test('the signatures of the standards are read where their payload is a JSON object', async (t) => {
  const { signatures, proofs } = readVectors('dpop')
  const error = 'JWT payload unreadable: it is not valid JSON'
  for (const { id, jws, payload } of signatures) {
    if (payload === null) t.match(readCompactJws(jws), { text: jws }, id)
    else t.strictSame(readCompactJws(jws), { error }, id)
  }
  for (const { id, jws, payload } of proofs) t.match(readCompactJws(jws), { payload }, id)
  t.strictSame([signatures.length, proofs.length], [2, 3])
})

t.test('whatever octets are encoded come back, and no other text stands for them', async () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (octets) => {
      const text = Buffer.from(octets).toString('base64url')
      return readBase64url(text)?.equals(octets) === true && readBase64url(`${text}=`) === undefined
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'AQgwxy019-_=+/ \n'.split('')) }), (text) => {
      const octets = readBase64url(text)
      return octets === undefined || (octets.length > 0 && octets.toString('base64url') === text)
    }),
    { numRuns: 2000 },
  )
})

t.test('no text makes reading throw', async () => {
  const segment = fc.oneof(fc.string({ unit: 'binary' }), fc.json().map(encode), fc.base64String())
  fc.assert(
    fc.property(fc.array(segment, { minLength: 2, maxLength: 4 }), (segments) => {
      const reading = readCompactJws(segments.join('.'))
      return 'error' in reading !== 'header' in reading
    }),
    { numRuns: 1000 },
  )
})
