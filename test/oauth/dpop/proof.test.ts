import t from 'tap'
import { createProofValidator, type ProofExpectations } from '../../../src/oauth/dpop/proof.ts'
import { startOfTests } from '../../support/mock.ts'
import { hash, makeKey, makeProof } from '../../support/requests/proof.ts'
import {
  accessToken,
  expectFor,
  findFailures,
  grantId,
  key,
  nonces,
  nowSeconds,
  writeProof,
  type Deviation,
} from '../validation.ts'
import { readVectors } from '../vectors.ts'

const examine = createProofValidator()
const stranger = await makeKey('ES256')

const checks = [
  'dpop-well-formed',
  'dpop-typ',
  'dpop-alg',
  'dpop-jwk',
  'dpop-jkt',
  'dpop-signature',
  'dpop-claims',
  'dpop-jti',
  'dpop-htm',
  'dpop-htu',
  'dpop-ath',
  'dpop-nonce',
  'dpop-iat',
  'dpop-exp-nbf',
]

t.test('the proof of RFC 9449 figure 13 is accepted with its facts', async (t) => {
  const { proofs } = readVectors('dpop')
  const figure = proofs.find(({ id }) => id === 'rfc9449-fig13')
  const { jws = '', payload = {}, jkt = '', accessToken: token = '' } = figure ?? {}
  const expected = {
    accessToken: token,
    jkt,
    method: 'GET',
    uri: 'https://resource.example.org/protectedresource',
    now: 1_562_262_618_000,
  }
  const examination = await examine(jws, expectFor(jkt, expected))
  t.strictSame(findFailures(examination), [])
  t.strictSame(examination.replayKey, { jkt, jtiHash: hash(String(payload['jti'])), forgetAt: nonces.until })

  const others: readonly (readonly [check: string, change: Partial<ProofExpectations>])[] = [
    ['dpop-jkt', { jkt: stranger.jkt }],
    ['dpop-htm', { method: 'POST' }],
    ['dpop-htu', { uri: 'https://server.example.com/token' }],
    ['dpop-ath', { accessToken: 'another' }],
    ['dpop-nonce', { nonceRequired: true }],
    ['dpop-iat', { now: startOfTests }],
  ]
  for (const [check, change] of others) {
    const { verdicts } = await examine(jws, expectFor(jkt, { ...expected, ...change }))
    t.match(verdicts.at(-1), { verdict: 'fail', check }, `not with another fact for ${check}`)
  }
})

t.test('the proofs of RFC 9449 for the token endpoint lack the hash of the access token', async (t) => {
  const proofs = readVectors('dpop').proofs.filter(({ payload }) => payload['ath'] === undefined)
  t.equal(proofs.length, 2)
  for (const { id, jws, jkt } of proofs) {
    const { verdicts } = await examine(jws, expectFor(jkt))
    t.match(verdicts.at(-1), { check: 'dpop-claims', detail: 'JWT missing required claims: [ath]' }, id)
    t.match(verdicts.at(-2), { verdict: 'pass', check: 'dpop-signature' }, id)
  }
})

t.test('the trace of a good proof holds every check once, in order', async (t) => {
  const { verdicts } = await examine(
    await writeProof({ payload: { exp: nowSeconds + 1 } }),
    expectFor(key.jkt),
  )
  t.strictSame(
    verdicts.map(({ check }) => check),
    checks,
  )
  const skipped = verdicts.filter(({ verdict }) => verdict === 'skipped').map(({ check }) => check)
  t.strictSame(skipped, ['dpop-nonce'])
})

t.test('what does not apply is skipped with a reason', async (t) => {
  const { verdicts } = await examine(await writeProof(), expectFor(key.jkt))
  t.match(
    verdicts.filter(({ verdict }) => verdict === 'skipped'),
    [
      { check: 'dpop-nonce', why: 'neither the service nor the request requires a nonce' },
      { check: 'dpop-exp-nbf', why: 'the proof has neither exp nor nbf' },
    ],
  )
})

/** One flaw for each check, in the order of the checks. */
const flaws: readonly (readonly [
  check: string,
  deviation: Deviation,
  expected?: Partial<ProofExpectations>,
])[] = [
  ['dpop-well-formed', { header: { crit: ['a'] } }],
  ['dpop-typ', { header: { typ: 'JWT' } }],
  ['dpop-alg', { header: { alg: 'none' } }],
  ['dpop-jwk', { header: { jwk: key.privateJwk } }],
  ['dpop-jkt', {}, { jkt: stranger.jkt }],
  ['dpop-signature', { signWith: stranger }],
  ['dpop-claims', { payload: { ath: undefined } }],
  ['dpop-jti', { payload: { jti: 1 } }],
  ['dpop-htm', { payload: { htm: 'get' } }],
  ['dpop-htu', { payload: { htu: '/' } }],
  ['dpop-ath', { payload: { ath: 'a' } }],
  ['dpop-nonce', { payload: { nonce: 'a' } }, { nonceRequired: true }],
  ['dpop-iat', { payload: { iat: 'a' } }],
  ['dpop-exp-nbf', { payload: { exp: 'a' } }],
]

