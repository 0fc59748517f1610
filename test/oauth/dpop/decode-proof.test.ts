import t from 'tap'
import { decodeProof } from '../../../src/oauth/dpop/decode-proof.ts'

const encode = (text: string): string => Buffer.from(text).toString('base64url')

const header = encode('{"alg":"ES256"}')
const payload = encode('{"htm":"GET"}')

t.test('a malformed proof is decoded as far as it can be read, and its flaws are named', async (t) => {
  const read = { header: { alg: 'ES256' }, payload: { htm: 'GET' } }
  for (const [proof, expected] of [
    [`${header}.${payload}.AAAA`, { ...read, flaws: [] }],
    [`DPoP ${header}.${payload}.AAAA`, { payload: read.payload, flaws: ['header: it is not base64url'] }],
    [`${header}.${payload}.AAAA.BBBB`, { ...read, flaws: ['4 segments instead of 3'] }],
    [`${header}.${payload}.A=`, { ...read, flaws: ['signature: it is not base64url'] }],
    [`${header}.${payload}`, { ...read, flaws: ['2 segments instead of 3'] }],
    [`${header}.${payload}==.AAAA`, { ...read, flaws: ['payload: it is not base64url'] }],
    [
      `${header}.${encode('{"htm":"GET","htm":"PUT"}')}.AAAA`,
      { header: read.header, payload: { htm: 'PUT' }, flaws: ['payload: it has a member twice'] },
    ],
    [
      `${encode('{"alg":')}.${encode('[]')}.AAAA`,
      { flaws: ['header: it is not valid JSON', 'payload: it is not a JSON object'] },
    ],
    [
      `${encode('{"crit":["x"]}')}.${payload}.AAAA`,
      {
        header: { crit: ['x'] },
        payload: read.payload,
        flaws: ["JWT header with 'crit' extensions, none is supported"],
      },
    ],
    [
      `${header}.${encode('['.repeat(100) + ']'.repeat(100))}.AAAA`,
      { header: read.header, flaws: ['payload: it is nested deeper than 64 levels'] },
    ],
    [
      '',
      {
        flaws: ['1 segments instead of 3', 'header: it is not base64url', 'payload: it is not base64url'],
      },
    ],
    ['x'.repeat(16_385), { flaws: ['longer than 16384 characters'] }],
  ] as const) {
    t.strictSame(decodeProof(proof), expected, proof.slice(0, 60))
  }
})

t.test('a private key in a proof is not shown', async (t) => {
  const { header: shown, flaws } = decodeProof(
    `${encode('{"jwk":{"kty":"EC","d":"secret"}}')}.${payload}.AAAA`,
  )
  t.strictSame(shown, { jwk: { kty: 'EC' } })
  t.strictSame(flaws, ['header: jwk has private members, left out here: d'])
})
