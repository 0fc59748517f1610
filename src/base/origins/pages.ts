import type { FastifyRequest } from 'fastify'
import { isLoopback, readAuthority, type Authority } from './authority.ts'

/** The pages that may use `/_mock`, other than those of the mock itself. */
export interface AllowedOrigins {
  /** The address that the server listens on. */
  readonly host: string
  /** Named origins, as browsers write them. */
  readonly origins?: readonly string[]
}

/** The values of `Sec-Fetch-Site` for pages of the mock's own site, and for requests without a page. */
const near: readonly unknown[] = ['same-origin', 'same-site', 'none']

/**
 * Whether a request comes from a web page of another origin. Browsers name the page's origin in `Origin`, except in
 * requests that only read (Fetch §3.2); old ones name the page in `Referer` alone, new ones its relation in
 * `Sec-Fetch-Site`. Following a link is allowed: the user does it, and the page with the link does not see the
 * response.
 */
export function isFromForeignPage({ method, headers }: FastifyRequest, allowed: AllowedOrigins): boolean {
  const { origin, referer, host = '' } = headers
  if (origin !== undefined) return !isAllowedOrigin(origin, host, allowed)
  const isCrossSite = !near.includes(headers['sec-fetch-site'] ?? 'none')
  if (['GET', 'HEAD'].includes(method) && (!isCrossSite || isLinkFollowed(headers))) return false
  return referer === undefined ? isCrossSite : !isAllowedOrigin(originOf(referer), host, allowed)
}

function isLinkFollowed(headers: FastifyRequest['headers']): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'null'
}

function isAllowedOrigin(
  origin: string,
  host: string,
  { host: listening, origins = [] }: AllowedOrigins,
): boolean {
  if (origins.includes(origin)) return true
  const { scheme = '', rest = '' } = /^(?<scheme>https?):\/\/(?<rest>.*)$/i.exec(origin)?.groups ?? {}
  const page = readAuthority(rest)
  const mock = readAuthority(host)
  if (page === undefined) return false
  if (isLoopback(listening) && isLoopback(page.host)) return true
  return mock !== undefined && writePlace(page, scheme) === writePlace(mock, scheme)
}

/** Host and port; the default port of the scheme may be left out. */
function writePlace({ host, port }: Authority, scheme: string): string {
  const usual = scheme.toLowerCase() === 'https' ? 443 : 80
  return `${host.toLowerCase()}:${port === '' ? usual : Number(port)}`
}
