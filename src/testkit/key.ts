import { createECDH, createHash, createPrivateKey } from 'node:crypto'
import type { Random } from '../base/random.ts'

/** A key as a JWK. */
export type Jwk = { readonly kty: string } & Readonly<Record<string, string>>

/** A key pair for signing, with ES256 by default. */
export interface KeyPair {
  readonly algorithm?: string
  readonly privateJwk: Jwk
  readonly publicJwk: Jwk
}

/** A key pair for an algorithm. */
export interface TestKey extends Required<KeyPair> {
  /** The thumbprint of the public key (RFC 7638), as `jkt` names it. */
  readonly jkt: string
}

/** A private key on P-256, as a JWK. */
export type PrivateJwk = Readonly<Record<'kty' | 'crv' | 'x' | 'y' | 'd', string>>

/** A key pair for proof of possession. */
export interface ProofKey {
  readonly privateJwk: PrivateJwk
  readonly publicJwk: Readonly<Record<'kty' | 'crv' | 'x' | 'y', string>>
  /** The thumbprint of the public key (RFC 7638), as `jkt` names it. */
  readonly jkt: string
}

/** The order of P-256's base point (FIPS 186-4 D.1.2.3): private keys lie between 1 and this. */
const curveOrder = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')

/** Makes a key pair from the given source of random values, so that a seed determines it. */
export function makeKey(random: Random): ProofKey {
  const scalar = (BigInt(`0x${random.bytes(40).toString('hex')}`) % (curveOrder - 1n)) + 1n
  const privateOctets = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex')
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(privateOctets)
  const point = curve.getPublicKey()
  const publicJwk = {
    crv: 'P-256',
    kty: 'EC',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  }
  return {
    privateJwk: { ...publicJwk, d: privateOctets.toString('base64url') },
    publicJwk,
    jkt: thumbprint(publicJwk),
  }
}

/** RFC 8410 §7: the prefix of a private key on Ed25519 in PKCS #8, before its 32 octets. */
const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

const curves = {
  ES384: { crv: 'P-384', curve: 'secp384r1', seedOctets: 72, load: async () => (await loadNist()).p384 },
  ES512: { crv: 'P-521', curve: 'secp521r1', seedOctets: 99, load: async () => (await loadNist()).p521 },
  ES256K: {
    crv: 'secp256k1',
    curve: 'secp256k1',
    seedOctets: 48,
    load: async () => (await import('@noble/curves/secp256k1.js')).secp256k1,
  },
} as const

const loadNist = () => import('@noble/curves/nist.js')

const algorithms = 'ES256 ES384 ES512 ES256K EdDSA RS256 RS384 RS512 PS256 PS384 PS512'.split(' ')

/** The algorithm of a key in a JWT header: `Ed25519` (RFC 9864 §2.2) becomes EdDSA. */
export function algorithmOf({ algorithm, privateJwk }: KeyPair): string {
  return headerAlgorithmOf(algorithm ?? privateJwk['alg'] ?? 'ES256')
}

function headerAlgorithmOf(algorithm: string): string {
  return algorithm === 'Ed25519' ? 'EdDSA' : algorithm
}

/**
 * Makes a key pair for a signature algorithm (RFC 7518 §3.1, RFC 8812 §3.1, RFC 8037 §3.1). A seed determines keys on
 * curves; RSA keys, of 2048 bits, are always new. Throws a TypeError for another algorithm.
 */
export async function makeKeyFor(named: string, random: Random): Promise<TestKey> {
  const algorithm = headerAlgorithmOf(named)
  if (algorithm === 'ES256') return { algorithm, ...makeKey(random) }
  if (algorithm === 'EdDSA') return describeKey(algorithm, makeEd25519Key(random))
  if (algorithm === 'ES384' || algorithm === 'ES512' || algorithm === 'ES256K') {
    return describeKey(algorithm, await makeCurveKey(curves[algorithm], random))
  }
  if (!algorithms.includes(algorithm)) {
    throw new TypeError(`There is no key for "${algorithm}". The algorithms are ${algorithms.join(', ')}.`)
  }
  const { exportJWK, generateKeyPair } = await import('jose')
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true })
  return describeKey(algorithm, (await exportJWK(privateKey)) as Jwk)
}

function makeEd25519Key(random: Random): Jwk {
  const der = Buffer.concat([ed25519Prefix, random.bytes(32)])
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' }) as Jwk
}

type CurveOfKey = (typeof curves)[keyof typeof curves]

async function makeCurveKey({ crv, curve, seedOctets, load }: CurveOfKey, random: Random): Promise<Jwk> {
  const { utils } = await load()
  const scalar = Buffer.from(utils.randomSecretKey(random.bytes(seedOctets)))
  const ecdh = createECDH(curve)
  ecdh.setPrivateKey(scalar)
  const point = ecdh.getPublicKey()
  const [x, y] = [point.subarray(1, 1 + scalar.length), point.subarray(1 + scalar.length)]
  const coordinates = { x: x.toString('base64url'), y: y.toString('base64url') }
  return { kty: 'EC', crv, ...coordinates, d: scalar.toString('base64url') }
}

/** The members of public keys in the order of RFC 7638 §3.2. */
const publicMembers = ['crv', 'e', 'kty', 'n', 'x', 'y']

function describeKey(algorithm: string, privateJwk: Jwk): TestKey {
  const publicJwk = readPublicPart(privateJwk)
  return { algorithm, privateJwk, publicJwk, jkt: thumbprint(publicJwk) }
}

/** The public members of a key, in the order of its thumbprint. */
export function readPublicPart(jwk: Jwk): Jwk {
  const members = publicMembers.flatMap((name) => (Object.hasOwn(jwk, name) ? [[name, jwk[name]]] : []))
  return Object.fromEntries(members) as Jwk
}

/** RFC 7638 §3. */
export function thumbprint(publicJwk: Jwk): string {
  return createHash('sha256').update(JSON.stringify(publicJwk)).digest('base64url')
}
