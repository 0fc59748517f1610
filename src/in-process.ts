import { Readable } from 'node:stream'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { inProcessHost } from './admin/guard.ts'

/** The base URL of a mock that does not listen. */
export const inProcessUrl = `http://${inProcessHost}`

/** Calls a mock inside this process, as the platform's `fetch` would, without a socket. A path alone will do. */
export function fetchInProcess(app: FastifyInstance) {
  return async (input: Request | URL | string, init?: RequestInit): Promise<Response> => {
    const request = new Request(typeof input === 'string' ? new URL(input, inProcessUrl) : input, init)
    const { host } = new URL(request.url)
    const body = Buffer.from(await request.arrayBuffer())
    const answer = await app.inject({
      method: request.method as NonNullable<InjectOptions['method']>,
      url: request.url,
      headers: { host, ...Object.fromEntries(request.headers) },
      ...(body.length > 0 && { payload: body }),
      payloadAsStream: true,
      signal: request.signal,
    })
    const hasBody = ![204, 304].includes(answer.statusCode)
    const stream = Readable.toWeb(answer.stream())
    return new Response(hasBody ? (stream as ResponseBody) : null, {
      status: answer.statusCode,
      headers: readHeaders(answer.headers),
    })
  }
}

type ResponseBody = ConstructorParameters<typeof Response>[0]

function readHeaders(headers: Readonly<Record<string, unknown>>): Headers {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  )
  return new Headers(pairs)
}
