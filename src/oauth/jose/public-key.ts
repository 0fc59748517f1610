import { createPublicKey, type KeyObject } from 'node:crypto'
import { isJsonObject, type JsonObject } from '../../base/json.ts'
import { sha256 } from '../../base/digest.ts'
import { readBase64url } from './compact-jws.ts'
import { findEd25519Error } from './ed25519-point.ts'
import { findSmallFactor, revealsPrivateKey } from './rsa-modulus.ts'
import type { VerificationKey } from './public-key-signature.ts'

/** A public key in the one form that has one thumbprint: required members only, canonical encodings. */
export interface PublicKey {
  readonly jwk: { readonly kty: string } & Readonly<Record<string, string>>
  /** RFC 7638 SHA-256 thumbprint, base64url. */
  readonly thumbprint: string
}

/** Why a key cannot be used. */
export interface KeyError {
  readonly error: string
}

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']

/** RFC 7518 §6.2.1: coordinates have the full length of the curve's field elements. */
const coordinateOctets: Readonly<Record<string, number>> = {
  'P-256': 32,
  'P-384': 48,
  'P-521': 66,
  secp256k1: 32,
  Ed25519: 32,
}

/**
 * The algorithms a proof may use (RFC 9449 §4.3 (5)) and the key that each one needs (RFC 7518 §3.1, RFC 8812 §3.2,
 * RFC 8037 §3.1), in the order in which Authlete lists them.
 */
const keyForAlgorithm: Readonly<Record<string, { readonly kty: string; readonly crv?: string }>> = {
  RS256: { kty: 'RSA' },
  RS384: { kty: 'RSA' },
  RS512: { kty: 'RSA' },
  PS256: { kty: 'RSA' },
  PS384: { kty: 'RSA' },
  PS512: { kty: 'RSA' },
  ES256: { kty: 'EC', crv: 'P-256' },
  ES384: { kty: 'EC', crv: 'P-384' },
  ES512: { kty: 'EC', crv: 'P-521' },
  ES256K: { kty: 'EC', crv: 'secp256k1' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
}

export const proofAlgorithms = Object.keys(keyForAlgorithm)

/** The private or symmetric members of a JWK, whatever their values (RFC 9449 §4.3 (7)). */
export function findPrivateMembers(jwk: JsonObject): readonly string[] {
  return privateMembers.filter((member) => Object.hasOwn(jwk, member))
}

/**
 * Reads the public key for one of `proofAlgorithms`, or returns its error. Encodings that are not canonical are
 * refused, because one key must not have two thumbprints (RFC 7638 §3), and sizes are bounded, because a client's key
 * must not decide how long a verification takes.
 */
export function readPublicKey(jwk: JsonObject, algorithm: string): PublicKey | KeyError {
  const error = findMisuse(jwk, algorithm, 'verify')
  if (error !== undefined) return { error }
  const { kty, crv } = jwk
  return kty === 'RSA' ? readRsaKey(jwk) : readCurveKey(jwk, String(kty), String(crv))
}

/**
 * RFC 7517 §4.2 to §4.4: a key must be of the kind that the algorithm needs, and its `use`, `key_ops` and `alg`, if
 * present, must allow this algorithm and operation. As the `alg` of a key, `Ed25519` equals `EdDSA` (RFC 9864 §2.2).
 */
export function findMisuse(
  jwk: JsonObject,
  algorithm: string,
  operation: 'sign' | 'verify',
): string | undefined {
  const needed = Object.hasOwn(keyForAlgorithm, algorithm) ? keyForAlgorithm[algorithm] : undefined
  const { kty, crv, use = 'sig', alg = algorithm, key_ops: operations = [operation] } = jwk
  if (needed === undefined || kty !== needed.kty || (needed.crv !== undefined && crv !== needed.crv)) {
    return `the JWK does not fit the algorithm ${algorithm}`
  }
  if (use !== 'sig') return "the JWK's 'use' is not 'sig'"
  if (alg !== algorithm && !(alg === 'Ed25519' && algorithm === 'EdDSA')) {
    return `the JWK's 'alg' is not ${algorithm}`
  }
  if (!Array.isArray(operations) || !operations.includes(operation)) {
    return `the JWK's 'key_ops' does not include '${operation}'`
  }
  if (new Set(operations).size < operations.length) return "the JWK's 'key_ops' names an operation twice"
  return undefined
}

function readCurveKey(jwk: JsonObject, kty: string, crv: string): PublicKey | KeyError {
  const octets = coordinateOctets[crv]
  const names = kty === 'EC' ? ['x', 'y'] : ['x']
  const coordinates = names.map((name) => [name, jwk[name]] as const)
  if (!coordinates.every(([, value]) => readMember(value)?.length === octets)) {
    return { error: `the JWK's ${names.join(' and ')} must be canonical base64url of ${octets} octets` }
  }
  const error = kty === 'OKP' ? findEd25519Error(Buffer.from(String(jwk['x']), 'base64url')) : undefined
  return error === undefined ? toPublicKey({ crv, kty, ...Object.fromEntries(coordinates) }) : { error }
}

/** RSA moduli of 2048 to 4096 bits (RFC 7518 §3.3 sets the lower bound), odd exponents from 3 to 2^32. */
function readRsaKey(jwk: JsonObject): PublicKey | KeyError {
  const { e, n } = jwk
  const exponent = readUnsignedInteger(e)
  const modulus = readUnsignedInteger(n)
  if (exponent === undefined || modulus === undefined) {
    return { error: "the JWK's n and e must be canonical base64url without leading zero octets" }
  }
  if (exponent < 3n || exponent > 2n ** 32n || exponent % 2n === 0n) {
    return { error: "the JWK's e must be odd and between 3 and 2^32" }
  }
  const bits = modulus.toString(2).length
  if (bits < 2048 || bits > 4096) return { error: `the JWK's n has ${bits} bits, 2048 to 4096 are allowed` }
  const factor = findSmallFactor(modulus)
  if (factor !== undefined)
    return { error: `the JWK's n has the factor ${factor}, and is no product of two large primes` }
  return toPublicKey({ e, kty: 'RSA', n })
}

/**
 * The key, imported for one algorithm. Refuses a key that the cryptography refuses, such as a point that is not on its
 * curve, and one whose private key is no secret (RFC 8725 §3.4).
 */
export async function importPublicKey(
  { jwk }: PublicKey,
  algorithm: string,
): Promise<{ readonly key: VerificationKey } | KeyError> {
  const { n } = jwk
  if (n !== undefined && (await revealsPrivateKey(Buffer.from(n, 'base64url')))) {
    return { error: "the JWK's n tells the private key" }
  }
  const key = findMisuse(jwk, algorithm, 'verify') === undefined ? toKeyObject(jwk) : undefined
  if (key === undefined) return { error: `the JWK is no public key for ${algorithm}` }
  return { key: { algorithm, key } }
}

function toKeyObject(jwk: PublicKey['jwk']): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' })
  } catch {
    return undefined
  }
}

function readUnsignedInteger(value: unknown): bigint | undefined {
  const octets = readMember(value)
  if (octets === undefined || octets[0] === 0) return undefined
  return BigInt(`0x${octets.toString('hex')}`)
}

function readMember(value: unknown): Buffer | undefined {
  return typeof value === 'string' ? readBase64url(value) : undefined
}

/** RFC 7638 §3: the members arrive here in lexicographic order, so that the JSON text is the canonical one. */
function toPublicKey(canonical: object): PublicKey {
  return { jwk: canonical as PublicKey['jwk'], thumbprint: sha256(JSON.stringify(canonical)) }
}

export function readJwk(value: unknown): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined
}
