import { sha256 } from '../base/digest.ts'
import type { Random } from '../base/random.ts'
import { needed, optional, type OptionRules } from '../base/options/accept-options.ts'
import { isAnyObject, isInstant, isText } from '../base/options/checks.ts'
import { isFlawOf } from './flaw.ts'
import { isTargetUri, normaliseTarget } from './htu.ts'
import { signJwt } from './jwt.ts'
import { algorithmOf, type KeyPair } from './key.ts'
import { isKeyPair, type Timed } from './option-checks.ts'
import { proofFlaws, type ProofBreak } from './proof-flaws.ts'

/** The content of a DPoP proof. */
export interface ProofOptions {
  readonly key: KeyPair
  /** The method of the request to the resource, `htm`. */
  readonly method: string
  /** The URI of the request; `htu` is its normal form, without query and fragment. */
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

export const proofRules: OptionRules<Timed<ProofOptions>> = {
  key: needed(isKeyPair),
  method: needed(isText),
  uri: needed(isTargetUri),
  now: optional(isInstant),
  accessToken: optional(isText),
  nonce: optional(isText),
  header: optional(isAnyObject),
  claims: optional(isAnyObject),
  break: optional(isFlawOf(proofFlaws)),
}

/** Makes a DPoP proof (RFC 9449 §4.2), with the changes or the flaw of the options. */
export async function makeProof(options: ProofOptions, random: Random): Promise<string> {
  const { key, accessToken, nonce, break: word } = options
  const claims = {
    jti: random.token(),
    htm: options.method,
    htu: normaliseTarget(options.uri),
    ...(accessToken !== undefined && { ath: sha256(accessToken) }),
    ...(nonce !== undefined && { nonce }),
    iat: Math.floor(options.now / 1000),
    ...options.claims,
  }
  const header = { typ: 'dpop+jwt', alg: algorithmOf(key), jwk: key.publicJwk, ...options.header }
  if (word === undefined) return signJwt(header, claims, key.privateJwk)
  return proofFlaws[word].make({ header, claims, privateJwk: key.privateJwk }, random)
}
