import type { FastifyRequest } from 'fastify'
import { isLoopback, readAuthority, type Authority } from './authority.ts'

/** Whose pages may use `/_mock`, besides those of the mock itself. */
export interface AllowedOrigins {
  /** The address that the server listens on. */
  readonly host: string
  /** Origins that were named, as browsers write them. */
  readonly origins?: readonly string[]
}

/** What `Sec-Fetch-Site` says of pages of the mock's own site, and of requests that no page makes. */
const near: readonly unknown[] = ['same-origin', 'same-site', 'none']

/**
 * Whether a request comes from a web page that has no business here. Browsers name the page's origin in `Origin`,
 * except for what reads only (Fetch §3.2); old ones name the page in `Referer` alone, new ones say how near it is in
 * `Sec-Fetch-Site`. Following a link is nobody's doing but the user's, and the page it stood on does not see the answer.
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

/** Host and port; the port of the scheme need not be written. */
function writePlace({ host, port }: Authority, scheme: string): string {
  const usual = scheme.toLowerCase() === 'https' ? 443 : 80
  return `${host.toLowerCase()}:${port === '' ? usual : Number(port)}`
}
