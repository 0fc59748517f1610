/** The MAC algorithms (RFC 7518 §3.2), and how many bits their hashes have. */
const hashBits: Readonly<Record<string, number>> = { HS256: 256, HS384: 384, HS512: 512 }

export const macAlgorithms: readonly string[] = Object.keys(hashBits)

export function isMacAlgorithm(algorithm: string): boolean {
  return macAlgorithms.includes(algorithm)
}

/** The minimum length of a MAC's key in bits: that of the hash (RFC 7518 §3.2). */
export function minimumKeyBits(algorithm: string): number {
  return hashBits[algorithm] ?? Infinity
}

/**
 * Whether a secret, whose UTF-8 octets are the key (OpenID Connect Core §10.1), is long enough for a MAC (RFC 7518
 * §3.2). A shorter one can be guessed from a single MAC.
 */
export function isLongEnough(secret: string, algorithm: string): boolean {
  return Buffer.byteLength(secret) * 8 >= minimumKeyBits(algorithm)
}
