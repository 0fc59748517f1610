import { X509Certificate } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { sha256 } from '../../base/digest.ts'

/** Longer text is not a certificate that a client presented in a TLS handshake. */
export const maximumLength = 65_536

/** `thumbprint` is `x5t#S256` (RFC 8705 §3.1); absent if Node cannot parse the certificate. */
export interface CertificateReading {
  readonly form: string
  readonly thumbprint?: string
}

/** Reads a client certificate; caches the last ones, because parsing one costs more than the rest of a call. */
export type CertificateReader = (text: string) => CertificateReading

export function createCertificateReader(maxCached = 500): CertificateReader {
  const readings = new LRUCache<string, CertificateReading>({ max: maxCached })
  return (text) => {
    const key = sha256(text)
    const known = readings.get(key)
    if (known !== undefined) return known
    const reading = readCertificate(text.trim())
    readings.set(key, reading)
    return reading
  }
}

/** The digest covers the parsed DER, never the input: a PEM bundle counts as its first certificate. */
function readCertificate(text: string): CertificateReading {
  if (text.length > maximumLength) return { form: `text longer than ${maximumLength} characters` }
  const form = certificateFormOf(text)
  try {
    return { form, thumbprint: sha256(new X509Certificate(text).raw) }
  } catch {
    return { form }
  }
}

const urlDecode = 'URL-decode it'
const putLines = 'put the lines of PEM around the base64'
const putLinesAroundFirst = 'take the first certificate, and put the lines of PEM around its base64'
const breakLines = 'put line feeds where the lines of PEM end'
const presentIt = 'pass on the certificate itself'

/**
 * The forms in which gateways pass on a certificate (RFC 9440 §2, and the manuals of the gateways), and how each
 * becomes PEM.
 */
const forms: readonly (readonly [pattern: RegExp, form: string, advice?: string])[] = [
  [
    /^(By|Hash|Cert|Subject|URI|DNS|Chain)=/,
    'X-Forwarded-Client-Cert element (Envoy)',
    'URL-decode what Cert="…" has',
  ],
  [/(-|%2D){5}BEGIN(%20|\+)/i, 'URL-encoded PEM', urlDecode],
  [/(-|%2D|%252D){5}BEGIN%2520/i, 'PEM that is URL-encoded twice', 'URL-decode it twice'],
  [
    /^:[A-Za-z0-9+/=]+:\s*([,;]|$)/,
    'RFC 9440 byte sequence',
    'put the lines of PEM around what is between the colons',
  ],
  [/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----(\\r)?\\n/, 'PEM with escaped line feeds', breakLines],
  [
    /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----\r?\n[ \t]/,
    'PEM with folded lines',
    'take the blanks away with which its lines begin',
  ],
  [/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----\r?\n/, 'PEM'],
  [/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----\r/, 'PEM with carriage returns for line feeds', breakLines],
  [/-----BEGIN (TRUSTED |X509 )?CERTIFICATE----- /, 'PEM with blanks for line feeds', breakLines],
  [/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----\t/, 'PEM with tabs for line feeds', breakLines],
  [/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/, 'PEM without line feeds', breakLines],
  [/-----BEGIN [A-Za-z0-9 ]*-----/, 'PEM of something else than a certificate', presentIt],
  [/^LS0tLS1CRUdJTi/, 'base64 of PEM', 'decode the base64'],
  [
    /^([0-9A-F]{40}|[0-9A-F]{64})$|^([0-9A-F]{2}:){19,31}[0-9A-F]{2}$/i,
    'a fingerprint instead of a certificate',
    presentIt,
  ],
  [/^30[0-9A-F]+$/i, 'hexadecimal DER', 'write the octets in base64, and put the lines of PEM around it'],
  [/^MI[A-Za-z0-9+/]+=*$/, 'base64 DER', putLines],
  [
    /^MI[A-Za-z0-9+/]+=*(\s*,\s*MI[A-Za-z0-9+/]+=*)+$/,
    'base64 DER of a chain, joined by commas (Traefik)',
    putLinesAroundFirst,
  ],
  [
    /^MI[A-Za-z0-9+/=,]*%(2[BFC]|3D)[A-Za-z0-9+/=,%]*$/i,
    'URL-encoded base64 DER (Traefik)',
    `${urlDecode}, and ${putLines}`,
  ],
  [/^MI[A-Za-z0-9+/\s]+=*$/, 'base64 DER with white space', putLines],
  [/^MI[A-Za-z0-9_-]+$/, 'base64url DER', `write it in base64, and ${putLines}`],
  [/^\[\s*"MI[A-Za-z0-9+/]/, 'x5c array (RFC 7517)', putLinesAroundFirst],
  [/^"(MI|-----BEGIN)/, 'certificate in quotation marks', 'take the quotation marks away'],
  [/^(Subject|Issuer|SerialNumber|N[AB]|SAN)%3D/i, 'details of a certificate (Traefik)', presentIt],
  [
    /^0[\u0080-\u0084\uFFFD]/,
    'DER read as text',
    'write the octets in base64, and put the lines of PEM around it',
  ],
  [/^\/?(CN|C|O|OU|L|ST|DC|UID|emailAddress)=/i, 'a subject instead of a certificate', presentIt],
  [/^[A-Za-z0-9_-]{43}$/, 'a thumbprint instead of a certificate', presentIt],
]

export function certificateFormOf(text: string): string {
  return forms.find(([pattern]) => pattern.test(text))?.[1] ?? 'unknown form'
}

/** The expected form of a certificate: PEM, and how this form becomes PEM. */
export function expectPem(form: string): string {
  const advice = forms.find(([, name]) => name === form)?.[2]
  return advice === undefined ? 'PEM' : `PEM: ${advice}`
}
