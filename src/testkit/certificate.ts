import type { Random } from '../base/random.ts'
import type { AlternativeNames, CertificateFacts, MadeCertificate } from './certificate-facts.ts'
import { optional, withMembers, type OptionRules } from '../base/options/accept-options.ts'
import { isInstant, isTextList, isTrueOrFalse } from '../base/options/checks.ts'
import { certificateFlaws, type CertificateBreak } from './certificate-flaws.ts'
import { isFlawOf } from './flaw.ts'
import { isIssuer, isPrivateKeyOnP256, isSubject, type Timed } from './option-checks.ts'
import { issueCertificate } from './x509.ts'

export type { MadeCertificate } from './certificate-facts.ts'

/** The content of a certificate. */
export interface CertificateOptions extends CertificateFacts {
  /** What is wrong with it: one of `certificateFlaws`. */
  readonly break?: CertificateBreak
}

const alternativeNameRules: OptionRules<AlternativeNames> = {
  dns: optional(isTextList),
  uri: optional(isTextList),
  ip: optional(isTextList),
  email: optional(isTextList),
}

export const certificateRules: OptionRules<Timed<CertificateOptions>> = {
  now: optional(isInstant),
  notBefore: optional(isInstant),
  notAfter: optional(isInstant),
  subject: optional(isSubject),
  alternativeNames: optional(withMembers(alternativeNameRules)),
  privateJwk: optional(isPrivateKeyOnP256),
  issuer: optional(isIssuer),
  isAuthority: optional(isTrueOrFalse),
  break: optional(isFlawOf(certificateFlaws)),
}

/**
 * Makes a client certificate (RFC 8705 §2, §3.1), repeatable for the same options and seed. With a flaw, `thumbprint`
 * is still that of the correct certificate, so that a token can be bound to it. Throws a TypeError for an invalid
 * subject or alternative name.
 */
export async function makeCertificate(options: CertificateOptions, random: Random): Promise<MadeCertificate> {
  const { break: word, ...facts } = options
  if (word === undefined) return issueCertificate(facts, random)
  return certificateFlaws[word].make(facts, random)
}
