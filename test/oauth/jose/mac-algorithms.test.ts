import t from 'tap'
import { isLongEnough, isMacAlgorithm, macAlgorithms } from '../../../src/oauth/jose/mac-algorithms.ts'

t.test('a secret is as long as the hash of the MAC, in octets', async (t) => {
  const cases: readonly (readonly [algorithm: string, secret: string, longEnough: boolean])[] = [
    ['HS256', '', false],
    ['HS256', 'a'.repeat(31), false],
    ['HS256', 'a'.repeat(32), true],
    ['HS256', 'ä'.repeat(16), true],
    ['HS256', 'ä'.repeat(15), false],
    ['HS384', 'a'.repeat(47), false],
    ['HS384', 'a'.repeat(48), true],
    ['HS512', 'a'.repeat(63), false],
    ['HS512', 'a'.repeat(64), true],
    ['ES256', 'a'.repeat(1000), false],
    ['constructor', 'a'.repeat(1000), false],
  ]
  for (const [algorithm, secret, longEnough] of cases) {
    t.equal(isLongEnough(secret, algorithm), longEnough, `${algorithm} ${secret.length}`)
  }
})

t.test('the MAC algorithms are those of RFC 7518', async (t) => {
  t.strictSame(macAlgorithms, ['HS256', 'HS384', 'HS512'])
  for (const other of ['hs256', 'HS1', 'constructor', 'none', '']) t.notOk(isMacAlgorithm(other), other)
})
