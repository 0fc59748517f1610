import { oncePer } from '../base/once-per.ts'
import type { Client } from '../model/client.ts'
import type { Service } from '../model/service.ts'
import { excerpt, failed, verdict, type Verdict } from '../base/verdict.ts'
import type { RequestParameters } from './parameters.ts'

export type RedirectUriReason =
  | 'redirect_uri_empty'
  | 'redirect_uri_malformed'
  | 'redirect_uri_relative'
  | 'redirect_uri_with_fragment'
  | 'redirect_uri_unregistered'
  | 'redirect_uri_unregistered_by_openid'
  | 'redirect_uri_https_of_native_client'
  | 'redirect_uri_host_of_native_client'
  | 'redirect_uri_required_by_openid'
  | 'redirect_uri_ambiguous'
  | 'redirect_uris_missing'
  | 'redirect_uris_missing_of_public_client'

/** Printable ASCII without the characters that RFC 3986 §2 leaves out. */
const uriText = /^[!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]+$/

const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/

/** Schemes that a browser handles by itself: they lead to no endpoint of a client, and may run a script. */
const browserScheme = /^(?:javascript|data|vbscript|blob|file|about):/i

const loopback = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/?]|$)/

const loopbackPort = /^(http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])):\d+(?=[/?]|$)/

/** Whether a text can be a URI at all (RFC 3986 §2), and whether it is absolute and without a fragment (§4.3). */
export function findUriError(text: string): 'malformed' | 'relative' | 'fragment' | undefined {
  if (!uriText.test(text) || /%(?![0-9A-Fa-f]{2})/.test(text)) return 'malformed'
  if (!scheme.test(text)) return 'relative'
  return text.includes('#') ? 'fragment' : undefined
}

/** The same for a redirect URI, which must also lead to the client (RFC 6749 §3.1.2). */
export function findRedirectUriError(text: string): ReturnType<typeof findUriError> | 'scheme' {
  return findUriError(text) ?? (browserScheme.test(text) ? 'scheme' : undefined)
}

/** The registered redirect URIs. An invalid one is never used. */
const listRedirectUris = oncePer(({ properties: { redirectUris = [] } }: Client): readonly string[] =>
  redirectUris.filter((uri) => findRedirectUriError(uri) === undefined),
)

const reasonOfError = {
  malformed: 'redirect_uri_malformed',
  relative: 'redirect_uri_relative',
  fragment: 'redirect_uri_with_fragment',
} as const

const rule = { check: 'redirect-uri', clause: 'RFC 6749 §3.1.2, §3.1.2.3', source: 'documented' } as const

/**
 * RFC 6749 §3.1.2.3, OpenID Connect Core §3.1.2.1: the redirect URI is one that the client has registered, compared
 * character by character. It may be omitted if exactly one is registered and the request is not an OpenID Connect one.
 * Authlete has separate codes for requests with scope `openid`.
 */
export function checkRedirectUri(
  parameters: RequestParameters,
  service: Service,
  client: Client,
): Verdict<RedirectUriReason> {
  const redirectUris = listRedirectUris(client)
  const given = parameters.get('redirect_uri')
  if (parameters.isEmpty('redirect_uri')) return failed(rule, 'redirect_uri_empty')
  if (redirectUris.length === 0) {
    const isPublic = client.clientType === 'PUBLIC'
    return failed(rule, isPublic ? 'redirect_uris_missing_of_public_client' : 'redirect_uris_missing')
  }
  const openid = parameters.words('scope').includes('openid')
  if (given !== undefined) {
    const known = isRegistered(given, redirectUris, service)
    return openid ? checkByOpenid(given, known, client) : checkByOAuth(given, known)
  }
  if (openid) return failed(rule, 'redirect_uri_required_by_openid')
  return verdict(rule, redirectUris.length === 1, 'redirect_uri_ambiguous', {
    actual: `${redirectUris.length} redirect URIs are registered, and none is named`,
  })
}

function describe(given: string) {
  const actual = excerpt(given)
  return { expected: 'a registered redirect URI', actual, detail: actual }
}

/** OpenID Connect Registration §2: a native client's URI has a scheme of its own, or leads to the same machine. */
function checkByOpenid(given: string, known: boolean, { properties }: Client): Verdict<RedirectUriReason> {
  if (!known) return failed(rule, 'redirect_uri_unregistered_by_openid', describe(given))
  const native = properties.applicationType === 'NATIVE'
  if (native && /^https:/i.test(given)) {
    return failed(rule, 'redirect_uri_https_of_native_client', describe(given))
  }
  const foreign = native && /^http:/i.test(given) && !loopback.test(given)
  return verdict(rule, !foreign, 'redirect_uri_host_of_native_client', describe(given))
}

function checkByOAuth(given: string, known: boolean): Verdict<RedirectUriReason> {
  const error = findUriError(given)
  if (error !== undefined) return failed(rule, reasonOfError[error], { actual: excerpt(given) })
  return verdict(rule, known, 'redirect_uri_unregistered', describe(given))
}

/** RFC 8252 §7.3: if the service allows it, a loopback URI matches on every port. */
function isRegistered(given: string, registered: readonly string[], { properties }: Service): boolean {
  if (registered.includes(given)) return true
  const portVariable = properties['loopbackRedirectionUriVariable'] === true
  return portVariable && registered.some((uri) => withoutPort(uri) === withoutPort(given))
}

function withoutPort(uri: string): string {
  return uri.replace(loopbackPort, '$1')
}

/** The redirect URI of the response: the one in the request, or the only registered one. */
export function readRedirectUri(parameters: RequestParameters, client: Client): string {
  return String(parameters.get('redirect_uri') ?? listRedirectUris(client)[0])
}
