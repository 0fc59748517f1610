import { createCipheriv, createHash, randomBytes } from 'node:crypto'

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
    token: () => bytes(32).toString('base64url'),
    digits: (length) => {
      const [first = 0, ...rest] = bytes(length)
      return String(1 + (first % 9)) + rest.map((byte) => String(byte % 10)).join('')
    },
  }
}

function seededBytes(seed: string): (length: number) => Buffer {
  const key = createHash('sha256').update(seed).digest()
  const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  return (length) => stream.update(Buffer.alloc(length))
}
