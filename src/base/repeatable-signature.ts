/** Private members of a key as a JWK has them (RFC 7517). */
export type SigningJwk = Readonly<Record<string, unknown>>

const curves = {
  ES256: { octets: 32, load: async () => (await import('@noble/curves/nist.js')).p256 },
  ES384: { octets: 48, load: async () => (await import('@noble/curves/nist.js')).p384 },
  ES512: { octets: 66, load: async () => (await import('@noble/curves/nist.js')).p521 },
  ES256K: { octets: 32, load: async () => (await import('@noble/curves/secp256k1.js')).secp256k1 },
} as const

/**
 * Signs by ECDSA with the nonce that RFC 6979 derives from key and message, so that the signature repeats; r and s
 * stand side by side (RFC 7518 §3.4, RFC 8812 §3.2). The library is loaded when it is first needed.
 */
export async function signEcdsa(algorithm: string, { d }: SigningJwk, octets: Uint8Array): Promise<Buffer> {
  const { octets: length, load } = curves[algorithm as keyof typeof curves]
  const curve = await load()
  const scalar = Buffer.from(String(d), 'base64url')
    .toString('hex')
    .padStart(length * 2, '0')
  return Buffer.from(curve.sign(octets, Buffer.from(scalar, 'hex'), { lowS: false }))
}

/**
 * The same compact JWS (RFC 7515 §7.1) with a repeatable signature. Only ECDSA needs this: RSASSA-PKCS1-v1_5, EdDSA and
 * HMAC repeat by themselves. RSASSA-PSS does not repeat, as no library accepts a salt.
 */
export async function repeatSignature(jws: string, algorithm: string, jwk: SigningJwk): Promise<string> {
  if (!algorithm.startsWith('ES')) return jws
  const input = jws.slice(0, jws.lastIndexOf('.'))
  const signature = await signEcdsa(algorithm, jwk, Buffer.from(input))
  return `${input}.${signature.toString('base64url')}`
}
