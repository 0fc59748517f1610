/** The prime of the field (RFC 8032 §5.1). */
const prime = 2n ** 255n - 19n

/** The y coordinates of the eight points whose order divides the cofactor 8: of order 1, 2, 4, 8 and 8. */
const smallOrder: readonly bigint[] = [
  1n,
  prime - 1n,
  0n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
]

/**
 * Finds what is wrong with 32 octets as a public key for Ed25519. A y coordinate that is not below the prime would be a
 * second encoding of another key (RFC 8032 §5.1.3), and a point of small order verifies signatures that no private key
 * has made (RFC 8725 §3.4). The points whose x coordinate is 0, which has no sign, are among those.
 */
export function findEd25519Error(octets: Buffer): string | undefined {
  const y = BigInt.asUintN(255, BigInt(`0x${Buffer.from(octets.toReversed()).toString('hex')}`))
  if (y >= prime) return "the JWK's x is not the canonical encoding of a point"
  return smallOrder.includes(y) ? "the JWK's x is a point of small order" : undefined
}
