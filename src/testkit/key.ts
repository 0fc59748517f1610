import { createECDH, createHash } from 'node:crypto'
import type { Random } from '../random.ts'

/** A private key on P-256, as a JWK. */
export type PrivateJwk = Readonly<Record<'kty' | 'crv' | 'x' | 'y' | 'd', string>>

/** A key pair to prove possession of. */
export interface ProofKey {
  readonly privateJwk: PrivateJwk
  readonly publicJwk: Readonly<Record<'kty' | 'crv' | 'x' | 'y', string>>
  /** The thumbprint of the public key (RFC 7638), as `jkt` names it. */
  readonly jkt: string
}

/** The order of P-256's base point (FIPS 186-4 D.1.2.3): private keys lie between 1 and this. */
const curveOrder = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')

/** Makes a key pair from the mock's source of random values, so that a seed decides it. */
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
    jkt: createHash('sha256').update(JSON.stringify(publicJwk)).digest('base64url'),
  }
}
