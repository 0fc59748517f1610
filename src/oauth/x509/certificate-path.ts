import { X509Certificate } from 'node:crypto'
import {
  failed,
  found,
  verdict,
  passedWith,
  skipped,
  type Fail,
  type Finding,
  type Pass,
  type Skip,
} from '../../base/verdict.ts'

export type CertificatePathReason =
  | 'client_trust_anchors_missing'
  | 'client_trust_anchor_malformed'
  | 'client_certificate_path_malformed'
  | 'client_certificate_path_invalid'

/** Longer text is not a certificate that a client presented in a TLS handshake. */
const maximumLength = 65_536

/** No client needs more certificates between its own and a root. */
const maximumPath = 10

const anchors = {
  check: 'client-trust-anchors',
  clause: 'Authlete Service mutualTlsValidatePkiCertChain, trustedRootCertificates',
  source: 'documented',
} as const

/** A certificate in PEM, or undefined for any other text. */
export function readPemCertificate(text: unknown): X509Certificate | undefined {
  if (typeof text !== 'string' || text.length > maximumLength) return undefined
  try {
    return new X509Certificate(text.trim())
  } catch {
    return undefined
  }
}

/** Authlete Service trustedRootCertificates: a service that validates paths has roots for it. Finds the roots. */
export function checkTrustAnchors(
  registered: unknown,
): Finding<CertificatePathReason, readonly X509Certificate[]> {
  const texts: readonly unknown[] = Array.isArray(registered) ? registered : []
  if (texts.length === 0) return failed(anchors, 'client_trust_anchors_missing')
  const roots = readAll(texts)
  if (roots === undefined) return failed(anchors, 'client_trust_anchor_malformed')
  return passedWith(anchors, roots, { actual: `${roots.length} root certificates` })
}

/** Authlete Service mutualTlsValidatePkiCertChain: a service that leaves paths to its TLS server has no roots. */
export function skipCertificatePath(): Skip {
  return skipped(anchors, 'mutualTlsValidatePkiCertChain is off')
}

/** RFC 8446 §4.4.2: the client's certificate comes with certificates only, and not too many. Finds them. */
export function checkCertificatePathForm(
  texts: readonly string[] = [],
): Finding<CertificatePathReason, readonly X509Certificate[]> {
  const rule = {
    check: 'client-certificate-path-form',
    clause: 'RFC 8446 §4.4.2',
    source: 'documented',
  } as const
  const path = texts.length > maximumPath ? undefined : readAll(texts)
  return found(rule, path, 'client_certificate_path_malformed', { actual: `${texts.length} certificates` })
}

/** RFC 5280 §6: a path leads from a root to the client's certificate; `error` is what is wrong with it. */
export function checkCertificatePath(error: string | undefined): Pass | Fail<CertificatePathReason> {
  const rule = {
    check: 'client-certificate-path',
    clause: 'RFC 8705 §2.1; RFC 5280 §6',
    source: 'documented',
  } as const
  return verdict(rule, error === undefined, 'client_certificate_path_invalid', {
    expected: 'a path from a trusted root',
    actual: error ?? 'a path',
  })
}

function readAll(texts: readonly unknown[]): readonly X509Certificate[] | undefined {
  const read = texts.map(readPemCertificate)
  return read.includes(undefined) ? undefined : (read as X509Certificate[])
}
