/** Java clients read these numbers as 32 bits, and 0 as unset. */
const largest = 2_147_483_647n

/** A number for a service or a client that fits 32 bits. Authlete counts them; here it follows from the id. */
export function authleteNumber(id: string | number): number {
  return Number(BigInt(id) % largest)
}
