import { checkPrime } from 'node:crypto'
import { promisify } from 'node:util'

const isPrime = promisify(checkPrime)

/** Smaller factors are tried one by one (NIST SP 800-89 §5.3.3). */
const smallFactorLimit = 752

const smallPrimes = listPrimesBelow(smallFactorLimit).map(BigInt)

function listPrimesBelow(limit: number): readonly number[] {
  const primes: number[] = []
  for (let candidate = 2; candidate < limit; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  return primes
}

/** A small factor, which reveals the private key. */
export function findSmallFactor(modulus: bigint): bigint | undefined {
  return smallPrimes.find((prime) => modulus % prime === 0n)
}

/**
 * Whether the private key of a modulus follows from the modulus alone, because it is a prime or the square of one (NIST SP
 * 800-89 §5.3.3). Takes 5 to 40 ms off the event loop.
 */
export async function revealsPrivateKey(modulus: Buffer): Promise<boolean> {
  return isSquare(BigInt(`0x${modulus.toString('hex')}`)) || (await isPrime(modulus)) === true
}

/** Newton's method, from a first guess that is too large. */
function isSquare(number: bigint): boolean {
  let guess = 1n << BigInt(Math.ceil(number.toString(2).length / 2))
  for (;;) {
    const next = (guess + number / guess) >> 1n
    if (next >= guess) return guess * guess === number
    guess = next
  }
}
