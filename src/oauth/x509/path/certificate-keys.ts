import type { AsymmetricKeyDetails, KeyObject } from 'node:crypto'
import type { AlgorithmIdentifier } from 'pkijs'
import { findEd25519Error } from '../../jose/ed25519-point.ts'

const curves: readonly unknown[] = ['prime256v1', 'secp384r1', 'secp521r1']

/**
 * Why the key of a certificate is refused: an unknown kind, or one that can be forged. A curve without a name may be
 * any curve (RFC 5480 §2.1.1).
 */
export function findKeyError(key: KeyObject): string | undefined {
  const { asymmetricKeyType: type } = key
  if (type === 'rsa' || type === 'rsa-pss') return isSoundRsaKey(key) ? undefined : 'a weak RSA key'
  if (type === 'ec') {
    return curves.includes((key.asymmetricKeyDetails as AsymmetricKeyDetails).namedCurve) && namesCurve(key)
      ? undefined
      : 'a key on an unknown curve'
  }
  if (type !== 'ed25519') return 'a key of an unknown kind'
  const { x } = key.export({ format: 'jwk' })
  return findEd25519Error(Buffer.from(String(x), 'base64url')) && 'a key that is no secret'
}

/** `id-ecPublicKey` in DER; the parameters follow it (RFC 5480 §2.1.1). */
const ecPublicKey = Buffer.from('06072a8648ce3d0201', 'hex')

/** Node reports the name of a curve with explicit parameters, too. Such keys must not be used (RFC 5480 §2.1.1). */
function namesCurve(key: KeyObject): boolean {
  const encoded = key.export({ type: 'spki', format: 'der' })
  const objectIdentifier = 0x06
  return encoded[encoded.indexOf(ecPublicKey) + ecPublicKey.length] === objectIdentifier
}

/** Node reports these for every RSA key. */
type RsaDetails = Required<Pick<AsymmetricKeyDetails, 'modulusLength' | 'publicExponent'>>

function isSoundRsaKey({ asymmetricKeyDetails }: KeyObject): boolean {
  const { modulusLength, publicExponent } = asymmetricKeyDetails as RsaDetails
  const isLongEnough = modulusLength >= 2048 && modulusLength <= 8192
  return isLongEnough && publicExponent >= 3n && publicExponent <= 2n ** 32n && publicExponent % 2n === 1n
}

/** SHA-256, SHA-384 and SHA-512 (RFC 5754 §2), alone and with RSA, with ECDSA (RFC 5758 §3.2), and Ed25519 (RFC 8410 §3). */
const hashes = ['2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.2', '2.16.840.1.101.3.4.2.3']
const algorithms = [
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
  '1.3.101.112',
]
const rsaPss = '1.2.840.113549.1.1.10'

/** Reads the hash that the parameters of RSASSA-PSS name (RFC 4055 §3.1). */
export interface PssReader {
  readonly readPssHash: (parameters: unknown) => string
}

/** Whether an algorithm is secure: MD5 and SHA-1 have collisions (RFC 9155 §1). */
export function isSoundAlgorithm(
  { algorithmId, algorithmParams }: AlgorithmIdentifier,
  { readPssHash }: PssReader,
): boolean {
  if (algorithmId !== rsaPss) return algorithms.includes(algorithmId)
  return hashes.includes(readPssHash(algorithmParams))
}
