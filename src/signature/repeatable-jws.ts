import { signEcdsa } from './ecdsa.ts'

/** Private members of a key as a JWK has them (RFC 7517). */
export type SigningJwk = Readonly<Record<string, unknown>>

/**
 * The same compact JWS (RFC 7515 §7.1) with a signature that the same key and text always give again. Only ECDSA needs
 * that: RSASSA-PKCS1-v1_5, EdDSA and HMAC repeat by themselves. RSASSA-PSS does not repeat, as no library takes a salt.
 */
export async function repeatSignature(jws: string, algorithm: string, jwk: SigningJwk): Promise<string> {
  if (!algorithm.startsWith('ES')) return jws
  const input = jws.slice(0, jws.lastIndexOf('.'))
  const signature = await signEcdsa(algorithm, jwk, Buffer.from(input))
  return `${input}.${signature.toString('base64url')}`
}
