/** Java clients parse these numbers as 32 bits, and take 0 for unset. */
const largest = 2_147_483_647n

/** A number for a service or a client that fits 32 bits. Authlete counts them; here it is derived from the id. */
export function authleteNumber(id: string | number): number {
  return Number(BigInt(id) % largest)
}
