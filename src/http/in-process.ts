import { once } from 'node:events'
import { request as sendRequest, type IncomingMessage } from 'node:http'
import { Readable, duplexPair, type Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { inProcessHost } from '../admin/doors/guard.ts'

/** The base URL of a mock that does not listen. */
export const inProcessUrl = `http://${inProcessHost}`

/**
 * Calls a mock inside this process, as the platform's `fetch` would: over an in-process connection, so that faults and
 * disconnecting callers behave as over the network. Accepts a path alone.
 */
export function fetchInProcess(app: FastifyInstance, isClosed: () => boolean = () => false) {
  return async (input: Request | URL | string, init?: RequestInit): Promise<Response> => {
    const request = new Request(typeof input === 'string' ? new URL(input, inProcessUrl) : input, init)
    request.signal.throwIfAborted()
    if (isClosed()) throw new TypeError('fetch failed', { cause: new Error('The mock is closed.') })
    const body = Buffer.from(await request.arrayBuffer())
    return readAnswer(await send(app, request, body))
  }
}

async function send(app: FastifyInstance, request: Request, body: Buffer): Promise<IncomingMessage> {
  const { host, pathname, search } = new URL(request.url)
  const [near, far] = connect()
  const sending = sendRequest({
    method: request.method,
    path: `${pathname}${search}`,
    headers: { host, ...Object.fromEntries(request.headers) },
    createConnection: () => near,
    signal: request.signal,
  })
  // An error after the response has begun reaches the reader of its body.
  sending.on('error', () => undefined)
  app.server.emit('connection', far)
  sending.end(body)
  try {
    const [answer] = (await once(sending, 'response')) as [IncomingMessage]
    const { signal } = request
    signal.addEventListener('abort', () => answer.destroy(signal.reason as Error), { once: true })
    return answer
  } catch (error) {
    request.signal.throwIfAborted()
    throw new TypeError('fetch failed', { cause: error })
  }
}

/** The two ends of a connection. Destroying one end breaks the other, as over a network. */
function connect(): readonly [near: Duplex, far: Duplex] {
  const [near, far] = duplexPair()
  near.once('close', () => far.destroy())
  far.once('close', () => {
    if (!far.writableFinished) near.destroy(far.errored ?? closedConnection())
  })
  return [near, far]
}

/** The error of the platform's `fetch` when the server ends the connection without a response. */
function closedConnection(): Error {
  return Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })
}

type ResponseBody = ConstructorParameters<typeof Response>[0]

function readAnswer(answer: IncomingMessage): Response {
  const { statusCode: status = 0, statusMessage: statusText = '', headersDistinct } = answer
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value)
  }
  const hasBody = status !== 204 && status !== 304
  if (!hasBody) answer.resume()
  return new Response(hasBody ? (Readable.toWeb(answer) as ResponseBody) : null, {
    status,
    statusText,
    headers,
  })
}
