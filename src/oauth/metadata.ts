import { failed, verdict, passed, type Verdict } from '../base/verdict.ts'
import { findRedirectUriError } from './redirect-uri.ts'
import type { Service } from '../model/service.ts'

/** Rules for the metadata of services and clients. */

const negativeRule = {
  check: 'numbers',
  clause: 'Authlete API 3.0, service and client',
  source: 'documented',
} as const

/** Authlete service, client: no duration, age or count is negative. */
export function checkNumbers(
  properties: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Verdict<'number_negative'> {
  const negative = names.find((name) => Number(properties[name] ?? 0) < 0)
  return verdict(negativeRule, negative === undefined, 'number_negative', { detail: negative })
}

const scopeRule = { check: 'scope-names', clause: 'RFC 6749 §3.3', source: 'documented' } as const

type NamedScopes = readonly { readonly name?: string }[]

/** RFC 6749 §3.3: every scope of a service has a name. */
export function checkScopesNamed(scopes: NamedScopes): Verdict<'scope_name_missing'> {
  const index = scopes.findIndex(({ name }) => name === undefined)
  return verdict(scopeRule, index < 0, 'scope_name_missing', { detail: String(index) })
}

/** RFC 6749 §3.3: every scope of a service has a name of its own. */
export function checkScopesDistinct(scopes: NamedScopes): Verdict<'scope_name_repeated'> {
  const index = findRepeated(scopes.map(({ name }) => name))
  return verdict(scopeRule, index < 0, 'scope_name_repeated', { detail: String(index) })
}

const redirectRule = { check: 'redirect-uris', clause: 'RFC 6749 §3.1.2', source: 'documented' } as const

const reasonOfError = {
  malformed: 'redirect_uri_malformed',
  relative: 'redirect_uri_relative',
  fragment: 'redirect_uri_with_fragment',
  scheme: 'redirect_uri_scheme_forbidden',
} as const

type RedirectUriError = (typeof reasonOfError)[keyof typeof reasonOfError]

/** RFC 6749 §3.1.2: every redirect URI is an absolute URI without a fragment, and leads to the client. */
export function checkRedirectUriForms(uris: readonly string[]): Verdict<RedirectUriError> {
  const [first] = uris.flatMap((uri, index) => {
    const error = findRedirectUriError(uri)
    return error === undefined ? [] : [{ error, detail: String(index) }]
  })
  return first === undefined
    ? passed(redirectRule)
    : failed(redirectRule, reasonOfError[first.error], { detail: first.detail })
}

/** Authlete client redirectUris: no redirect URI is registered twice. */
export function checkRedirectUrisDistinct(uris: readonly string[]): Verdict<'redirect_uri_repeated'> {
  const index = findRepeated(uris)
  return verdict(redirectRule, index < 0, 'redirect_uri_repeated', { detail: String(index) })
}

function findRepeated(values: readonly unknown[]): number {
  const firsts = new Map(values.map((value, index) => [value, index] as const).toReversed())
  return values.findIndex((value, index) => firsts.get(value) !== index)
}

const certificateRule = {
  check: 'certificate-subject',
  clause: 'RFC 8705 §2.1.2',
  source: 'documented',
} as const

const subjectMembers = [
  'tlsClientAuthSubjectDn',
  'tlsClientAuthSanDns',
  'tlsClientAuthSanUri',
  'tlsClientAuthSanIp',
  'tlsClientAuthSanEmail',
]

/** RFC 8705 §2.1.2: a client that authenticates by a certificate of a PKI names at most one subject for it. */
export function checkCertificateSubjectSingle(
  properties: Readonly<Record<string, unknown>>,
): Verdict<'certificate_subjects_many'> {
  return verdict(certificateRule, countSubjects(properties) <= 1, 'certificate_subjects_many')
}

/** RFC 8705 §2.1.2: it names at least one. */
export function checkCertificateSubjectPresent(
  properties: Readonly<Record<string, unknown>>,
): Verdict<'certificate_subject_missing'> {
  const named = properties['tokenAuthMethod'] !== 'TLS_CLIENT_AUTH' || countSubjects(properties) > 0
  return verdict(certificateRule, named, 'certificate_subject_missing')
}

function countSubjects(properties: Readonly<Record<string, unknown>>): number {
  return subjectMembers.filter((member) => (properties[member] ?? '') !== '').length
}

const secretRule = {
  check: 'client-secret',
  clause: 'Authlete ClientSecretUpdateRequest clientSecret',
  source: 'documented',
} as const

/** Authlete ClientSecretUpdateRequest clientSecret: URL-safe characters, 86 at most. */
export function checkSecretForm(secret: string): Verdict<'client_secret_malformed'> {
  const detail = "it must be 1 to 86 of the characters A-Z, a-z, 0-9, '-' and '_'."
  return verdict(secretRule, /^[A-Za-z0-9_-]{1,86}$/.test(secret), 'client_secret_malformed', { detail })
}

/** The issuer of a service without one (observed on fresh services of Authlete). */
const placeholder = 'https://authlete.com'

/** The issuer identifier of a service (RFC 8414 §2), as its tokens name it. */
export function readIssuer({ properties }: Pick<Service, 'properties'>): string {
  return properties.issuer ?? placeholder
}
