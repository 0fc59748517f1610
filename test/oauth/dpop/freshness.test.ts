import t from 'tap'
import { acceptAll, nonces, nowSeconds, refuseAll, type RefusedProof } from '../validation.ts'

const noNumber = "JWT claim 'iat' is not a NumericDate"

const wrongTypes: readonly (readonly [name: string, written: string])[] = [
  ['a string of digits', `"${nowSeconds}"`],
  ['an empty string', '""'],
  ['a date in words', '"2026-01-01T00:00:00Z"'],
  ['an array', `[${nowSeconds}]`],
  ['an object', '{}'],
  ['true', 'true'],
  ['a number too large for JSON.parse', '1e999'],
  ['a number too small for JSON.parse', '-1e999'],
]

function writeIat(written: string): (text: string) => string {
  return (text) => text.replace(`"iat":${nowSeconds}`, `"iat":${written}`)
}

t.test('an iat that is no number is refused, with a nonce in force and without', async (t) => {
  for (const nonceRequired of [false, true]) {
    await refuseAll(
      t,
      wrongTypes.map(([name, written]) => ({
        name: `${name}${nonceRequired ? ', with a nonce' : ''}`,
        payload: { nonce: nonces.current },
        rewritePayload: writeIat(written),
        expected: { nonceRequired },
        check: 'dpop-iat',
        detail: noNumber,
      })),
    )
  }
})

const outside: readonly (readonly [name: string, iat: number])[] = [
  ['a millisecond before the window', nowSeconds - 300.001],
  ['a second before the window', nowSeconds - 301],
  ['an hour ago', nowSeconds - 3600],
  ['a millisecond after the window', nowSeconds + 60.001],
  ['a second after the window', nowSeconds + 61],
  ['an hour ahead', nowSeconds + 3600],
  ['milliseconds instead of seconds', nowSeconds * 1000],
  ['the epoch', 0],
]

const noTimes: readonly (readonly [name: string, iat: number])[] = [
  ['a negative number', -nowSeconds],
  ['a moment before the epoch', -0.001],
  ['more seconds than a date can hold', 8_640_000_000_001],
  ['a huge number', 1e300],
  ['the largest number', Number.MAX_VALUE],
]

t.test('an iat that no time can be is refused, with a nonce in force and without', async (t) => {
  for (const nonceRequired of [false, true]) {
    await refuseAll(
      t,
      noTimes.map(([name, iat]) => ({
        name: `${name}${nonceRequired ? ', with a nonce' : ''}`,
        payload: { iat, nonce: nonces.current },
        expected: { nonceRequired },
        check: 'dpop-iat',
        detail: noNumber,
      })),
    )
  }
})

t.test('an iat outside of the window is refused', async (t) => {
  const limits = `${nowSeconds - 300} and ${nowSeconds + 60}`
  await refuseAll(
    t,
    outside.map(([name, iat]) => ({
      name,
      payload: { iat },
      check: 'dpop-iat',
      detail: `JWT claim 'iat' (${JSON.stringify(iat)}) is not between ${limits}`,
    })),
  )
})

const inside: readonly (readonly [name: string, iat: number])[] = [
  ['now', nowSeconds],
  ['the first moment of the window', nowSeconds - 300],
  ['the last moment of the window', nowSeconds + 60],
  ['a fraction', nowSeconds + 0.5],
  ['a fraction just inside of the window', nowSeconds - 299.999],
]

t.test('an iat inside of the window is accepted, its ends included', (t) =>
  acceptAll(
    t,
    inside.map(([name, iat]) => ({ name, payload: { iat } })),
  ),
)

t.test('an iat may be written with an exponent', (t) =>
  acceptAll(t, [{ name: 'exponent', rewritePayload: writeIat(`${nowSeconds / 100}e2`) }]),
)

t.test('the window is that of the service', async (t) => {
  const narrow = { window: { pastSeconds: 0, futureSeconds: 0 } }
  await acceptAll(t, [{ name: 'now', expected: narrow }])
  await refuseAll(
    t,
    [-1, 1].map((distance) => ({
      name: `${distance} seconds`,
      payload: { iat: nowSeconds + distance },
      expected: narrow,
      check: 'dpop-iat',
      detail: `JWT claim 'iat' (${nowSeconds + distance}) is not between ${nowSeconds} and ${nowSeconds}`,
    })),
  )
})

