import type { SigningJwk } from './repeatable-jws.ts'

const curves = {
  ES256: { name: 'p256', octets: 32 },
  ES384: { name: 'p384', octets: 48 },
  ES512: { name: 'p521', octets: 66 },
} as const

/**
 * Signs by ECDSA with the nonce that RFC 6979 derives from key and message, so that the signature repeats; r and s
 * stand side by side (RFC 7518 §3.4). The library is loaded when it is first needed.
 */
export async function signEcdsa(algorithm: string, { d }: SigningJwk, octets: Uint8Array): Promise<Buffer> {
  const library = await import('@noble/curves/nist.js')
  const { name, octets: length } = curves[algorithm as keyof typeof curves]
  const scalar = Buffer.from(String(d), 'base64url')
    .toString('hex')
    .padStart(length * 2, '0')
  const signature = library[name].sign(octets, Buffer.from(scalar, 'hex'), { lowS: false })
  return Buffer.from(signature)
}
