import { excerpt, found, verdict, skipped, type Finding, type Verdict } from '../base/verdict.ts'
import { expectPem, type CertificateReading } from './x509/certificate.ts'

export type CertificateReason = 'certificate_missing' | 'certificate_malformed' | 'certificate_mismatch'

/** What gateways write if there is no certificate: nothing, Apache's `(null)`, nginx's `-`. */
const absent = ['', '(null)', '-']

const presence = { check: 'certificate-present', clause: 'RFC 8705 §3', source: 'inferred' } as const

/** RFC 8705 §3: a certificate-bound token requires a certificate. */
export function checkCertificatePresent(certificate: string): Verdict<CertificateReason> {
  return verdict(presence, !absent.includes(certificate.trim()), 'certificate_missing', {
    expected: 'a client certificate in PEM',
    actual: excerpt(certificate.trim(), 10) || 'none',
  })
}

/** RFC 8705 §3.1; Authlete GMRequest `clientCertificate`: the certificate comes in PEM. Finds its thumbprint. */
export function checkCertificateForm(reading: CertificateReading): Finding<CertificateReason, string> {
  const rule = {
    check: 'certificate-form',
    clause: 'RFC 8705 §3.1; Authlete GMRequest clientCertificate',
    source: 'documented',
  } as const
  return found(rule, reading.thumbprint, 'certificate_malformed', {
    expected: expectPem(reading.form),
    actual: reading.form,
  })
}

/**
 * RFC 8705 §3: the token is bound to this certificate. Neither the chain nor the dates are checked (RFC 8705 §6.2): an
 * expired or self-signed certificate passes if the thumbprint matches.
 */
export function checkCertificateThumbprint(
  reading: CertificateReading,
  thumbprint: string,
): Verdict<CertificateReason> {
  const rule = { check: 'certificate-thumbprint', clause: 'RFC 8705 §3, §3.1', source: 'documented' } as const
  return verdict(rule, reading.thumbprint === thumbprint, 'certificate_mismatch', {
    expected: thumbprint,
    actual: reading.thumbprint ?? 'none',
  })
}

/** RFC 8705 §3: a certificate that comes with an unbound token is not checked. */
export function skipCertificateChecks(): Verdict<never> {
  return skipped(presence, 'the access token is not bound to a certificate')
}
