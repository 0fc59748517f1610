import { X509Certificate } from 'node:crypto'
import { sha256 } from '../../base/digest.ts'
import { excerpt } from '../../base/verdict.ts'
import { certificateFormOf, expectPem, maximumLength } from './certificate.ts'

/** What a reader needs of a client certificate. Nothing is verified. */
export interface DescribedCertificate {
  readonly subject?: string
  readonly issuer?: string
  /** Hexadecimal. */
  readonly serialNumber?: string
  /** ISO 8601. */
  readonly validFrom?: string
  readonly validTo?: string
  /** The SHA-256 thumbprint, `x5t#S256` (RFC 8705 §3.1). */
  readonly 'x5t#S256'?: string
  readonly flaws: readonly string[]
}

/** Describes the certificate that came with a call: the first one of a bundle. Names are cut to 500 characters. */
export function describeCertificate(given: string): DescribedCertificate {
  const text = given.trim()
  if (text.length > maximumLength) return { flaws: [`longer than ${maximumLength} characters`] }
  const form = certificateFormOf(text)
  const flaws = form === 'PEM' ? [] : [`${form}, expected ${expectPem(form)}`]
  try {
    const { subject, issuer, serialNumber, validFrom, validTo, raw } = new X509Certificate(text)
    return {
      subject: writeName(subject),
      issuer: writeName(issuer),
      serialNumber,
      validFrom: writeTime(validFrom),
      validTo: writeTime(validTo),
      'x5t#S256': sha256(raw),
      flaws,
    }
  } catch {
    return { flaws: flaws.length === 0 ? ['PEM that holds no readable certificate'] : flaws }
  }
}

/** Node writes one part of a name on each line; a name may be empty. */
function writeName(name: string | undefined): string {
  return excerpt((name ?? '').split('\n').join(', '), 500)
}

function writeTime(text: string): string {
  return new Date(text).toISOString()
}
