import { ed25519 } from '@noble/curves/ed25519.js'
import fc from 'fast-check'
import t from 'tap'
import { findEd25519Error } from '../../../src/oauth/jose/ed25519-point.ts'
import { readPublicKey } from '../../../src/oauth/jose/public-key.ts'
import { endpoint, startOfTests, startTestMock } from '../../support/mock.ts'
import { hash, mintBound } from '../../support/requests/proof.ts'

const { Point } = ed25519
const prime = Point.Fp.ORDER
const notCanonical = "the JWK's x is not the canonical encoding of a point"
const small = "the JWK's x is a point of small order"

function encode(y: bigint, sign = 0): Buffer {
  const octets = Buffer.from(Buffer.from(y.toString(16).padStart(64, '0'), 'hex').toReversed())
  octets.writeUInt8(octets.readUInt8(31) | (sign << 7), 31)
  return octets
}

/** All eight, by a generator of the torsion group: a point of order 8. */
function listSmallOrderPoints(): readonly Buffer[] {
  const generator = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05')
  const points = Array.from({ length: 8 }, (_, index) => generator.multiplyUnsafe(BigInt(index)))
  return points.map((point) => Buffer.from(point.toBytes()))
}

t.test('the points of small order are refused, with either sign', async (t) => {
  const points = listSmallOrderPoints()
  t.equal(new Set(points.map((octets) => octets.toString('hex'))).size, 8)
  for (const octets of points) {
    t.equal(findEd25519Error(octets), small, octets.toString('hex'))
    const other = Buffer.from(octets)
    other.writeUInt8(other.readUInt8(31) ^ 0x80, 31)
    t.equal(findEd25519Error(other), small, `${octets.toString('hex')} with the other sign`)
  }
})

t.test('what is not below the prime is no canonical encoding', async (t) => {
  for (let y = prime; y < 2n ** 255n; y += 1n) {
    for (const sign of [0, 1]) t.equal(findEd25519Error(encode(y, sign)), notCanonical, String(y - prime))
  }
  t.equal(findEd25519Error(encode(prime - 2n)), undefined)
})

t.test('the keys of honest makers are taken', async (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
      return findEd25519Error(Buffer.from(ed25519.getPublicKey(seed))) === undefined
    }),
  )
  t.notOk(
    'error' in readPublicKey({ kty: 'OKP', crv: 'Ed25519', x: encode(9n).toString('base64url') }, 'EdDSA'),
  )
})

/**
 * A signature with R of small order and S = 0 is good for a key of small order whenever R = -hA, which one message in
 * eight or fewer meets by itself.
 */
t.test('nobody proves possession without a private key', async (t) => {
  const mock = await startTestMock(t)
  for (const point of listSmallOrderPoints()) {
    const jwk = { crv: 'Ed25519', kty: 'OKP', x: point.toString('base64url') }
    const { accessToken, grantId } = await mintBound(mock, 'EdDSA', {
      cnf: { jkt: hash(JSON.stringify(jwk)) },
    })
    for (const [index, random] of listSmallOrderPoints().entries()) {
      const claims = {
        htm: 'GET',
        htu: `${endpoint}/${grantId}`,
        ath: hash(accessToken),
        iat: startOfTests / 1000,
      }
      const parts = [
        { typ: 'dpop+jwt', alg: 'EdDSA', jwk },
        { ...claims, jti: `forged-${index}` },
      ]
      const input = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
      const signature = Buffer.concat([random, Buffer.alloc(32)]).toString('base64url')
      const { action } = await mock.gm({
        accessToken,
        grantId,
        gmAction: 'QUERY',
        dpop: `${input}.${signature}`,
      })
      t.equal(action, 'UNAUTHORIZED')
    }
  }
})
