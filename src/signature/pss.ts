import { constants, createHash, createHmac, createPrivateKey, privateEncrypt } from 'node:crypto'
import type { SigningJwk } from './repeatable-jws.ts'

/**
 * Signs by RSASSA-PSS (RFC 8017 §8.1.1; RFC 7518 §3.5). The salt is derived from key and message instead of drawn, so
 * that the signature repeats; it verifies like any other.
 */
export async function signPss(algorithm: string, jwk: SigningJwk, octets: Uint8Array): Promise<Buffer> {
  const hash = `sha${algorithm.slice(2)}`
  const key = createPrivateKey({ key: { ...jwk }, format: 'jwk' })
  const digest = createHash(hash).update(octets).digest()
  const salt = createHmac(hash, String(jwk['d'])).update(digest).digest()
  const { modulusLength: bits } = key.asymmetricKeyDetails as { readonly modulusLength: number }
  const encoded = encode(hash, digest, salt, bits - 1)
  const padded = Buffer.concat([Buffer.alloc(Math.ceil(bits / 8) - encoded.length), encoded])
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, padded)
}

/** EMSA-PSS-ENCODE (RFC 8017 §9.1.1), with a salt as long as the digest. */
function encode(hash: string, digest: Buffer, salt: Buffer, bits: number): Buffer {
  const length = Math.ceil(bits / 8)
  const seed = createHash(hash).update(Buffer.alloc(8)).update(digest).update(salt).digest()
  const padding = Buffer.alloc(length - salt.length - seed.length - 2)
  const block = Buffer.concat([padding, Buffer.from([1]), salt])
  const mask = generateMask(hash, seed, block.length)
  const masked = Buffer.from(block.map((octet, index) => octet ^ mask.readUInt8(index)))
  masked.writeUInt8(masked.readUInt8(0) & (0xff >> (8 * length - bits)))
  return Buffer.concat([masked, seed, Buffer.from([0xbc])])
}

/** MGF1 (RFC 8017 §B.2.1). */
function generateMask(hash: string, seed: Buffer, length: number): Buffer {
  const count = Math.ceil(length / seed.length)
  const blocks = Array.from({ length: count }, (_, counter) =>
    createHash(hash)
      .update(seed)
      .update(Buffer.from([0, 0, 0, counter]))
      .digest(),
  )
  return Buffer.concat(blocks)
}
