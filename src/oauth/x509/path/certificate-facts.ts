import type { X509Certificate } from 'node:crypto'
import type { BitString, Integer } from 'asn1js'
import type {
  AltName,
  BasicConstraints,
  Certificate,
  CertificatePolicies,
  ExtKeyUsage,
  NameConstraints,
  PolicyConstraints,
} from 'pkijs'
import { findKeyError, isSoundAlgorithm, type PssReader } from './certificate-keys.ts'
import { directoryName, listValues, readDirectoryName, readGeneralName, type PathName } from './names.ts'

/** What path validation needs from a certificate (RFC 5280 §4.1, §4.2). */
export interface CertificateFacts {
  readonly certificate: X509Certificate
  readonly isReadable: boolean
  /** What excludes it from any path. */
  readonly error?: string | undefined
  /** From 1 to 3. */
  readonly version: number
  /** Whether its signature algorithm is secure. */
  readonly isSignedSoundly: boolean
  readonly isSelfIssued: boolean
  readonly isAuthority: boolean
  readonly pathLength?: number | undefined
  /** The first octet of `keyUsage`. */
  readonly keyUsage?: number | undefined
  readonly purposes?: readonly string[] | undefined
  readonly policies?: readonly string[] | undefined
  readonly mapsPolicies: boolean
  readonly explicitPolicyAfter?: number | undefined
  readonly anyPolicyUntil?: number | undefined
  /** All names that constraints apply to, including those of the subject. */
  readonly names: readonly PathName[]
  readonly commonNames: readonly string[]
  readonly permitted: readonly PathName[]
  readonly excluded: readonly PathName[]
}

/** The trust anchor, the certificates between, and the client's certificate, which may be the anchor itself. */
export type CertificatePath = readonly [CertificateFacts, ...CertificateFacts[]]

/** The extensions that are processed here, and may therefore be critical (RFC 5280 §4.2). */
const identifiers = {
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  policies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  policyConstraints: '2.5.29.36',
  purposes: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
}

const processed: readonly string[] = Object.values(identifiers)

/** The functions of the libraries, which are loaded when they are first needed. */
interface Libraries extends PssReader {
  readonly parse: (octets: Buffer) => Certificate
}

type CertificateFactsReader = (certificate: X509Certificate) => CertificateFacts

export async function createFactsReader(): Promise<CertificateFactsReader> {
  const { Certificate: Parser, RSASSAPSSParams } = await import('pkijs')
  const libraries: Libraries = {
    parse: (octets) => Parser.fromBER(octets),
    readPssHash: (schema) => new RSASSAPSSParams({ schema }).hashAlgorithm.algorithmId,
  }
  return (certificate) => readFacts(certificate, libraries)
}

function readFacts(certificate: X509Certificate, libraries: Libraries): CertificateFacts {
  try {
    return describe(certificate, libraries.parse(certificate.raw), libraries)
  } catch {
    return { ...unreadable, certificate }
  }
}

const unreadable = {
  isReadable: false,
  error: 'a certificate that cannot be read',
  version: 0,
  isSignedSoundly: false,
  isSelfIssued: false,
  isAuthority: false,
  mapsPolicies: false,
  names: [],
  commonNames: [],
  permitted: [],
  excluded: [],
}

function describe(certificate: X509Certificate, parsed: Certificate, libraries: Libraries): CertificateFacts {
  const find = createFinder(parsed)
  const basic = find('basicConstraints')
  const constraints = find('nameConstraints')
  const { subject, issuer, ...names } = readNames(parsed, find)
  return {
    certificate,
    isReadable: true,
    version: parsed.version + 1,
    isSignedSoundly: isSoundAlgorithm(parsed.signatureAlgorithm, libraries),
    error:
      findExtensionError(parsed) ??
      findKeyError(certificate.publicKey) ??
      (issuer.length === 0 ? 'an issuer without a name' : undefined) ??
      (hasLimits(constraints) ? 'a name constraint with a minimum or a maximum' : undefined),
    isSelfIssued: JSON.stringify(subject) === JSON.stringify(issuer),
    isAuthority: basic?.cA === true && certificate.ca,
    pathLength: basic?.pathLenConstraint === undefined ? undefined : Number(basic.pathLenConstraint),
    keyUsage: find('keyUsage')?.valueBlock.valueHexView[0],
    purposes: find('purposes')?.keyPurposes,
    ...readPolicies(find),
    ...names,
    ...readSubtrees(constraints),
  }
}

