import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { findKeyError } from '../../../src/oauth/x509/path/certificate-keys.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' })
const zeros = Buffer.alloc(32).toString('base64url')

t.test('keys by which anybody can sign are refused', async (t) => {
  const flawOf = (key: object) => findKeyError(createPublicKey({ key: { ...key }, format: 'jwk' }))
  t.equal(flawOf(rsa), undefined)
  t.equal(flawOf({ ...rsa, e: 'AQ' }), 'a weak RSA key', 'an exponent of 1')
  t.equal(flawOf({ ...rsa, e: 'BA' }), 'a weak RSA key', 'an exponent of 4')
  t.equal(flawOf({ kty: 'OKP', crv: 'Ed25519', x: zeros }), 'a key that is no secret')
  t.equal(findKeyError(generateKeyPairSync('x25519').publicKey), 'a key of an unknown kind')
})
