import { Agent, request } from 'node:https'
import { text } from 'node:stream/consumers'
import type { Client, ClientAuth, CryptoKey } from 'oauth4webapi'

interface FetchOptions {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: unknown
  readonly redirect?: 'manual'
}

/** What the libraries need of `fetch`. */
export type Fetch = (url: string, options?: FetchOptions) => Promise<Response>

export interface RelyingPartyOptions {
  readonly issuer: string
  readonly clientId: string
  /** Absent where the client authenticates itself by its certificate. */
  readonly secret?: string
  readonly usesDpop: boolean
  readonly fetch: Fetch
  readonly ownWay?: OwnWay
}

/** Where the client differs from one that has a secret and takes what it is given (with oauth4webapi alone). */
export interface OwnWay {
  readonly authentication?: ClientAuth
  /** Signs the authorization requests (RFC 9101). */
  readonly requestKey?: CryptoKey
  readonly metadata?: Partial<Client>
}

/** What the tests look at in a token response. */
export interface Tokens {
  readonly access_token: string
  readonly token_type: string
  readonly scope?: string
  readonly refresh_token?: string
  readonly id_token?: string
  readonly grant_id?: unknown
}

/** A client as an application has it, by one library or another. A refusal rejects with the error of the library. */
export interface RelyingParty {
  /** PAR, the browser's way through the authorization endpoint, and the exchange of the code; with PKCE. */
  readonly authorize: (parameters: Record<string, string>) => Promise<Tokens>
  readonly refresh: (refreshToken: string) => Promise<Tokens>
  readonly manageGrant: (method: 'GET' | 'DELETE', grantId: string, accessToken: string) => Promise<Response>
  readonly fetchUserInfo: (accessToken: string) => Promise<object>
  readonly introspect: (token: string) => Promise<object>
  readonly revokeToken: (token: string) => Promise<void>
}

/** The OAuth error by which the server refused a call, which both libraries tell in the same way. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  const reason: unknown = await call.then(
    () => ({ error: 'none: it was not refused' }),
    (caught: unknown) => caught,
  )
  if (reason instanceof Error && !('error' in reason)) throw reason
  return (reason as { readonly error: string }).error
}

export type RelyingPartyMaker = (options: RelyingPartyOptions) => Promise<RelyingParty>

export const redirectUri = 'https://client.example.org/callback'

/** What the browser does: it follows the request and is sent back to the client. */
export async function visit(fetch: Fetch, authorizationUrl: URL): Promise<URL> {
  const answer = await fetch(authorizationUrl.href, { redirect: 'manual' })
  const location = answer.headers.get('location')
  if (location === null) throw new Error(`no redirection: ${answer.status} ${await answer.text()}`)
  return new URL(location)
}

/** Node's own `fetch`. */
export const fetchPlainly: Fetch = (url, options) => fetch(url, options as RequestInit)

/** `fetch` with a client certificate, which Node's own does not offer. It trusts the one certificate of the server. */
export function fetchWithCertificate(
  ca: string,
  own?: { readonly key: string; readonly cert: string },
): Fetch {
  const agent = new Agent({ ...own, ca, checkServerIdentity: () => undefined })
  return (url, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const call = request(url, { agent, method, headers }, (answer) => {
        const { statusCode: status = 0, headersDistinct } = answer
        const fields = Object.entries(headersDistinct).map(([name, values = []]) => [name, values.join(', ')])
        text(answer)
          .then((content) => new Response(content === '' ? null : content, { status, headers: fields as [] }))
          .then(resolve, reject)
      })
      call.on('error', reject)
      call.end(body instanceof URLSearchParams ? body.toString() : undefined)
    })
}
