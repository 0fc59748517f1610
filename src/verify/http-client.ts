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

/** The result of a request. `description` describes it in words, also without a response. */
interface HttpResult {
  readonly status?: number
  readonly description: string
  readonly body: string
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
  const incoming = await receive(outgoing, ending.signal).catch((error: NodeJS.ErrnoException) => {
    const description = limit.passed
      ? `no answer within ${timeoutMs / 1000} s`
      : `no answer: ${describe(error)}`
    return { description, body: '', fields: () => [] }
  })
  clearTimeout(timer)
  signal.removeEventListener('abort', end)
  return incoming
}

async function receive(outgoing: OutgoingRequest, signal: AbortSignal): Promise<HttpResult> {
  const message = await open(outgoing, signal)
  const body = await readBody(message)
  const { statusCode: status = 0 } = message
  return { status, description: `status ${status}`, body, fields: (name) => readFields(message, name) }
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
    if (octets > maximumOctets) throw new Error(`the body is longer than ${maximumOctets} octets`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}

function readFields({ rawHeaders }: IncomingMessage, name: string): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name)
}

function describe({ code, message }: NodeJS.ErrnoException): string {
  return code ?? message
}