t.test(
  'of many flaws the one whose check comes first is named, and nothing is checked after it',
  async (t) => {
    for (const [index, [check]] of flaws.entries()) {
      const rest = flaws.slice(index)
      const deviation = rest.toReversed().reduce<Deviation>(
        (sum, [, error]) => ({
          ...sum,
          ...error,
          header: { ...sum.header, ...error.header },
          payload: { ...sum.payload, ...error.payload },
        }),
        { payload: { nonce: nonces.current } },
      )
      const expected = Object.assign({}, ...rest.map(([, , expectation]) => expectation ?? {})) as object
      const { verdicts } = await examine(await writeProof(deviation), expectFor(key.jkt, expected))
      t.strictSame(
        verdicts.map((verdict) => verdict.check),
        checks.slice(0, index + 1),
        check,
      )
      t.match(verdicts.at(-1), { verdict: 'fail', check })
    }
  },
)

t.test(
  "a stranger's key is never imported: not even one that is no key gets as far as the signature",
  async (t) => {
    const { crv, kty, x } = key.publicJwk
    const noPoint = { crv, kty, x, y: x }
    const proof = await writeProof({ header: { jwk: noPoint } })
    const { verdicts } = await examine(proof, expectFor(key.jkt))
    t.match(verdicts.at(-1), { check: 'dpop-jkt', reason: 'dpop_key_mismatch' })
    const bound = await examine(proof, expectFor(hash(JSON.stringify(noPoint))))
    t.match(
      bound.verdicts.at(-1),
      { check: 'dpop-signature', actual: /^key-refused, [\w-]{43}: the JWK is no public key for ES256$/ },
      'the key is indeed none',
    )
  },
)

t.test('a remembered key gives the same verdicts as a fresh one', async (t) => {
  const rsa = await makeKey('RS256')
  const facts = { accessToken, grantId }
  const noPoint = { ...key.publicJwk, y: key.publicJwk.x }
  const cases: readonly (readonly [proof: string, jkt: string])[] = [
    [await writeProof(), key.jkt],
    [await writeProof({ signWith: stranger }), key.jkt],
    [await writeProof({ payload: { jti: 'another' } }), key.jkt],
    [await writeProof({ header: { jwk: { ...key.publicJwk, kid: 'a' } } }), key.jkt],
    [await writeProof({ header: { jwk: noPoint } }), hashOf(noPoint)],
    [await makeProof(rsa, { ...facts, algorithm: 'RS256' }), rsa.jkt],
    [await makeProof(rsa, { ...facts, algorithm: 'PS256' }), rsa.jkt],
    [(await makeProof(rsa, { ...facts, algorithm: 'PS256' })).replace(/.{9}$/, 'AAAAAAAAA'), rsa.jkt],
    [await makeProof(stranger, facts), stranger.jkt],
    [await makeProof(stranger, facts), key.jkt],
  ]
  for (const remembering of [createProofValidator(), createProofValidator(1)]) {
    for (const [proof, jkt] of [...cases, ...cases, ...cases.toReversed()]) {
      const fresh = await createProofValidator()(proof, expectFor(jkt))
      t.strictSame(await remembering(proof, expectFor(jkt)), fresh)
    }
  }
  const failures = await Promise.all(
    cases.map(async ([proof, jkt]) => findFailures(await examine(proof, expectFor(jkt))).length),
  )
  t.strictSame(failures, [0, 1, 0, 0, 1, 0, 0, 1, 0, 1])
})

function hashOf({ crv, kty, x, y }: Readonly<Record<string, unknown>>): string {
  return hash(JSON.stringify({ crv, kty, x, y }))
}

t.test('examinations at the same time do not mix', async (t) => {
  const good = await writeProof()
  const bad = await writeProof({ signWith: stranger })
  const fresh = createProofValidator()
  const results = await Promise.all(
    [good, bad, good, bad, good].map((proof) => fresh(proof, expectFor(key.jkt))),
  )
  t.strictSame(
    results.map((result) => 'replayKey' in result),
    [true, false, true, false, true],
  )
})

const good = { nonce: nonces.current }

const uses: readonly (readonly [name: string, payload: object, nonceRequired: boolean, forgetAt: number])[] =
  [
    ['the end of the nonces, also where none is asked for', {}, false, nonces.until],
    ['the end of the nonces, for a proof that carries one unasked', good, false, nonces.until],
    ['the end of the nonce, which comes later', good, true, nonces.until],
    ['the end of the nonce, with an iat long ago', { ...good, iat: 0 }, true, nonces.until],
    [
      'the iat window, which ends after the nonce',
      { ...good, iat: nowSeconds + 3600 },
      true,
      startOfTests + 3_900_000,
    ],
    [
      'the iat window of the last second that can be',
      { ...good, iat: 8_640_000_000_000 },
      true,
      8_640_000_000_300_000,
    ],
  ]

t.test('a use is remembered until the iat window and every nonce have ended', async (t) => {
  for (const [name, payload, nonceRequired, forgetAt] of uses) {
    const proof = await writeProof({ payload: { jti: 'used', ...payload } })
    const { replayKey } = await examine(proof, expectFor(key.jkt, { nonceRequired }))
    t.strictSame(replayKey, { jkt: key.jkt, jtiHash: hash('used'), forgetAt }, name)
  }
})

t.test('the iat window outlives the nonces where it is wider', async (t) => {
  const proof = await writeProof({ payload: { iat: nowSeconds - 10 } })
  const wide = { window: { pastSeconds: 3600, futureSeconds: 60 } }
  const { replayKey } = await examine(proof, expectFor(key.jkt, wide))
  t.equal(replayKey?.forgetAt, startOfTests + 3_590_000)
})
