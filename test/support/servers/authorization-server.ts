import { Authlete } from '@authlete/typescript-sdk'
import { HTTPClient } from '@authlete/typescript-sdk/lib/http.js'
import type { GrantManagementAction } from '@authlete/typescript-sdk/models'
import { fastify, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Test } from 'tap'
import { readCredentials, readPossession, readToken } from '../requests/client-request.ts'

/** Where the server finds Authlete, or what stands in for it. */
export interface Backend {
  readonly serverURL: string
  readonly bearer: string
  readonly serviceId: string
}

export interface AuthorizationServer {
  readonly baseUrl: string
  /** Who sits at the browser: logged in, and consents to whatever is asked. */
  readonly user: { subject: string }
}

/** What a client sends to an endpoint at which it authenticates itself. */
type ClientCall = { readonly parameters: string } & ReturnType<typeof readCredentials> &
  ReturnType<typeof readPossession>

/** What the answers of Authlete's APIs have in common. */
interface Answer {
  readonly action?: string | undefined
  readonly responseContent?: string | undefined
  readonly dpopNonce?: string | undefined
}

const clientStatuses: Readonly<Record<string, number>> = {
  OK: 200,
  CREATED: 201,
  BAD_REQUEST: 400,
  INVALID_CLIENT: 401,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  PAYLOAD_TOO_LARGE: 413,
}

const resourceStatuses: Readonly<Record<string, number>> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
}

/**
 * An authorization server as Authlete means it to be written: it forwards what clients send, and sends what Authlete
 * answers. It speaks TLS, and asks clients for their certificates, when it is given a certificate of its own.
 */
export async function startAuthorizationServer(
  t: Test,
  { serviceId, ...options }: Backend,
  tls?: { readonly key: string; readonly cert: string },
): Promise<AuthorizationServer> {
  const httpClient = new HTTPClient({ fetcher: fetchWhole })
  const authlete = new Authlete({ ...options, httpClient })
  const user = { subject: 'alice' }
  const https = tls === undefined ? null : { ...tls, requestCert: true, rejectUnauthorized: false }
  const app = fastify({ https, forceCloseConnections: true })
  app.setErrorHandler(async (_error, _request, reply) =>
    reply.code(500).header('cache-control', 'no-store').send({ error: 'server_error' }),
  )
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
    done(null, body),
  )
  const possessionOf = (request: FastifyRequest) =>
    readPossession(request, app.listeningOrigin + (request.url.split('?')[0] ?? ''))

  async function authorize(parameters: string, reply: FastifyReply) {
    const authorizationRequest = { parameters }
    const asked = await authlete.authorization.processRequest({ serviceId, authorizationRequest })
    const { action, ticket = '' } = asked
    if (action !== 'INTERACTION' && action !== 'NO_INTERACTION') return sendRedirection(reply, asked)
    const authTime = Math.floor(Date.now() / 1000)
    const authorizationIssueRequest = { ticket, subject: user.subject, authTime }
    return sendRedirection(
      reply,
      await authlete.authorization.issue({ serviceId, authorizationIssueRequest }),
    )
  }
  app.get('/authorize', (request, reply) => authorize(request.url.split('?')[1] ?? '', reply))
  app.post<{ Body: string }>('/authorize', (request, reply) => authorize(request.body, reply))

  const serveClients = (path: string, ask: (call: ClientCall) => Promise<Answer>) =>
    app.post<{ Body: string }>(path, async (request, reply) => {
      const call = { parameters: request.body, ...readCredentials(request), ...possessionOf(request) }
      return sendToClient(reply, await ask(call))
    })
  serveClients('/par', (pushedAuthorizationRequest) =>
    authlete.pushedAuthorization.create({ serviceId, pushedAuthorizationRequest }),
  )
  serveClients('/token', (tokenRequest) => authlete.token.process({ serviceId, tokenRequest }))
  serveClients('/revoke', (revocationRequest) =>
    authlete.revocation.process({ serviceId, revocationRequest }),
  )
  serveClients('/introspect', (standardIntrospectionRequest) =>
    authlete.introspection.standardProcess({ serviceId, standardIntrospectionRequest }),
  )

  async function manageGrant(gmAction: GrantManagementAction, request: FastifyRequest, reply: FastifyReply) {
    const { grantId } = request.params as { grantId: string }
    const accessToken = readToken(request)
    if (accessToken === undefined)
      return reply.code(401).header('www-authenticate', 'Bearer realm="grants"').send()
    const { dpop, ...possession } = possessionOf(request)
    const proof = isDpop(request) && { dpop }
    const gMRequest = { gmAction, grantId, accessToken, ...possession, ...proof }
    const answer = await authlete.grantManagement.processRequest({ serviceId, gMRequest })
    if (answer.action === 'OK') return sendJson(nameNonce(reply, answer), 200, answer)
    return answer.action === 'NO_CONTENT' ? nameNonce(reply, answer).code(204).send() : refuse(reply, answer)
  }
  app.get('/grants/:grantId', (request, reply) => manageGrant('QUERY', request, reply))
  app.delete('/grants/:grantId', (request, reply) => manageGrant('REVOKE', request, reply))
  app.route({
    method: ['POST', 'PUT', 'PATCH'],
    url: '/grants/:grantId',
    handler: (_request, reply) => reply.code(405).header('allow', 'GET, HEAD, DELETE').send(),
  })

  app.get('/userinfo', async (request, reply) => {
    const token = readToken(request) ?? ''
    const userinfoRequest = { token, ...possessionOf(request) }
    const checked = await authlete.userinfo.process({ serviceId, userinfoRequest })
    if (checked.action !== 'OK') return refuse(reply, checked)
    const granted = checked.consentedClaims ?? checked.claims ?? []
    const claims = JSON.stringify(granted.includes('name') ? { name: `The name of ${checked.subject}` } : {})
    const answer = await authlete.userinfo.issue({ serviceId, userinfoIssueRequest: { token, claims } })
    nameNonce(reply, checked)
    if (answer.action === 'JWT') return reply.type('application/jwt').send(answer.responseContent)
    return answer.action === 'JSON' ? sendJson(reply, 200, answer) : refuse(reply, answer)
  })

  app.get('/jwks', () => authlete.jwkSetEndpoint.serviceJwksGetApi({ serviceId }))

  // The SDK of this version drops every member of the configuration, so it is fetched without.
  app.get('/.well-known/openid-configuration', async () => {
    const url = `${options.serverURL}/api/${serviceId}/service/configuration`
    const answer = await fetch(url, { headers: { authorization: `Bearer ${options.bearer}` } })
    return answer.json()
  })

  const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.close())
  return { baseUrl, user }
}

