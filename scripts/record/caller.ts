import { Agent, request } from 'node:http'
import type { Write } from './lines.ts'

export interface Call {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON; a text as it is. */
  readonly body?: object | string | Buffer
  /** The bearer token. */
  readonly token?: string
}

export interface Answer {
  readonly status: number
  /** As they stand on the wire, without those of the HTTP server. */
  readonly headers: readonly string[]
  readonly body: string
}

export type Members = Readonly<Record<string, unknown>>

/** Makes calls to a mock over a socket. */
export interface Caller {
  readonly send: (url: string, call?: Call) => Promise<Answer>
  /** Makes a call, writes its answer down under a name, and reads it where it is JSON. */
  readonly record: (subject: string, url: string, call?: Call) => Promise<Members>
  readonly close: () => void
}

const foreignHeaders = ['connection', 'date', 'keep-alive', 'transfer-encoding']

export function createCaller(baseUrl: string, write: Write): Caller {
  const agent = new Agent({ keepAlive: true })
  const send = (url: string, call: Call = {}) => sendCall(agent, new URL(url, baseUrl).href, call)
  return {
    send,
    record: async (subject, url, call = {}) => {
      const answer = await send(url, call)
      write(subject, `${call.method ?? 'GET'} ${url}`, answer)
      return readMembers(answer.body)
    },
    close: () => agent.destroy(),
  }
}

export function readMembers(body: string): Members {
  try {
    return JSON.parse(body) as Members
  } catch {
    return {}
  }
}

function sendCall(
  agent: Agent,
  url: string,
  { method = 'GET', headers = {}, body, token }: Call,
): Promise<Answer> {
  const isJson = typeof body === 'object' && !Buffer.isBuffer(body)
  const octets = isJson
    ? Buffer.from(JSON.stringify(body))
    : body === undefined
      ? undefined
      : Buffer.from(body)
  return new Promise((resolve) => {
    const sent = request(url, {
      agent,
      method,
      headers: {
        ...(isJson && { 'content-type': 'application/json' }),
        ...(octets && { 'content-length': octets.length }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
    })
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('close', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: listHeaders(response.rawHeaders),
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    sent.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
      // The answer to a body that is too large may come before its end is sent.
      if (code !== 'EPIPE') resolve({ status: 0, headers: [], body: code })
    })
    sent.end(octets)
  })
}

function listHeaders(raw: readonly string[]): readonly string[] {
  return raw.flatMap((name, index) =>
    index % 2 === 0 && !foreignHeaders.includes(name.toLowerCase()) ? [`${name}: ${raw[index + 1]}`] : [],
  )
}
