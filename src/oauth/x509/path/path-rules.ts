import type { CertificateFacts, CertificatePath } from './certificate-facts.ts'
import { isHost, keepsConstraints } from './name-constraints.ts'
import { keepsPolicies } from './policies.ts'

type Certificates = readonly CertificateFacts[]

/** The bits of `keyUsage` (RFC 5280 §4.2.1.3). */
const bits = { digitalSignature: 0x80, keyAgreement: 0x08, keyCertSign: 0x04 }

/** `id-kp-clientAuth` and `anyExtendedKeyUsage` (RFC 5280 §4.2.1.12). */
const clientPurposes = ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']

/**
 * RFC 5280 §6.1: finds what is wrong with a path, the trust anchor first and the client's certificate last. The
 * signatures have been verified already. The same rules apply to the anchor (RFC 5937 §3.2); trust only replaces its
 * signature.
 */
export function findPathError(path: CertificatePath, now: number): string | undefined {
  const authorities = path.slice(0, -1)
  const issued = path.slice(1)
  return (
    path.find(({ error }) => error !== undefined)?.error ??
    report(
      path.every(({ certificate }) => isInForce(certificate, now)),
      'a certificate out of its time',
    ) ??
    report(
      issued.every(({ isSignedSoundly }) => isSignedSoundly),
      'a signature that can be forged',
    ) ??
    report(path.every(isForClients), 'a certificate that is not for client authentication') ??
    report(authorities.every(mayIssue), 'an issuer that is no authority') ??
    report(path.every(isWithinLength), 'more authorities than one allows') ??
    report(path.every(isWithinNames), 'a name that an authority may not issue') ??
    report(keepsPolicies(path), 'no policy that all of them have')
  )
}

function report(holds: boolean, error: string): string | undefined {
  return holds ? undefined : error
}

/** RFC 5280 §6.1.3 (a) (2): times are whole seconds, and the last one counts. */
function isInForce({ validFromDate, validToDate }: CertificateFacts['certificate'], now: number): boolean {
  const second = Math.floor(now / 1000) * 1000
  return validFromDate.getTime() <= second && second <= validToDate.getTime()
}

/** RFC 5280 §4.2.1.12; RFC 8446 §4.4.2.3: purposes and usages, if present, allow a client to sign its handshake. */
function isForClients({ purposes, keyUsage }: CertificateFacts, index: number, path: Certificates) {
  const isClient = index === path.length - 1
  const signs = keyUsage === undefined || (keyUsage & (bits.digitalSignature | bits.keyAgreement)) !== 0
  const serves = purposes === undefined || purposes.some((purpose) => clientPurposes.includes(purpose))
  return serves && (signs || !isClient)
}

/** RFC 5280 §6.1.4 (k), (n): an older version cannot mark an authority, so only a trusted one is accepted. */
function mayIssue({ version, isAuthority, keyUsage }: CertificateFacts, index: number): boolean {
  const isTrusted = index === 0 && version < 3
  return (isAuthority || isTrusted) && (keyUsage === undefined || (keyUsage & bits.keyCertSign) !== 0)
}

/** RFC 5280 §6.1.4 (l), (m): self-issued authorities do not count, nor does the client's certificate. */
function isWithinLength(
  { pathLength = Infinity }: CertificateFacts,
  index: number,
  path: Certificates,
): boolean {
  const below = path.slice(index + 1, -1).filter(({ isSelfIssued }) => !isSelfIssued)
  return below.length <= pathLength
}

/** RFC 5280 §6.1.3 (b), (c): constraints apply to a self-issued certificate only if it is the client's. */
function isWithinNames(facts: CertificateFacts, index: number, path: Certificates): boolean {
  const isClient = index === path.length - 1
  if (facts.isSelfIssued && !isClient) return true
  const names = isClient ? [...facts.names, ...listHosts(facts)] : facts.names
  return path.slice(0, index).every((authority) => keepsConstraints(names, authority))
}

/** A common name that is a host counts as one if there is no other, as many TLS servers use it so. */
function listHosts({ names, commonNames }: CertificateFacts) {
  if (names.some(({ kind }) => kind === 'DNS')) return []
  return commonNames
    .filter((text) => text.includes('.') && isHost(text))
    .map((text) => ({ kind: 'DNS', text, parts: [] }))
}
