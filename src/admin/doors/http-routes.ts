import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { StreamedCall } from '../../../schema/admin/journal.ts'
import * as views from '../../../schema/admin/views.ts'
import { writeJsonLine } from '../../base/json.ts'
import type { Admin } from '../admin.ts'
import { AdminError, invalidRequest } from '../admin-error.ts'
import { refuseAdmin, type AdminAccess } from './guard.ts'
import { findSurplus } from './surplus.ts'
import {
  adminOperations,
  callOperation,
  listParameters,
  operationIdOf,
  type AdminOperation,
} from './operations.ts'
import { subjectsOf } from './subjects.ts'

/** The Admin interface over HTTP. The Admin itself checks requests; the schemas here are for the document. */
export function serveAdmin(app: FastifyInstance, admin: Admin, access: AdminAccess): void {
  app.setValidatorCompiler(() => () => true)
  app.setReplySerializer(writeJsonLine)
  app.setErrorHandler<FastifyError | AdminError>(async (error, request, reply) =>
    answerError(error, request, reply),
  )
  app.addHook('onRequest', (request, _reply, done) => done(refuseAdmin(request, access)))
  for (const operation of adminOperations) serveOperation(app, admin, operation)
}

function serveOperation(app: FastifyInstance, admin: Admin, operation: AdminOperation): void {
  const { method, url, status, isLenient = false } = operation
  const route = {
    method,
    schema: describeOperation(operation),
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const values = readValues(request, reply, operation)
      const answer = await callOperation(admin, operation, values)
      if (!operation.streams) return reply.status(status).send(answer)
      return sendEvents(reply, answer as Calls, request.method === 'HEAD')
    },
  }
  app.route({ ...route, url })
  if (isLenient) app.route({ ...route, url: `${url}/`, schema: { hide: true } })
}

function describeOperation(operation: AdminOperation): object {
  const { url, summary, status, body, query } = operation
  const problems = ['400', '401', '403', '404', '409', '413', '415', '429', '500', '503']
  const names = listParameters(operation)
  return {
    operationId: operationIdOf(operation),
    tags: subjectsOf(url),
    summary,
    security: [{}, { admin: [] }],
    ...(names.length > 0 && {
      params: {
        type: 'object',
        properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
      },
    }),
    ...(body !== undefined && { body }),
    ...(query !== undefined && { querystring: query }),
    response: {
      [status]: describeAnswer(operation),
      ...Object.fromEntries(problems.map((code) => [code, views.ProblemSchema])),
    },
  }
}

type Calls = AsyncIterator<StreamedCall>

/** HEAD gets the headers alone (RFC 9110 §9.3.2), so that no reader is left behind. */
async function sendEvents(reply: FastifyReply, calls: Calls, isHead: boolean): Promise<FastifyReply> {
  const { writeEvents } = await import('./event-stream.ts')
  const events = writeEvents(calls)
  if (isHead) events.destroy()
  return reply.type('text/event-stream').header('cache-control', 'no-store').send(events)
}

/** The response of an operation in the document: one body, or events. */
function describeAnswer({ response, streams }: AdminOperation): object {
  const events = { type: 'string', description: 'Events "request", whose data is a call, and "dropped".' }
  if (streams) return { description: 'Done.', content: { 'text/event-stream': { schema: events } } }
  return response ?? { type: 'null', description: 'Done.' }
}

interface RefusedBody {
  readonly refused: string
  readonly detail: string
  readonly acceptEncoding?: string
}

type Reading = { readonly value: unknown } | RefusedBody | undefined

/** The arguments of an operation's method. Throws an AdminError for what is none of them. */
function readValues(
  request: FastifyRequest,
  reply: FastifyReply,
  operation: AdminOperation,
): readonly unknown[] {
  const body = readBody(request, reply)
  const surplus = findSurplus(operation, request.query as object, body as object)
  if (surplus.length > 0) throw invalidRequest(surplus)
  const parameters = request.params as Readonly<Record<string, string>>
  return [
    ...listParameters(operation).map((name) => parameters[name]),
    ...(operation.body === undefined
      ? []
      : [operation.isLenient ? { ...(request.query as object), ...(body as object) } : body]),
    ...(operation.query === undefined ? [] : [readQuery(request, operation)]),
    ...(operation.takesSignal === undefined ? [] : [signalOf(reply)]),
    ...(operation.takesBaseUrl === undefined ? [] : [baseUrlOf(request)]),
  ]
}

/** The URL by which the caller reached the mock; undefined without a Host field (HTTP/1.0). */
function baseUrlOf({ protocol, host }: FastifyRequest): string | undefined {
  return host === '' ? undefined : `${protocol}://${host}`
}

/** A reader that reconnects sends its position (HTML Living Standard §9.2.4). */
function readQuery({ query, headers }: FastifyRequest, { streams }: AdminOperation): unknown {
  const last = headers['last-event-id']
  return streams && last !== undefined ? { ...(query as object), after: last } : query
}

/** Aborts when the caller disconnects. */
function signalOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  const gone = new AdminError(503, 'caller_gone', 'The caller has gone.')
  reply.raw.once('close', () => controller.abort(gone))
  return controller.signal
}

/** A call without a body is one with an empty request. */
function readBody({ body }: FastifyRequest, reply: FastifyReply): unknown {
  const reading = body as Reading
  if (reading === undefined) return {}
  if (!('refused' in reading)) return reading.value
  const { refused, detail, acceptEncoding } = reading
  if (refused === 'body_empty') return {}
  if (acceptEncoding !== undefined) reply.header('accept-encoding', acceptEncoding)
  throw new AdminError(statusOf[refused] ?? 400, refused, `The request body cannot be read: ${detail}.`)
}

/** The errors for a body that is not merely malformed (RFC 9110 §15.5.14, §15.5.16). */
const statusOf: Readonly<Record<string, number>> = { body_too_large: 413, coding_unsupported: 415 }

async function answerError(error: FastifyError | AdminError, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof AdminError) {
    const problems = error.problems.length > 0 ? { problems: error.problems } : {}
    if (error.status === 401) reply.header('www-authenticate', 'Bearer realm="gm-mock admin"')
    return reply.status(error.status).send({ error: error.error, message: error.message, ...problems })
  }
  const status = error.statusCode ?? 500
  if (status === 415) reply.header('accept', 'application/json')
  if (status < 500) return reply.status(status).send({ error: 'invalid_request', message: error.message })
  request.log.error({ err: error }, 'an admin call failed')
  return reply.status(500).send({ error: 'internal_error', message: 'The call failed; the log says why.' })
}
