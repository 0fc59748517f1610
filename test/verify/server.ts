import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Test } from 'tap'
import type { Backend } from '../support/servers/authorization-server.ts'

/** What of Authlete's answer an authorization server looks at. */
export interface Answer {
  readonly action: string
  readonly responseContent?: string
  readonly dpopNonce?: string
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string
}

/** A request as far as it has been understood. */
export interface Incoming {
  readonly method: string
  /** As the client called it. */
  readonly url: URL
  readonly headers: IncomingMessage['headers']
  readonly certificate?: string
}

export interface Credentials {
  readonly scheme: string
  readonly accessToken: string
}

export type Body = Readonly<Record<string, string | undefined>>
export type Ask = (body: Body) => Promise<Answer>

/** Where an authorization server can go wrong: each step of its own, done right here. */
export interface Behaviour {
  readonly readCredentials: (incoming: Incoming) => Credentials | undefined
  readonly readGrantId: (path: string) => string
  readonly findAction: (method: string) => string | undefined
  readonly refuseMethod: (method: string) => Reply
  readonly refuseStranger: (incoming: Incoming) => Reply
  readonly writeBody: (incoming: Incoming, credentials: Credentials, grantId: string) => Body
  readonly ask: (ask: Ask, body: Body) => Promise<Answer>
  readonly reply: (answer: Answer, incoming: Incoming) => Reply
  readonly fail: (error: unknown, incoming: Incoming) => Reply | 'hang up'
  readonly list: () => Reply
}

const noStore = { 'cache-control': 'no-store' }

const statuses: Readonly<Record<string, number>> = {
  OK: 200,
  NO_CONTENT: 204,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
}

const base = '/grants'

/** What verify-as finds nothing wrong with. */
export const flawless: Behaviour = {
  readCredentials: ({ headers: { authorization = '' } }) => {
    const [, scheme, accessToken] = /^(Bearer|DPoP) +(.+)$/i.exec(authorization) ?? []
    return scheme === undefined || accessToken === undefined ? undefined : { scheme, accessToken }
  },
  readGrantId: (path) => decodeURIComponent(path.slice(base.length + 1)),
  findAction: (method) => ({ GET: 'QUERY', HEAD: 'QUERY', DELETE: 'REVOKE' })[method],
  refuseMethod: (method) => ({
    status: method === 'OPTIONS' ? 204 : 405,
    headers: { allow: 'GET, HEAD, DELETE, OPTIONS' },
    body: '',
  }),
  refuseStranger: () => ({ status: 401, headers: { 'www-authenticate': 'Bearer realm="as"' }, body: '' }),
  writeBody: ({ method, url, headers: { dpop }, certificate }, { scheme, accessToken }, grantId) => ({
    gmAction: flawless.findAction(method),
    grantId,
    accessToken,
    clientCertificate: certificate,
    ...(/^dpop$/i.test(scheme) &&
      dpop !== undefined && { dpop: String(dpop), htm: method, htu: url.origin + url.pathname }),
  }),
  ask: async (ask, body) => ask(body),
  reply: ({ action, responseContent = '', dpopNonce }) => {
    const status = statuses[action] ?? 500
    const isRefusal = status === 401 || status === 403
    return {
      status,
      headers: {
        ...noStore,
        ...(status === 200 && { 'content-type': 'application/json' }),
        ...(isRefusal && { 'www-authenticate': responseContent }),
        ...(dpopNonce !== undefined && { 'dpop-nonce': dpopNonce }),
      },
      body: status === 200 ? responseContent : '',
    }
  },
  fail: () => ({ status: 503, headers: noStore, body: '{"error":"temporarily_unavailable"}' }),
  list: () => ({ status: 404, headers: {}, body: '' }),
}

export interface ServerOptions extends Backend {
  readonly behaviour?: Behaviour
  /** How long the server waits for Authlete, in milliseconds; for ever by default. */
  readonly findLimit?: () => Promise<number | undefined>
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Receives how to end the server with all its connections. */
  readonly onStart?: (stop: () => void) => void
}

/** A small authorization server that manages grants, and nothing else. Resolves with its endpoint. */
export async function startServer(t: Test, options: ServerOptions): Promise<string> {
  const { tls } = options
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    void answer(options, request, response)
  }
  const server: Server =
    tls === undefined
      ? createServer(serve)
      : createSecureServer({ ...tls, requestCert: true, rejectUnauthorized: false }, serve)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = (): void => {
    server.close()
    server.closeAllConnections()
  }
  t.teardown(stop)
  options.onStart?.(stop)
  const { port } = server.address() as AddressInfo
  return `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}${base}`
}

async function answer(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const incoming = readIncoming(request)
  const reply = await decide(options, incoming)
  if (reply === 'hang up') return void response.destroy()
  response.writeHead(reply.status, Object.fromEntries(Object.entries(reply.headers).map(copyField)))
  response.end(reply.body)
}

const copyField = ([name, value]: readonly [string, string | readonly string[]]) =>
  [name, typeof value === 'string' ? value : [...value]] as const

async function decide(options: ServerOptions, incoming: Incoming): Promise<Reply | 'hang up'> {
  const { behaviour = flawless } = options
  const { method, url } = incoming
  if (!url.pathname.startsWith(`${base}/`)) return behaviour.list()
  if (behaviour.findAction(method) === undefined) return behaviour.refuseMethod(method)
  const credentials = behaviour.readCredentials(incoming)
  if (credentials === undefined) return behaviour.refuseStranger(incoming)
  const body = behaviour.writeBody(incoming, credentials, behaviour.readGrantId(url.pathname))
  try {
    return behaviour.reply(await behaviour.ask(askMock(options), body), incoming)
  } catch (error) {
    return behaviour.fail(error, incoming)
  }
}

function readIncoming({ method = '', url = '', headers, socket }: IncomingMessage): Incoming {
  const certificate = (socket as Partial<TLSSocket>).getPeerCertificate?.().raw
  const scheme = certificate === undefined && !('encrypted' in socket) ? 'http' : 'https'
  const lines = certificate?.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')
  return {
    method,
    url: new URL(url, `${scheme}://${headers.host}`),
    headers,
    ...(lines !== undefined && {
      certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    }),
  }
}

/** What Authlete did not answer as it does. */
export class AuthleteError extends Error {
  readonly status: number
  readonly text: string

  constructor(status: number, text: string) {
    super(`Authlete answered ${status}: ${text}`)
    this.status = status
    this.text = text
  }
}

function askMock({ serverURL, serviceId, bearer, findLimit }: ServerOptions): Ask {
  return async (body) => {
    const limit = await findLimit?.()
    const answered = await fetch(`${serverURL}/api/${serviceId}/gm`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(limit !== undefined && { signal: AbortSignal.timeout(limit) }),
    })
    const text = await answered.text()
    if (answered.status !== 200) throw new AuthleteError(answered.status, text)
    return JSON.parse(text) as Answer
  }
}
