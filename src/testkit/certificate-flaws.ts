import type { Random } from '../base/random.ts'
import type { CertificateFacts, MadeCertificate } from './certificate-facts.ts'
import type { Flaw } from './flaw.ts'
import { makeKey } from './key.ts'
import { issueCertificate, readPem } from './x509.ts'

/** One way to make a certificate wrong. */
interface CertificateFlaw extends Flaw {
  readonly make: (facts: CertificateFacts, random: Random) => Promise<MadeCertificate>
}

const day = 86_400_000

/** RFC 8705 §6.2 leaves chains and dates to the TLS server, and Authlete's /gm checks the thumbprint alone. */
const passes = { reason: 'queried', resultCode: 'A277001' } as const
const malformed = {
  clause: 'Authlete GMRequest clientCertificate',
  reason: 'certificate_malformed',
  resultCode: 'A281302',
} as const

/** All flaws of certificates by name. The token is bound to the correct certificate. */
export const certificateFlaws = {
  'wrong-key': {
    does: 'another certificate with the same names, by another key',
    clause: 'RFC 8705 §3',
    reason: 'certificate_mismatch',
    resultCode: 'A281304',
    make: async (facts, random) => {
      const { thumbprint } = await issueCertificate(facts, random)
      const other = await issueCertificate({ ...facts, privateJwk: makeKey(random).privateJwk }, random)
      return { ...other, thumbprint }
    },
  },
  expired: {
    does: 'expired a day ago; accepted, because the TLS server checks dates',
    clause: 'RFC 8705 §6.2',
    ...passes,
    make: async (facts, random) =>
      issueCertificate({ ...facts, notBefore: facts.now - 365 * day, notAfter: facts.now - day }, random),
  },
  'not-yet-valid': {
    does: 'valid from tomorrow; accepted for the same reason',
    clause: 'RFC 8705 §6.2',
    ...passes,
    make: async (facts, random) => issueCertificate({ ...facts, notBefore: facts.now + day }, random),
  },
  'url-encoded': {
    does: 'URL-encoded PEM, as nginx forwards it, not decoded',
    ...malformed,
    make: rewrite(encodeURIComponent),
  },
  'base64-der': {
    does: 'base64 of the DER without the lines around it, as HAProxy forwards it',
    ...malformed,
    make: rewrite((pem) => readPem(pem).toString('base64')),
  },
  rfc9440: {
    does: 'a byte sequence, as in the Client-Cert header (RFC 9440)',
    ...malformed,
    make: rewrite((pem) => `:${readPem(pem).toString('base64')}:`),
  },
  'one-line': {
    does: 'PEM with blanks for line feeds, as in an unfolded header',
    ...malformed,
    make: rewrite((pem) => pem.trim().replaceAll('\n', ' ')),
  },
  'escaped-line-feeds': {
    does: 'PEM with \\n for line feeds, as in a variable that was quoted twice',
    ...malformed,
    make: rewrite((pem) => pem.replaceAll('\n', '\\n')),
  },
  'not-a-certificate': {
    does: 'PEM around something that is no certificate',
    ...malformed,
    make: rewrite((pem) => pem.replace(/(?<=-\n)[^-]+/, 'bm90IGEgY2VydGlmaWNhdGU=\n')),
  },
  missing: {
    does: '(null), as Apache writes it when the client presented none',
    clause: 'RFC 8705 §3',
    reason: 'certificate_missing',
    resultCode: 'A281301',
    make: rewrite(() => '(null)'),
  },
} as const satisfies Readonly<Record<string, CertificateFlaw>>

export type CertificateBreak = keyof typeof certificateFlaws

/** The same certificate in another encoding. */
function rewrite(change: (pem: string) => string): CertificateFlaw['make'] {
  return async (facts, random) => {
    const made = await issueCertificate(facts, random)
    return { ...made, certificate: change(made.certificate) }
  }
}
