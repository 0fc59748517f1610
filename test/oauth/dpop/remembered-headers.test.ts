import fc from 'fast-check'
import t from 'tap'
import { checkUri } from '../../../src/oauth/dpop/checks.ts'
import { createProofValidator } from '../../../src/oauth/dpop/proof.ts'
import { rememberHeaders } from '../../../src/oauth/dpop/remembered-headers.ts'
import { readSegment } from '../../../src/oauth/jose/compact-jws.ts'
import { normaliseUri, normaliseUriOfId } from '../../../src/oauth/uri.ts'
import { makeKey } from '../../support/requests/proof.ts'
import { expectFor, key, writeProof, type Deviation } from '../validation.ts'

const encode = (text: string) => Buffer.from(text).toString('base64url')

function write(header: object): string {
  return encode(JSON.stringify({ typ: 'dpop+jwt', alg: 'ES256', jwk: key.publicJwk, ...header }))
}

t.test('a header is read once, and again when it was forgotten', async (t) => {
  const { readHeader } = rememberHeaders(2)
  const [one, two, three] = [write({}), write({ kid: 'two' }), write({ kid: 'three' })]
  const first = readHeader(one)
  t.strictSame(first, readSegment(one))
  t.equal(readHeader(Buffer.from(one).toString()), first, 'the same text')
  t.not(readHeader(two), first)
  readHeader(three)
  t.not(readHeader(one), first, 'the oldest is forgotten')
  t.strictSame(readHeader(one), first)
})

t.test('what is long or no header is not remembered', async (t) => {
  const { readHeader } = rememberHeaders(10)
  const filler = (length: number) => write({ x5c: ['A'.repeat(length)] })
  const short = filler(100)
  const longest = filler(100 + Math.floor(((2048 - short.length) * 3) / 4))
  t.ok(longest.length > 2040 && longest.length <= 2048)
  t.equal(readHeader(longest), readHeader(longest))
  const long = filler(2000)
  t.not(readHeader(long), readHeader(long))
  t.strictSame(readHeader(long), readSegment(long))
  for (const text of ['', 'A', `${short}=`, encode('[]'), encode('{"a":1,"a":2}')]) {
    t.strictSame([readHeader(text), readHeader(text)], [readSegment(text), readSegment(text)], text)
  }
})

t.test('a key is found once for a header, and a refusal each time', async (t) => {
  const { readHeader, findKey } = rememberHeaders(10)
  const find = (text: string) => {
    const reading = readHeader(text)
    if (reading === undefined || 'error' in reading) throw new TypeError(text)
    return findKey({ text, header: reading.value, payload: {} })
  }
  const good = find(write({}))
  t.match(good, { verdict: 'pass', value: { thumbprint: key.jkt } })
  t.equal(find(write({})), good)
  const refused = find(write({ alg: 'ES384' }))
  t.match(refused, { verdict: 'fail', check: 'dpop-jwk' })
  t.not(find(write({ alg: 'ES384' })), refused)
  t.strictSame(find(write({ alg: 'ES384' })), refused)
})

const other = await makeKey('ES256')
const rsa = await makeKey('RS256')

const deviations: readonly Deviation[] = [
  {},
  { header: { kid: 'a' } },
  { header: { kid: 1 } },
  { header: { typ: 'JWT' } },
  { header: { typ: 'DPOP+JWT' } },
  { header: { alg: 'none' } },
  { header: { alg: 'ES384' } },
  { header: { crit: ['exp'] } },
  { header: { jwk: other.publicJwk } },
  { header: { jwk: other.publicJwk }, signWith: other },
  { header: { jwk: key.privateJwk } },
  { header: { jwk: { ...key.publicJwk, y: key.publicJwk.x } } },
  { header: { jwk: rsa.publicJwk, alg: 'RS256' } },
  { header: { x5c: ['A'.repeat(3000)] } },
  { signWith: other },
  { payload: { jti: 'another' } },
  { payload: { ath: 'another' } },
  { rewriteHeader: (text) => text.replace('{', '{"alg":"none",') },
  { rewriteProof: (proof) => proof.replace('.', '=.') },
  { rewriteProof: (proof) => `${proof}A` },
]

t.test('whatever proofs came before, each is judged as if it were the first', async () => {
  const proofs = await Promise.all(deviations.map((deviation) => writeProof(deviation)))
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(proofs.length - 1), { maxLength: 30 }),
      fc.constantFrom(1, 2, 1000),
      async (order, maxCached) => {
        const examine = createProofValidator(maxCached)
        for (const index of order) {
          const proof = proofs[index] ?? ''
          for (const jkt of [key.jkt, other.jkt, undefined]) {
            const expected = { ...expectFor(key.jkt), jkt }
            const [one, fresh] = [
              await examine(proof, expected),
              await createProofValidator()(proof, expected),
            ]
            if (JSON.stringify(one) !== JSON.stringify(fresh)) return false
          }
        }
        return true
      },
    ),
    { numRuns: 15 },
  )
})

t.test(
  'a proof for the URI as it is written passes if that is a URI, and is judged like any other',
  async (t) => {
    const characters = fc.constantFrom(...'aZ09%2Ff:/?#.@[]~é \n'.split(''))
    const rest = fc.string({ unit: characters, maxLength: 12 })
    const uris = fc.oneof(
      rest,
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc
        .tuple(fc.constantFrom('https://a.example/', 'https://a.example/g/%C3', 'HTTP://A:80'), rest)
        .map((parts) => parts.join('')),
      fc.constantFrom('', 'https://', `https://a.example/${'a'.repeat(8192)}`),
    )
    fc.assert(
      fc.property(uris, fc.boolean(), (uri, endsInId) => {
        const normalise = endsInId ? normaliseUriOfId : normaliseUri
        const jws = { text: '', header: {}, payload: { htu: uri } }
        return (checkUri(jws, uri, endsInId).verdict === 'pass') === (normalise(uri) !== undefined)
      }),
      { numRuns: 2000 },
    )
    t.equal(checkUri({ text: '', header: {}, payload: { htu: '' } }, '').verdict, 'fail')
  },
)
