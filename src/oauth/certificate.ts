import { X509Certificate } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { sha256 } from '../digest.ts'

/** Longer text is not a certificate that a client presented in a TLS handshake. */
const maximumLength = 65_536

/** `thumbprint` is `x5t#S256` (RFC 8705 §3.1); it is absent where the text is no certificate to Node's parser. */
export interface CertificateReading {
  readonly form: string
  readonly thumbprint?: string
}

/** Reads a client certificate; keeps the last readings, because parsing one costs more than the rest of a call. */
export type CertificateReader = (text: string) => CertificateReading

export function createCertificateReader(remembered = 500): CertificateReader {
  const readings = new LRUCache<string, CertificateReading>({ max: remembered })
  return (text) => {
    const key = sha256(text)
    const known = readings.get(key)
    if (known !== undefined) return known
    const reading = readCertificate(text.trim())
    readings.set(key, reading)
    return reading
  }
}

/** The digest is over the DER that was parsed, never over the input: a PEM bundle counts as its first certificate. */
function readCertificate(text: string): CertificateReading {
  if (text.length > maximumLength) return { form: `text longer than ${maximumLength} characters` }
  const form = nameCertificateForm(text)
  try {
    return { form, thumbprint: sha256(new X509Certificate(text).raw) }
  } catch {
    return { form }
  }
}

/** The forms in which gateways hand over a certificate (RFC 9440 §2, and the manuals of the gateways). */
const forms: readonly (readonly [RegExp, string])[] = [
  [/^(By|Hash|Cert|Subject|URI|DNS|Chain)=/, 'X-Forwarded-Client-Cert element (Envoy)'],
  [/-----BEGIN(%20|\+)/, 'URL-encoded PEM'],
  [/^:[A-Za-z0-9+/=]+:(,|$)/, 'RFC 9440 byte sequence'],
  [/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----\\n/, 'PEM with escaped line feeds'],
  [/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----\r?\n[ \t]/, 'PEM with folded lines'],
  [/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----\r?\n/, 'PEM'],
  [/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----\r/, 'PEM with carriage returns for line feeds'],
  [/-----BEGIN (TRUSTED |X509 )?CERTIFICATE----- /, 'PEM with blanks for line feeds'],
  [/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/, 'PEM without line feeds'],
  [/-----BEGIN [A-Za-z0-9 ]*-----/, 'PEM of something else than a certificate'],
  [/^30[0-9A-Fa-f]+$/, 'hexadecimal DER'],
  [/^MI[A-Za-z0-9+/]+=*$/, 'base64 DER'],
  [/^MI[A-Za-z0-9_-]+$/, 'base64url DER'],
  [/^[A-Za-z0-9_-]{43}$/, 'a thumbprint instead of a certificate'],
]

export function nameCertificateForm(text: string): string {
  return forms.find(([pattern]) => pattern.test(text))?.[1] ?? 'unknown form'
}
