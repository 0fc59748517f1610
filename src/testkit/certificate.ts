import type { Random } from '../base/random.ts'
import type { CertificateFacts, MadeCertificate } from './certificate-facts.ts'
import { certificateFlaws, type CertificateBreak } from './certificate-flaws.ts'
import { findFlaw } from './flaw.ts'
import { issueCertificate } from './x509.ts'

export type { MadeCertificate } from './certificate-facts.ts'

/** The content of a certificate. */
export interface CertificateOptions extends CertificateFacts {
  /** What is wrong with it: one of `certificateFlaws`. */
  readonly break?: CertificateBreak
}

/**
 * Makes a client certificate (RFC 8705 §2, §3.1), repeatable for the same options and seed. With a flaw, `thumbprint`
 * is still that of the correct certificate, so that a token can be bound to it. Throws a TypeError for an invalid
 * subject, alternative name or flaw.
 */
export async function makeCertificate(options: CertificateOptions, random: Random): Promise<MadeCertificate> {
  const { break: word, ...facts } = options
  if (word === undefined) return issueCertificate(facts, random)
  return findFlaw(certificateFlaws, word, 'a certificate').make(facts, random)
}