/** Authlete does not see the scheme, so that a proof beside a Bearer token is not for it (RFC 9449 §7.2). */
function isDpop({ headers: { authorization = '' } }: FastifyRequest): boolean {
  return /^DPoP /i.test(authorization)
}

/** How long the server waits for Authlete, in milliseconds. */
const timeoutMs = 5000

/** Reads an answer to its end and as JSON first: the SDK lets one that breaks off end the whole process. */
async function fetchWhole(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const answer = await fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true
  if (isJson) JSON.parse(text)
  const { status, headers } = answer
  return new Response(text === '' ? null : text, { status, headers })
}

function nameNonce(reply: FastifyReply, { dpopNonce }: Answer): FastifyReply {
  return dpopNonce === undefined ? reply : reply.header('dpop-nonce', dpopNonce)
}

function sendJson(reply: FastifyReply, status: number, { responseContent }: Answer) {
  return reply.code(status).header('cache-control', 'no-store').type('application/json').send(responseContent)
}

function sendRedirection(reply: FastifyReply, answer: Answer) {
  const { action = '', responseContent = '' } = answer
  if (action === 'LOCATION') return reply.redirect(responseContent)
  if (action === 'FORM') return reply.type('text/html; charset=utf-8').send(responseContent)
  return sendJson(reply, action === 'BAD_REQUEST' ? 400 : 500, answer)
}

/** An answer to a client that authenticates itself; a failure to do so names the way (RFC 6749 §5.2). */
function sendToClient(reply: FastifyReply, answer: Answer) {
  const status = clientStatuses[answer.action ?? ''] ?? 500
  if (status === 401) reply.header('www-authenticate', 'Basic realm="clients"')
  return sendJson(nameNonce(reply, answer), status, answer)
}

/** A refusal of an access token: Authlete's text is the challenge, except where it speaks of the server. */
function refuse(reply: FastifyReply, answer: Answer) {
  const status = resourceStatuses[answer.action ?? ''] ?? 500
  if (status < 500 && status !== 404) reply.header('www-authenticate', answer.responseContent)
  return nameNonce(reply, answer).code(status).header('cache-control', 'no-store').send()
}
