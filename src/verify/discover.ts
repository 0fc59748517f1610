import { readJsonObject } from '../base/json.ts'
import { sendRequest } from './http-client.ts'

/** The grant management endpoint, and how it was found. */
export interface FoundEndpoint {
  readonly endpoint: string
  /** The metadata with the endpoint; absent if the URL is the endpoint itself. */
  readonly metadataUrl?: string
}

/** The time limit of the metadata, in milliseconds. */
const timeoutMs = 5000

/**
 * Tries the URL as an issuer, and otherwise takes it for the grant management endpoint itself (RFC 8414 §3.1, OpenID
 * Connect Discovery 1.0 §4.1, Grant Management §7.1).
 */
export async function findEndpoint(url: string, signal: AbortSignal): Promise<FoundEndpoint> {
  const issuer = url.replace(/\/$/, '')
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  const places = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${issuer}/.well-known/openid-configuration`,
  ]
  for (const metadataUrl of places) {
    const endpoint = await readEndpoint(metadataUrl, issuer, signal)
    if (endpoint !== undefined) return { endpoint, metadataUrl }
  }
  return { endpoint: url }
}

/** Metadata that names another issuer is refused (RFC 8414 §3.3). */
async function readEndpoint(
  metadataUrl: string,
  issuer: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const headers = { accept: 'application/json' }
  const { status, body } = await sendRequest({
    method: 'GET',
    url: metadataUrl,
    headers,
    timeoutMs,
    signal,
  })
  if (status !== 200) return undefined
  const metadata = readJsonObject(body)
  if ('error' in metadata) return undefined
  const { issuer: named, grant_management_endpoint: endpoint } = metadata.value
  const isOfIssuer = typeof named === 'string' && named.replace(/\/$/, '') === issuer
  return isOfIssuer && typeof endpoint === 'string' && URL.canParse(endpoint) ? endpoint : undefined
}