const unusable = {
  expected: { nonceRequired: true },
  check: 'dpop-nonce',
  reason: 'dpop_nonce_unusable',
} as const

const unusableNonces: readonly unknown[] = [
  undefined,
  null,
  '',
  'another',
  0,
  true,
  {},
  [nonces.current],
  `${nonces.current} `,
  nonces.current.toUpperCase(),
  `${nonces.current}${nonces.previous}`,
]

t.test('where a nonce is in force a proof without one that is valid now is refused', (t) =>
  refuseAll(
    t,
    unusableNonces.map((nonce) => ({
      name: `nonce ${JSON.stringify(nonce)}`,
      payload: { nonce },
      ...unusable,
    })),
  ),
)

t.test('the nonce is judged before the time, so that a client with a wrong clock is given a nonce', (t) =>
  refuseAll(
    t,
    [0, nowSeconds - 3600, nowSeconds + 3600].map((iat) => ({
      name: `iat ${iat}`,
      payload: { iat },
      ...unusable,
    })),
  ),
)

t.test('the nonce of now and the one before are both good, for any time', async (t) => {
  for (const nonce of [nonces.current, nonces.previous]) {
    await acceptAll(
      t,
      [...inside, ...outside].map(([name, iat]) => ({
        name: `${nonce}, ${name}`,
        payload: { nonce, iat },
        expected: { nonceRequired: true },
      })),
    )
  }
})

const invalid = { check: 'dpop-exp-nbf', detail: 'Expired JWT, or JWT before use time' } as const

const invalidPeriods: readonly RefusedProof[] = [
  ...[
    { exp: nowSeconds },
    { exp: nowSeconds - 1 },
    { exp: 0 },
    { nbf: nowSeconds + 60.001 },
    { nbf: nowSeconds + 3600 },
    { exp: nowSeconds + 60, nbf: nowSeconds + 3600 },
    { exp: nowSeconds - 60, nbf: nowSeconds - 3600 },
    { exp: null },
    { nbf: null },
    { exp: String(nowSeconds + 60) },
    { exp: [nowSeconds + 60] },
    { nbf: '' },
    { nbf: false },
    { exp: -1 },
    { nbf: -1 },
    { exp: 1e300 },
    { nbf: 1e300 },
    { exp: 8_640_000_000_001 },
    { exp: true },
    { exp: {} },
  ].map((payload) => ({ name: JSON.stringify(payload), payload, ...invalid })),
  ...['1e999', '1e400', '-1e400', '-0'].map((written) => ({
    name: `exp ${written}`,
    payload: { exp: 1 },
    rewritePayload: (text: string) => text.replace('"exp":1', `"exp":${written}`),
    ...invalid,
  })),
  ...['1e400', '-1e400'].map((written) => ({
    name: `nbf ${written}`,
    payload: { nbf: 1 },
    rewritePayload: (text: string) => text.replace('"nbf":1', `"nbf":${written}`),
    ...invalid,
  })),
]

t.test('a proof that says it is not valid now, or says so in no number, is refused', (t) =>
  refuseAll(t, invalidPeriods),
)

t.test('a nonce in force changes nothing about exp and nbf', (t) =>
  refuseAll(
    t,
    invalidPeriods.map((proof) => ({
      ...proof,
      payload: { ...proof.payload, nonce: nonces.current },
      expected: { nonceRequired: true },
    })),
  ),
)

t.test('a proof that says it is valid now is accepted', (t) =>
  acceptAll(
    t,
    [
      { exp: nowSeconds + 0.001 },
      { exp: nowSeconds + 3600 },
      { nbf: nowSeconds },
      { nbf: nowSeconds + 60 },
      { nbf: 0 },
      { exp: nowSeconds + 60, nbf: nowSeconds - 60 },
    ].map((payload) => ({ name: JSON.stringify(payload), payload })),
  ),
)
