import { generateKeyPairSync, generatePrimeSync } from 'node:crypto'
import t, { type Test } from 'tap'
import { importPublicKey, readPublicKey } from '../../../src/oauth/jose/public-key.ts'

function encode(modulus: bigint): string {
  return Buffer.from(modulus.toString(16), 'hex').toString('base64url')
}

async function isTaken(t: Test, n: string): Promise<boolean> {
  const key = readPublicKey({ kty: 'RSA', e: 'AQAB', n }, 'RS256')
  if ('error' in key) throw t.fail(key.error)
  return !('error' in (await importPublicKey(key, 'RS256')))
}

t.test('a modulus of two primes is that of a key', async (t) => {
  const { n = '' } = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' })
  t.ok(await isTaken(t, n))
})

t.test('a modulus that is a prime tells its private key', async (t) => {
  t.notOk(await isTaken(t, encode(generatePrimeSync(2048, { bigint: true }))))
})

t.test('a modulus that is the square of a prime tells its private key', async (t) => {
  t.notOk(await isTaken(t, encode(generatePrimeSync(1032, { bigint: true }) ** 2n)))
})