/** Parses an extension. Throws if it is malformed. */
type Finder = <Name extends keyof Extensions>(name: Name) => Extensions[Name] | undefined

interface Extensions {
  readonly keyUsage: BitString
  readonly alternativeNames: AltName
  readonly basicConstraints: BasicConstraints
  readonly nameConstraints: NameConstraints
  readonly policies: CertificatePolicies
  readonly policyMappings: object
  readonly policyConstraints: PolicyConstraints
  readonly purposes: ExtKeyUsage
  readonly inhibitAnyPolicy: Integer
}

function createFinder({ extensions = [] }: Certificate): Finder {
  return <Name extends keyof Extensions>(name: Name) => {
    const extension = extensions.find(({ extnID }) => extnID === identifiers[name])
    if (extension === undefined) return undefined
    if (!extension.parsedValue || 'parsingError' in extension.parsedValue) throw new TypeError(name)
    return extension.parsedValue as Extensions[Name]
  }
}

function readNames(parsed: Certificate, find: Finder) {
  const subject = readDirectoryName(parsed.subject)
  const addresses = listValues(parsed.subject, attributes.emailAddress)
  const others = find('alternativeNames')?.altNames ?? []
  return {
    subject,
    issuer: readDirectoryName(parsed.issuer),
    names: [
      ...(subject.length === 0 ? [] : [directoryName(subject)]),
      ...addresses.map((text) => ({ kind: 'email', text, parts: [] })),
      ...others.map((name) => readGeneralName(name)),
    ],
    commonNames: listValues(parsed.subject, attributes.commonName),
  }
}

function readPolicies(find: Finder) {
  return {
    policies: find('policies')?.certificatePolicies.map(({ policyIdentifier }) => policyIdentifier),
    mapsPolicies: find('policyMappings') !== undefined,
    explicitPolicyAfter: find('policyConstraints')?.requireExplicitPolicy,
    anyPolicyUntil: readCount(find('inhibitAnyPolicy')),
  }
}

function readCount(value: Integer | undefined): number | undefined {
  if (value === undefined) return undefined
  const { valueDec } = value.valueBlock
  if (Number.isInteger(valueDec)) return valueDec
  throw new TypeError('no integer')
}

function readSubtrees({ permittedSubtrees = [], excludedSubtrees = [] }: Partial<NameConstraints> = {}) {
  return {
    permitted: permittedSubtrees.map(({ base }) => readGeneralName(base)),
    excluded: excludedSubtrees.map(({ base }) => readGeneralName(base)),
  }
}

/** Attributes of subjects that count as names of another kind (RFC 5280 §4.1.2.6, §4.2.1.10). */
const attributes = { commonName: '2.5.4.3', emailAddress: '1.2.840.113549.1.9.1' }

/** RFC 5280 §4.2: no extension twice, none in older versions, and no critical one that is not processed. */
function findExtensionError({ extensions = [], version }: Certificate): string | undefined {
  if (version !== 2 && extensions.length > 0) return 'extensions in a certificate of version 1 or 2'
  const known = extensions.map(({ extnID }) => extnID)
  if (new Set(known).size < known.length) return 'an extension twice'
  const unknown = extensions.find(({ extnID, critical }) => critical && !processed.includes(extnID))
  return unknown && `the critical extension ${unknown.extnID}, which is not processed`
}

/** RFC 5280 §4.2.1.10: this profile uses neither. */
function hasLimits({
  permittedSubtrees = [],
  excludedSubtrees = [],
}: Partial<NameConstraints> = {}): boolean {
  return [...permittedSubtrees, ...excludedSubtrees].some(
    ({ minimum, maximum }) => Number(minimum) !== 0 || maximum !== undefined,
  )
}
