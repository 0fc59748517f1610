import {
  createHash,
  generateKeyPairSync,
  randomUUID,
  sign,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import { promisify } from 'node:util'

/** A key that proofs are signed with, and how. */
export interface ProofKey {
  readonly alg: ProofAlgorithm
  readonly privateKey: KeyObject
  readonly publicJwk: JsonWebKey
  /** The thumbprint of RFC 7638. */
  readonly jkt: string
}

/** What every proof of a row is for. */
export interface ProofFacts {
  readonly accessToken: string
  readonly method: string
  readonly uri: string
}

const kinds = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  EdDSA: () => generateKeyPairSync('ed25519'),
}
export type ProofAlgorithm = keyof typeof kinds

const required = ['crv', 'e', 'kty', 'n', 'x', 'y'] as const

export function makeProofKey(alg: ProofAlgorithm): ProofKey {
  const { publicKey, privateKey } = kinds[alg]()
  const publicJwk = publicKey.export({ format: 'jwk' })
  const members = required.filter((name) => name in publicJwk).map((name) => [name, publicJwk[name]] as const)
  const jkt = hash(JSON.stringify(Object.fromEntries(members)))
  return { alg, privateKey, publicJwk, jkt }
}

const signOnThread = promisify<string | undefined, Buffer, Parameters<typeof sign>[2], Buffer>(sign)

/** Proofs of one key for one token, each with a `jti` of its own, signed on all cores. */
export async function signProofs(count: number, key: ProofKey, facts: ProofFacts): Promise<string[]> {
  const { alg, privateKey, publicJwk } = key
  const header = encode({ typ: 'dpop+jwt', alg, jwk: publicJwk })
  const iat = Math.floor(Date.now() / 1000)
  const claims = { htm: facts.method, htu: facts.uri, iat, ath: hash(facts.accessToken) }
  const digest = alg === 'EdDSA' ? undefined : 'sha256'
  const signOne = async (): Promise<string> => {
    const input = `${header}.${encode({ jti: randomUUID(), ...claims })}`
    const signature = await signOnThread(digest, Buffer.from(input), {
      key: privateKey,
      dsaEncoding: 'ieee-p1363',
    })
    return `${input}.${signature.toString('base64url')}`
  }
  return Promise.all(Array.from({ length: count }, signOne))
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
