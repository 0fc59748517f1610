import { isJwsMacOf, isJwsSignedBy } from './jws.ts'
import type { CompactJws } from './compact-jws.ts'
import { importPublicKey, type KeyError, type PublicKey } from './public-key.ts'
import type { VerificationKey } from './public-key-signature.ts'

/** Whether a signature is valid. `error` names a key that cannot verify, and why. */
export interface SignatureFinding {
  readonly isValid: boolean
  readonly error?: string
}

/** Imports a public key. */
export type KeyImporter = (
  key: PublicKey,
  algorithm: string,
) => Promise<{ readonly key: VerificationKey } | KeyError>

/** Verifies the signature or MAC of a JWS by the algorithm of its header (RFC 7515 §5.2). */
export async function verifySignature(
  { text, header }: Pick<CompactJws, 'text' | 'header'>,
  key: PublicKey | string,
  importKey: KeyImporter = importPublicKey,
): Promise<SignatureFinding> {
  const algorithm = String(header['alg'])
  if (typeof key === 'string') return { isValid: await isJwsMacOf(text, Buffer.from(key), algorithm) }
  const imported = await importKey(key, algorithm)
  if ('error' in imported)
    return { isValid: false, error: `key-refused, ${key.thumbprint}: ${imported.error}` }
  return { isValid: await isJwsSignedBy(text, imported.key) }
}

/** Describes a signature for a trace. */
export function describeSignature({ isValid, error = 'invalid' }: SignatureFinding): string {
  return isValid ? 'valid' : error
}
