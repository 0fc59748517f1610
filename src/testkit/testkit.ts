import { createRandom, type Random } from '../base/random.ts'
import { acceptOptions, optional, type OptionRules } from '../base/options/accept-options.ts'
import { isInstant, isText } from '../base/options/checks.ts'
import {
  certificateRules,
  makeCertificate,
  type CertificateOptions,
  type MadeCertificate,
} from './certificate.ts'
import {
  clientAssertionRules,
  makeClientAssertion,
  makeRequestObject,
  requestObjectRules,
  type ClientAssertionOptions,
  type RequestObjectOptions,
} from './client-jwt.ts'
import { makeKeyFor, type TestKey } from './key.ts'
import type { Timed } from './option-checks.ts'
import { makeProof, proofRules, type ProofOptions } from './proof.ts'

export interface TestkitSettings {
  /** Makes the results repeatable, except RSA keys; without a seed, everything is new. */
  readonly seed?: string
  /** The default time of everything that is made, in epoch milliseconds; the machine's by default. */
  readonly now?: number
}

const settingRules: OptionRules<TestkitSettings> = { seed: optional(isText), now: optional(isInstant) }

const algorithmRules: OptionRules<{ readonly algorithm?: string }> = { algorithm: optional(isText) }

/**
 * Makes keys, proofs, certificates and JWTs of a client. Needs no running mock. Every method rejects with a TypeError for
 * an option that is unknown, missing or wrong.
 */
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
 * Creates a testkit; with a seed and a time, everything that it makes repeats, except RSA keys. Throws a TypeError for a
 * setting that is unknown or wrong.
 *
 * @example
 *   const kit = createTestkit()
 *   const key = await kit.makeKey()
 *   const proof = await kit.makeProof({ key, method: 'POST', uri: 'https://as.example.com/token' })
 */
export function createTestkit(settings: TestkitSettings = {}): Testkit {
  const { seed, now } = acceptOptions('createTestkit', settingRules, settings)
  const random = createRandom(seed)
  const complete =
    <Options extends { readonly now: number }, Made>(
      called: keyof Testkit,
      rules: OptionRules<Timed<Options>>,
      make: (options: Options, source: Random) => Promise<Made>,
    ) =>
    async (given: Timed<Options>): Promise<Made> => {
      const accepted = acceptOptions(called, rules, given)
      return make({ now: now ?? Date.now(), ...accepted } as unknown as Options, random)
    }
  const certify = complete('makeCertificate', certificateRules, makeCertificate)
  return {
    makeKey: async (given) => {
      const { algorithm = 'ES256' } = acceptOptions('makeKey', algorithmRules, { algorithm: given })
      return makeKeyFor(algorithm, random)
    },
    makeProof: complete('makeProof', proofRules, makeProof),
    makeCertificate: async (given = {}) => certify(given),
    makeClientAssertion: complete('makeClientAssertion', clientAssertionRules, makeClientAssertion),
    makeRequestObject: complete('makeRequestObject', requestObjectRules, makeRequestObject),
  }
}
