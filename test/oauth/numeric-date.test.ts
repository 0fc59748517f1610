import fc from 'fast-check'
import t from 'tap'
import { hasCome, isBeforeExpiry, isNumericDate } from '../../src/oauth/numeric-date.ts'
import { readCompactJws } from '../../src/oauth/jose/compact-jws.ts'

/** A time as the payload of a JWT writes it, read as every JWT is. */
function read(written: string): unknown {
  const [header, payload] = ['{}', `{"exp":${written}}`].map((text) =>
    Buffer.from(text).toString('base64url'),
  )
  const jws = readCompactJws(`${header}.${payload}.AA`)
  if ('error' in jws) throw new Error(jws.error)
  return jws.payload['exp']
}

const words =
  '1e400 -1e400 1e308 1e300 8640000000000.01 -1 -1e-9 -1767225600 "1767225600" "" null true [1767225600] [] {}'.split(
    ' ',
  )

t.test('a time is a number of seconds that a date can hold', async (t) => {
  for (const written of '0 -0 1 0.5 1767225600 1767225600.25 1.7672256e9 8640000000000'.split(' ')) {
    t.ok(isNumericDate(read(written)), written)
  }
  for (const written of words) {
    t.notOk(isNumericDate(read(written)), written)
  }
  t.notOk(isNumericDate(undefined))
  t.notOk(isNumericDate(Number.NaN))
})

const now = 1_767_225_600_500

t.test('clocks may differ by the skew, and not by more', async (t) => {
  const seconds = now / 1000
  t.ok(isBeforeExpiry(seconds + 0.001, now, 0))
  t.notOk(isBeforeExpiry(seconds, now, 0))
  t.ok(isBeforeExpiry(seconds - 9.999, now, 10))
  t.notOk(isBeforeExpiry(seconds - 10, now, 10))
  t.ok(hasCome(seconds, now, 0))
  t.notOk(hasCome(seconds + 0.001, now, 0))
  t.ok(hasCome(seconds + 10, now, 10))
  t.notOk(hasCome(seconds + 10.001, now, 10))
})

t.test('what is no time neither has come nor is to come', async () => {
  const noTime = fc.anything().filter((value) => !isNumericDate(value))
  fc.assert(fc.property(noTime, (value) => !isBeforeExpiry(value, now, 60) && !hasCome(value, now, 60)))
})
