import { createRandom } from '../base/random.ts'
import { makeCertificate, type CertificateOptions, type MadeCertificate } from './certificate.ts'
import {
  makeClientAssertion,
  makeRequestObject,
  type ClientAssertionOptions,
  type RequestObjectOptions,
} from './client-jwt.ts'
import { makeKeyFor, type TestKey } from './key.ts'
import { makeProof, type ProofOptions } from './proof.ts'

export interface TestkitSettings {
  /** Makes the results repeatable, except RSA keys; without a seed, everything is new. */
  readonly seed?: string
  /** The default time of everything that is made, in epoch milliseconds; the machine's by default. */
  readonly now?: number
}

/** Options whose time is the testkit's by default. */
type Timed<Order extends { readonly now: number }> = Omit<Order, 'now'> & { readonly now?: number }

/** Makes keys, proofs, certificates and JWTs of a client. Needs no running mock. */
export interface Testkit {
  /** A key pair, for ES256 by default. Rejects with a TypeError for an algorithm that proofs cannot use. */
  readonly makeKey: (algorithm?: string) => Promise<TestKey>
  /** A DPoP proof (RFC 9449 §4.2); `break` makes it wrong in one way, see `proofFlaws`. */
  readonly makeProof: (options: Timed<ProofOptions>) => Promise<string>
  /** A certificate (RFC 8705 §2, §3.1) with its key and thumbprint; `break`: see `certificateFlaws`. */
  readonly makeCertificate: (options?: Timed<CertificateOptions>) => Promise<MadeCertificate>
  /** A JWT for `private_key_jwt` (RFC 7523 §3). */
  readonly makeClientAssertion: (options: Timed<ClientAssertionOptions>) => Promise<string>
  /** A signed authorization request (RFC 9101 §4). */
  readonly makeRequestObject: (options: Timed<RequestObjectOptions>) => Promise<string>
}

/**
 * Creates a testkit; with a seed and a time, everything that it makes repeats, except RSA keys.
 *
 * @example
 *   const kit = createTestkit()
 *   const key = await kit.makeKey()
 *   const proof = await kit.makeProof({ key, method: 'POST', uri: 'https://as.example.com/token' })
 */
export function createTestkit({ seed, now }: TestkitSettings = {}): Testkit {
  const random = createRandom(seed)
  const time = <Order extends { readonly now?: number }>(options: Order) => ({
    now: now ?? Date.now(),
    ...options,
  })
  return {
    makeKey: (algorithm = 'ES256') => makeKeyFor(algorithm, random),
    makeProof: (options) => makeProof(time(options), random),
    makeCertificate: (options = {}) => makeCertificate(time(options), random),
    makeClientAssertion: (options) => makeClientAssertion(time(options), random),
    makeRequestObject: (options) => makeRequestObject(time(options), random),
  }
}
