import { request as requestPlainly, type IncomingMessage } from 'node:http'
import { request as requestSecurely } from 'node:https'

export interface OutgoingRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** PEM, the client's certificate and key for servers that ask for one. */
  readonly identity?: { readonly certificate: string; readonly privateKey: string }
}

/** Why there is no complete response. */
type Failure = 'unreachable' | 'closed' | 'late' | 'too long'

/** The result of a request. */
export interface HttpResult {
  /** Absent without a complete response. */
  readonly status?: number
  /** Present where the status is not. */
  readonly failure?: Failure
  /** The response in words: `status 401`, or why there is none. */
  readonly description: string
  readonly body: string
  /** All values of a header field, by its name in small letters. */
  readonly fields: (name: string) => readonly string[]
}

/** Larger than any response of a grant management endpoint. */
const maximumOctets = 1_048_576

/**
 * Sends one request on a connection of its own. Follows no redirection, never rejects, and ends within its time even
 * while the body is still coming.
 */
export async function sendRequest(outgoing: OutgoingRequest): Promise<HttpResult> {
  const { timeoutMs, signal } = outgoing
  // A signal of its own: where AbortSignal.any combines a timeout that nothing else holds, Node.js may collect it.
  const ending = new AbortController()
  const limit = { passed: false }
  const end = (): void => ending.abort()
  const timer = setTimeout(() => {
    limit.passed = true
    end()
  }, timeoutMs)
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  const incoming = await receive(outgoing, ending.signal).catch((error: NodeJS.ErrnoException) => ({
    ...(limit.passed ? describeLimit(timeoutMs) : describeFailure(error)),
    body: '',
    fields: () => [],
  }))
  clearTimeout(timer)
  signal.removeEventListener('abort', end)
  return incoming
}

async function receive(outgoing: OutgoingRequest, signal: AbortSignal): Promise<HttpResult> {
  const message = await open(outgoing, signal)
  const body = await readBody(message)
  const { statusCode: status = 0 } = message
  const { location } = message.headers
  const description = location === undefined ? `status ${status}` : `status ${status} to ${location}`
  return { status, description, body, fields: (name) => readFields(message, name) }
}

function open(outgoing: OutgoingRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, method, headers, identity } = outgoing
  const options = { method, headers, signal, agent: false }
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:')
      ? requestSecurely(url, { ...options, key: identity?.privateKey, cert: identity?.certificate })
      : requestPlainly(url, options)
    request.on('response', resolve).on('error', reject).end()
  })
}

async function readBody(message: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let octets = 0
  for await (const piece of message as AsyncIterable<Buffer>) {
    octets += piece.length
    if (octets > maximumOctets) throw new Error(tooLong)
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}

function readFields({ rawHeaders }: IncomingMessage, name: string): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name)
}

const tooLong = `an answer longer than ${maximumOctets} octets`

function describeLimit(timeoutMs: number): Pick<HttpResult, 'failure' | 'description'> {
  return { failure: 'late', description: `no answer within ${timeoutMs / 1000} s` }
}

function describeFailure({
  code,
  message,
}: NodeJS.ErrnoException): Pick<HttpResult, 'failure' | 'description'> {
  if (message === tooLong) return { failure: 'too long', description: message }
  return code === 'ECONNRESET'
    ? { failure: 'closed', description: 'no complete answer: the connection was closed (ECONNRESET)' }
    : { failure: 'unreachable', description: `no answer: ${code}` }
}
