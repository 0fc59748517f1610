import { Readable } from 'node:stream'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { inProcessHost } from './admin/guard.ts'

/** The base URL of a mock that does not listen. */
export const inProcessUrl = `http://${inProcessHost}`

/**
 * Calls a mock inside this process, as the platform's `fetch` would, without a socket. A path alone will do. Rejects as
 * that does: with the reason of the signal when the caller gives up, and with a TypeError when no answer comes.
 */
export function fetchInProcess(app: FastifyInstance) {
  return async (input: Request | URL | string, init?: RequestInit): Promise<Response> => {
    const request = new Request(typeof input === 'string' ? new URL(input, inProcessUrl) : input, init)
    const { signal } = request
    const options = await readRequest(request)
    const { inject } = await import('light-my-request')
    signal.throwIfAborted()
    const answer = await inject((raw, reply) => {
      // Nothing but this tells those who work on an answer that nobody waits for it any more.
      signal.addEventListener('abort', () => reply.destroy(signal.reason as Error), { once: true })
      app.routing(raw, reply)
    }, options).catch((cause: unknown) => {
      request.signal.throwIfAborted()
      throw new TypeError('fetch failed', { cause })
    })
    const hasBody = ![204, 304].includes(answer.statusCode)
    const stream = Readable.toWeb(answer.stream())
    return new Response(hasBody ? (stream as ResponseBody) : null, {
      status: answer.statusCode,
      headers: readHeaders(answer.headers),
    })
  }
}

async function readRequest(request: Request): Promise<InjectOptions & { readonly payloadAsStream: true }> {
  const { host } = new URL(request.url)
  const body = Buffer.from(await request.arrayBuffer())
  return {
    method: request.method as NonNullable<InjectOptions['method']>,
    url: request.url,
    headers: { host, ...Object.fromEntries(request.headers) },
    ...(body.length > 0 && { payload: body }),
    payloadAsStream: true,
  }
}

type ResponseBody = ConstructorParameters<typeof Response>[0]

function readHeaders(headers: Readonly<Record<string, unknown>>): Headers {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  )
  return new Headers(pairs)
}
