import type { X509Certificate } from 'node:crypto'
import type { ClientProperties } from '../../model/client.ts'
import {
  excerpt,
  failed,
  verdict,
  passedWith,
  type Fail,
  type Finding,
  type Pass,
} from '../../base/verdict.ts'
import type { JsonObject } from '../../base/json.ts'
import {
  isSameAlternativeName,
  listAlternativeNames,
  type AlternativeNameKind,
} from '../x509/alternative-names.ts'
import { expectPem, certificateFormOf } from '../x509/certificate.ts'
import { readPemCertificate } from '../x509/certificate-path.ts'
import { readDistinguishedName, readSubjectName, writeSubject } from '../x509/distinguished-name.ts'
import { searchKeys, describeKeys } from '../jose/jwk-set.ts'
import type { KeyError } from '../jose/public-key.ts'

export type TlsClientReason =
  | 'client_certificate_missing'
  | 'client_certificate_malformed'
  | 'client_certificate_subject_unregistered'
  | 'client_certificate_subjects_registered'
  | 'client_dn_malformed'
  | 'client_dn_mismatch'
  | 'client_san_dns_mismatch'
  | 'client_san_uri_mismatch'
  | 'client_san_ip_mismatch'
  | 'client_san_email_mismatch'
  | 'client_certificate_unregistered'
  | 'client_certificate_mismatch'

type CheckResult = Pass | Fail<TlsClientReason>

const documented = 'documented' as const

/** What gateways write if there is no certificate. */
const absent = ['', '(null)', '-']

/**
 * RFC 8705 §2: the client presented a certificate in its TLS handshake, and it arrived in PEM. Finds the certificate.
 */
export function checkClientCertificate(text = ''): Finding<TlsClientReason, X509Certificate> {
  const rule = { check: 'client-certificate', clause: 'RFC 8705 §2', source: documented } as const
  const pem = text.trim()
  if (absent.includes(pem)) {
    return failed(rule, 'client_certificate_missing', { expected: 'a certificate in PEM' })
  }
  const certificate = readPemCertificate(pem)
  if (certificate === undefined) {
    const form = certificateFormOf(pem)
    return failed(rule, 'client_certificate_malformed', { expected: expectPem(form), actual: form })
  }
  return passedWith(rule, certificate, { actual: excerpt(certificate.fingerprint256) })
}

/** The properties that register a client's certificate, and what each one names. */
const registrations = [
  { property: 'tlsClientAuthSubjectDn' },
  { property: 'tlsClientAuthSanDns', kind: 'DNS', reason: 'client_san_dns_mismatch', words: 'DNS entry' },
  { property: 'tlsClientAuthSanUri', kind: 'URI', reason: 'client_san_uri_mismatch', words: 'URI' },
  {
    property: 'tlsClientAuthSanIp',
    kind: 'IP Address',
    reason: 'client_san_ip_mismatch',
    words: 'IP address',
  },
  {
    property: 'tlsClientAuthSanEmail',
    kind: 'email',
    reason: 'client_san_email_mismatch',
    words: 'email address',
  },
] as const

type Registration = (typeof registrations)[number] & { readonly registered: string }
type AlternativeRegistration = Extract<Registration, { readonly kind: AlternativeNameKind }>

/** RFC 8705 §2.1.2: the client is registered by exactly one name of its certificate. Finds the name. */
export function checkSubjectRegistered(properties: ClientProperties): Finding<TlsClientReason, Registration> {
  const rule = {
    check: 'client-certificate-registration',
    clause: 'RFC 8705 §2.1.2',
    source: documented,
  } as const
  const [subject, ...others] = registrations
    .map((registration) => ({ ...registration, registered: properties[registration.property] ?? '' }))
    .filter(({ registered }) => registered !== '')
  if (subject === undefined) {
    return failed(rule, 'client_certificate_subject_unregistered', { expected: 'one name' })
  }
  if (others.length > 0) {
    const actual = [subject, ...others].map(({ property }) => property).join(' ')
    return failed(rule, 'client_certificate_subjects_registered', { expected: 'one name', actual })
  }
  return passedWith(rule, subject, { actual: subject.property })
}

/** RFC 8705 §2.1: the certificate's subject is the registered one. */
export function checkCertificateSubject(subject: Registration, certificate: X509Certificate): CheckResult {
  return 'kind' in subject
    ? checkAlternativeName(subject, certificate)
    : checkDistinguishedName(subject.registered, certificate)
}

/** The empty name, which many certificates have, identifies no client. */
function checkDistinguishedName(registered: string, { subject, raw }: X509Certificate): CheckResult {
  const rule = {
    check: 'client-certificate-dn',
    clause: 'RFC 8705 §2.1; RFC 4514 §2',
    source: documented,
  } as const
  const expected = readDistinguishedName(registered)
  const isName = expected !== undefined && expected !== readDistinguishedName('')
  if (!isName) return failed(rule, 'client_dn_malformed', { actual: excerpt(registered) })
  const presented = excerpt(writeSubject(subject))
  return verdict(rule, readSubjectName(raw) === expected, 'client_dn_mismatch', {
    expected: excerpt(registered),
    actual: presented,
    detail: `('${presented}') and the registered subject DN ('${excerpt(registered)}')`,
  })
}

function checkAlternativeName(
  { registered, kind, reason, words }: AlternativeRegistration,
  { subjectAltName }: X509Certificate,
): CheckResult {
  const rule = { check: 'client-certificate-san', clause: 'RFC 8705 §2.1.2', source: documented } as const
  const presented = listAlternativeNames(subjectAltName).filter((name) => name.kind === kind)
  const holds = presented.some(({ value }) => isSameAlternativeName(kind, value, registered))
  const actual = excerpt(presented.map(({ value }) => value).join(', '))
  return verdict(rule, holds, reason, {
    expected: excerpt(registered),
    actual,
    detail: `('${actual}') did not match the registered subject alternative name ${words} of the client ('${excerpt(registered)}')`,
  })
}

/** RFC 8705 §2.2: the certificate is one that the client registered among its keys, octet by octet. */
export function checkRegisteredCertificate(
  keys: readonly unknown[],
  keyId: unknown,
  { raw }: X509Certificate,
): CheckResult {
  const rule = {
    check: 'client-certificate-registered',
    clause: 'RFC 8705 §2.2; Authlete Client selfSignedCertificateKeyId',
    source: documented,
  } as const
  const search = searchKeys(keys, typeof keyId === 'string' ? keyId : undefined, readFirstCertificate)
  const { found: registered } = search
  const evidence = { expected: 'the registered certificate', actual: describeKeys(search) }
  if (registered.length === 0) return failed(rule, 'client_certificate_unregistered', evidence)
  const holds = registered.some((octets) => octets.equals(raw))
  return verdict(rule, holds, 'client_certificate_mismatch', evidence)
}

/** RFC 7517 §4.7: `x5c` is a chain of certificates in base64, the key's own first. */
function readFirstCertificate({ x5c }: JsonObject): Buffer | KeyError {
  const first: unknown = Array.isArray(x5c) ? x5c[0] : undefined
  return typeof first === 'string' && first !== ''
    ? Buffer.from(first, 'base64')
    : { error: "the JWK has no certificate in 'x5c'" }
}
