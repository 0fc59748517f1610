import { createECDH, createPrivateKey, sign, type KeyObject } from 'node:crypto'
import type { SigningJwk } from '../../base/repeatable-signature.ts'

const curve = 'secp256k1'
const halfOctets = 32

/**
 * A private key for ES256K (RFC 8812 §3.1). Node supports the curve, and jose does not. Throws for a key that is not on
 * the curve, and for a private key that does not match the public one.
 */
export function importEs256kKey(jwk: SigningJwk): KeyObject {
  const { kty, crv, d } = jwk
  const [x, y] = [String(jwk['x']), String(jwk['y'])]
  if (kty !== 'EC' || crv !== curve) throw new TypeError(`A key for ES256K is on ${curve}.`)
  if (typeof d !== 'string') throw new TypeError('The private key is no text.')
  const point = findPoint(d)
  if (point.x !== x || point.y !== y) throw new TypeError('The private key is not of the public key.')
  return createPrivateKey({ key: { kty, crv, x, y, d }, format: 'jwk' })
}

/** The public key of a private one, which must have full length and lie between 0 and the order of the curve. */
function findPoint(d: string): { readonly x: string; readonly y: string } {
  const octets = Buffer.from(d, 'base64url')
  if (octets.length !== halfOctets) throw new TypeError(`The private key has not ${halfOctets} octets.`)
  const pair = createECDH(curve)
  pair.setPrivateKey(octets)
  const point = pair.getPublicKey()
  const [x, y] = [point.subarray(1, 1 + halfOctets), point.subarray(1 + halfOctets)]
  return { x: x.toString('base64url'), y: y.toString('base64url') }
}

/** ECDSA on secp256k1 with SHA-256, r and s side by side (RFC 8812 §3.2). */
export function signEs256k(octets: Uint8Array, key: KeyObject): Buffer {
  return sign('sha256', octets, { key, dsaEncoding: 'ieee-p1363' })
}
