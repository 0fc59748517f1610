import { createCipheriv, createHash, randomBytes, randomFillSync } from 'node:crypto'

/** The source of every id, token, secret and key of a mock. */
export interface Random {
  /** Whether a seed determines the values. */
  readonly repeats: boolean
  bytes(length: number): Buffer
  /** 256 bits as 43 URL-safe characters. */
  token(): string
  /** A decimal number without a leading zero. */
  digits(length: number): string
}

/**
 * A source of random values: the operating system's, or, with a seed, a repeatable stream (AES-256-CTR keyed by the
 * seed), which makes a test run reproducible and must never protect anything real.
 */
export function createRandom(seed?: string): Random {
  const bytes = seed === undefined ? (length: number) => randomBytes(length) : seededBytes(seed)
  return {
    repeats: seed !== undefined,
    bytes,
    token: seed === undefined ? systemTokens() : () => bytes(32).toString('base64url'),
    digits: (length) => {
      const [first = 0, ...rest] = bytes(length)
      return String(1 + (first % 9)) + rest.map((byte) => String(byte % 10)).join('')
    },
  }
}

/**
 * Fetches the octets of many tokens at once, because the system takes several microseconds for each request. Those of a
 * token are erased when it is made.
 */
function systemTokens(): () => string {
  const octets = Buffer.alloc(128 * 32)
  let start = octets.length
  return () => {
    if (start === octets.length) {
      randomFillSync(octets)
      start = 0
    }
    const end = start + 32
    const token = octets.toString('base64url', start, end)
    octets.fill(0, start, end)
    start = end
    return token
  }
}

function seededBytes(seed: string): (length: number) => Buffer {
  const key = createHash('sha256').update(seed).digest()
  const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  return (length) => stream.update(Buffer.alloc(length))
}
