import { sha256 } from '../base/digest.ts'
import type { Random } from '../base/random.ts'
import { findFlaw } from './flaw.ts'
import { signJwt } from './jwt.ts'
import { algorithmOf, type KeyPair } from './key.ts'
import { proofFlaws, type ProofBreak } from './proof-flaws.ts'

/** The content of a DPoP proof. */
export interface ProofOptions {
  readonly key: KeyPair
  /** The method and the URI of the request to the resource, `htm` and `htu`. */
  readonly method: string
  readonly uri: string
  /** Epoch milliseconds. */
  readonly now: number
  /** Absent at a token endpoint. */
  readonly accessToken?: string
  readonly nonce?: string
  /** Members to add, replace, or leave out (undefined). */
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: Readonly<Record<string, unknown>>
  /** What is wrong with it: one of `proofFlaws`. */
  readonly break?: ProofBreak
}

/**
 * Makes a DPoP proof (RFC 9449 §4.2), with the changes or the flaw of the options. Throws a TypeError for an unknown
 * flaw.
 */
export async function makeProof(options: ProofOptions, random: Random): Promise<string> {
  const { key, accessToken, nonce, break: word } = options
  const claims = {
    jti: random.token(),
    htm: options.method,
    htu: options.uri,
    ...(accessToken !== undefined && { ath: sha256(accessToken) }),
    ...(nonce !== undefined && { nonce }),
    iat: Math.floor(options.now / 1000),
    ...options.claims,
  }
  const header = { typ: 'dpop+jwt', alg: algorithmOf(key), jwk: key.publicJwk, ...options.header }
  if (word === undefined) return signJwt(header, claims, key.privateJwk)
  return findFlaw(proofFlaws, word, 'a proof').make({ header, claims, privateJwk: key.privateJwk }, random)
}
