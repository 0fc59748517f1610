import type { PrivateJwk } from './key.ts'

/** A subject as attributes in the order of the certificate, or as text. */
export type Subject = string | readonly (readonly [type: string, value: string])[]

/** Subject alternative names (RFC 5280 §4.2.1.6), by their kind. */
export interface AlternativeNames {
  readonly dns?: readonly string[]
  readonly uri?: readonly string[]
  readonly ip?: readonly string[]
  readonly email?: readonly string[]
}

/** The content of a certificate. Instants in epoch milliseconds. */
export interface CertificateFacts {
  /** The beginning, if there is no `notBefore`; without `notAfter` it lasts for ten years. */
  readonly now: number
  readonly notBefore?: number
  readonly notAfter?: number
  /**
   * Attributes in the order of the certificate, or a distinguished name as RFC 4514 writes it, or a text without "=",
   * which is the common name.
   */
  readonly subject?: Subject
  readonly alternativeNames?: AlternativeNames
  /** The private key; a new one by default. */
  readonly privateJwk?: PrivateJwk
  /** The issuer; self-signed by default. */
  readonly issuer?: Pick<MadeCertificate, 'certificate' | 'privateKey'>
  /** Whether it may issue others (RFC 5280 §4.2.1.9). */
  readonly isAuthority?: boolean
}

export interface MadeCertificate {
  /** PEM. */
  readonly certificate: string
  /** PEM, PKCS #8. */
  readonly privateKey: string
  /** SHA-256 of the certificate, as `x5t#S256` names it. */
  readonly thumbprint: string
}
