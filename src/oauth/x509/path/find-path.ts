import type { X509Certificate } from 'node:crypto'
import { createFactsReader, type CertificateFacts, type CertificatePath } from './certificate-facts.ts'
import { findPathError } from './path-rules.ts'

/** What a path is validated with. `now` in epoch milliseconds. */
interface PathExpectations {
  readonly path: readonly X509Certificate[]
  readonly roots: readonly X509Certificate[]
  readonly now: number
}

/** Certificates that sign one another in circles make an unlimited number of paths. */
const maximumPaths = 100

/**
 * Path validation by RFC 5280 §6: a path leads from a root to the client's certificate, each issued by the one before
 * it and all of them valid for their use. Returns the error of the last path tried, and undefined if one is valid.
 * Revocation is not checked, because that takes a fetch.
 */
export async function findCertificatePathError(
  certificate: X509Certificate,
  { path, roots, now }: PathExpectations,
): Promise<string | undefined> {
  const readFacts = await createFactsReader()
  const others = path.map(readFacts)
  const anchors = roots.map(readFacts)
  let error: string | undefined = 'no path from a trusted root'
  for (const found of listPaths([readFacts(certificate)], others, anchors)) {
    error = findPathError(found, now)
    if (error === undefined) return undefined
  }
  return error
}

/** The paths that lead from an anchor to a certificate, the shortest ones first. */
function listPaths(
  client: CertificatePath,
  others: readonly CertificateFacts[],
  anchors: readonly CertificateFacts[],
): readonly CertificatePath[] {
  const [facts] = client
  const findIssuers = createIssuerFinder(others)
  const findAnchors = createIssuerFinder(anchors)
  const found: CertificatePath[] = anchors.some((anchor) => isTrustedItself(facts, anchor)) ? [client] : []
  const begun: CertificatePath[] = [client]
  for (const known of begun) {
    const [first] = known
    found.push(...findAnchors(first).map((anchor) => [anchor, ...known] as const))
    const next = findIssuers(first).filter((other) => !known.some((one) => isSame(one, other)))
    begun.push(...next.slice(0, maximumPaths - begun.length).map((other) => [other, ...known] as const))
  }
  return found
}

/** Each signature is verified once, however many paths contain it. */
function createIssuerFinder(
  certificates: readonly CertificateFacts[],
): (facts: CertificateFacts) => readonly CertificateFacts[] {
  const issuers = new Map<CertificateFacts, readonly CertificateFacts[]>()
  return (facts) => {
    const known = issuers.get(facts) ?? certificates.filter((issuer) => isIssuedBy(facts, issuer))
    issuers.set(facts, known)
    return known
  }
}

/** A self-signed certificate may be an anchor by itself, whether it is an authority or not. */
function isTrustedItself(facts: CertificateFacts, anchor: CertificateFacts): boolean {
  return facts.isSelfIssued && isSame(facts, anchor) && facts.certificate.verify(facts.certificate.publicKey)
}

function isSame({ certificate: one }: CertificateFacts, { certificate: other }: CertificateFacts): boolean {
  return one.raw.equals(other.raw)
}

/**
 * RFC 5280 §6.1.3 (a) (1), (4), §4.1.1.2, §4.2.1.1: issuer and subject are one name, the key identifiers agree, and the
 * signature is the issuer's, by the algorithm that the signed part names too.
 */
function isIssuedBy({ certificate }: CertificateFacts, issuer: CertificateFacts): boolean {
  return (
    issuer.isReadable &&
    certificate.checkIssued(issuer.certificate) &&
    certificate.verify(issuer.certificate.publicKey)
  )
}
