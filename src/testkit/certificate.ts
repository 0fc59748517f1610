import type { Random } from '../base/random.ts'
import { certificateFlaws, type CertificateBreak } from './certificate-flaws.ts'
import { findFlaw } from './flaw.ts'
import { issueCertificate, type CertificateFacts, type MadeCertificate } from './x509.ts'

export type { MadeCertificate } from './x509.ts'

/** What a certificate is made for. */
export interface CertificateOptions extends CertificateFacts {
  /** What is wrong with it: one of `certificateFlaws`. */
  readonly break?: CertificateBreak
}

/**
 * Makes a certificate as a client would present it (RFC 8705 §2, §3.1), the same order and seed always the same one.
 * With a flaw, `thumbprint` is still that of the certificate as it should be, so that a token can be bound to it. Throws
 * a TypeError where the subject, an alternative name or the flaw cannot be read.
 */
export async function makeCertificate(options: CertificateOptions, random: Random): Promise<MadeCertificate> {
  const { break: word, ...facts } = options
  if (word === undefined) return issueCertificate(facts, random)
  return findFlaw(certificateFlaws, word, 'a certificate').make(facts, random)
}
