import { isJwsSignedBy, type JwsKey } from './jws.ts'
import type { CompactJws } from './compact-jws.ts'
import { importPublicKey, type KeyError, type PublicKey } from './public-key.ts'

/** Whether a signature is good. `flaw` names a key with which none is, and says why. */
export interface SignatureFinding {
  readonly isValid: boolean
  readonly error?: string
}

/** Brings a public key into the form that verifies. */
export type KeyImporter = (key: PublicKey, algorithm: string) => Promise<{ readonly key: JwsKey } | KeyError>

/** Whether the key's owner, or who has the secret, signed a JWS by the algorithm of its header (RFC 7515 §5.2). */
export async function verifySignature(
  { text, header }: CompactJws,
  key: PublicKey | string,
  importKey: KeyImporter = importPublicKey,
): Promise<SignatureFinding> {
  const algorithm = String(header['alg'])
  if (typeof key === 'string') return { isValid: await isJwsSignedBy(text, Buffer.from(key), algorithm) }
  const imported = await importKey(key, algorithm)
  if ('error' in imported)
    return { isValid: false, error: `key-refused, ${key.thumbprint}: ${imported.error}` }
  return { isValid: await isJwsSignedBy(text, imported.key, algorithm) }
}

/** What a trace says of a signature. */
export function describeSignature({ isValid, error = 'invalid' }: SignatureFinding): string {
  return isValid ? 'valid' : error
}
