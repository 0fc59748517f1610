import { createPublicKey, verify, type JsonWebKey } from 'node:crypto'
import { content, serveFloor } from './floor.ts'

/**
 * Floor 3: one verification, with a key that is ready, of the signature in the proof of each call. The first parameter is
 * the public key as a JWK. An ECDSA signature is made DER here, because `dsaEncoding` costs a third of a verification.
 */
const publicJwk = JSON.parse(process.argv[2] ?? '') as JsonWebKey
const key = createPublicKey({ key: publicJwk, format: 'jwk' })
const digest = publicJwk.kty === 'OKP' ? undefined : 'sha256'

function isSigned(proof: string): boolean {
  const end = proof.lastIndexOf('.')
  const bytes = Buffer.from(proof.slice(end + 1), 'base64url')
  const signature = publicJwk.kty === 'EC' ? toDer(bytes) : bytes
  return verify(digest, Buffer.from(proof.slice(0, end)), key, signature)
}

function toDer(signature: Buffer): Buffer {
  const half = signature.length / 2
  const [r, s] = [toInteger(signature.subarray(0, half)), toInteger(signature.subarray(half))]
  return Buffer.concat([Buffer.from([0x30, r.length + s.length]), r, s])
}

function toInteger(octets: Buffer): Buffer {
  const digits = octets.subarray(octets.findIndex((octet) => octet !== 0))
  const sign = (digits[0] ?? 0) >= 0x80 ? [0] : []
  return Buffer.concat([Buffer.from([0x02, sign.length + digits.length, ...sign]), digits])
}

await serveFloor(({ dpop = '' }) =>
  isSigned(dpop) ? { action: 'OK', responseContent: content } : { action: 'UNAUTHORIZED' },
)
