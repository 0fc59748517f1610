import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isJsonObject, readJsonObject } from '../base/json.ts'
import { readPublicPart, thumbprint, type Jwk, type TestKey } from '../testkit/key.ts'
import { CommandError, usageError } from './command-error.ts'

/** The algorithm of a key; RSA keys may name their own. */
const algorithmOf: Readonly<Record<string, string>> = {
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
  secp256k1: 'ES256K',
  Ed25519: 'EdDSA',
  RSA: 'RS256',
}

/**
 * Reads a private key from a file: PEM, a JWK, or JSON with a member `privateJwk`, as mint responses and `gm-mock dpop`
 * have it.
 */
export async function readKeyFile(path: string): Promise<TestKey> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new CommandError(`cannot read the key: ${error.message}`, usageError)
  })
  const given = text.includes('-----BEGIN') ? undefined : readJson(text)
  const privateJwk = readPrivateKey(given ?? text)
  const type = privateJwk?.['crv'] ?? privateJwk?.kty ?? ''
  const named = String(given?.['alg'])
  const algorithm = type === 'RSA' && /^[RP]S(256|384|512)$/.test(named) ? named : algorithmOf[type]
  if (privateJwk === undefined || algorithm === undefined) {
    throw new CommandError(
      `${path} holds no private key that proofs can be made with: a JWK, {"privateJwk": …} or PEM, on P-256, P-384, P-521, secp256k1 or Ed25519, or RSA.`,
      usageError,
    )
  }
  const publicJwk = readPublicPart(privateJwk)
  return { algorithm, privateJwk, publicJwk, jkt: thumbprint(publicJwk) }
}

/** The JWK in a JSON text; empty if there is none. */
function readJson(text: string): Readonly<Record<string, unknown>> {
  const reading = readJsonObject(text)
  if ('error' in reading) return {}
  const { value } = reading
  return isJsonObject(value['privateJwk']) ? value['privateJwk'] : value
}

/**
 * The private key as a JWK; undefined for a kind of key without one, and for a key whose public part in the file does
 * not match: Node ignores the public part of Ed25519 (RFC 8037 §2).
 */
function readPrivateKey(key: string | Readonly<Record<string, unknown>>): Jwk | undefined {
  try {
    if (typeof key === 'string') return createPrivateKey(key).export({ format: 'jwk' }) as Jwk
    const made = createPrivateKey({ key, format: 'jwk' }).export({ format: 'jwk' }) as Jwk
    return made.kty === 'OKP' && made['x'] !== key['x'] ? undefined : made
  } catch {
    return undefined
  }
}
