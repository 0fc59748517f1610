import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ResultSchema } from '../../schema/result.ts'
import { readClock, type SystemClock } from '../clock.ts'
import { withoutNullMembers } from '../json.ts'
import type { Service } from '../model/service.ts'
import type { ApiRoute } from '../outcome/api-route.ts'
import { answerFrontDoor, type FrontDoorReason } from '../outcome/front-door.ts'
import type { ApiAnswer } from '../outcome/outcome.ts'
import type { Store } from '../store/store.ts'
import { failed, passed, type Verdict } from '../verdict.ts'
import type { Journal } from '../admin/journal.ts'
import { admitCaller } from './caller.ts'
import { drain } from './drain.ts'
import type { BodyReading } from './json-body.ts'
import { journalCall } from './journal.ts'
import type { MethodFinder } from './paths.ts'
import type { TurnEnd } from './turn.ts'

/** What every call to one of Authlete's APIs passes through. */
export interface FrontDoor {
  readonly store: Store
  readonly journal: Journal
  readonly systemClock: SystemClock
  readonly findMethods: MethodFinder
  readonly turnEnd: TurnEnd
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What the front door has found out about a call to one of Authlete's APIs. */
    call: CallState | null
  }
}

interface CallState {
  service?: Service
  trace: readonly Verdict[]
  received?: unknown
}

type CallParams = { readonly serviceId?: string }

/** Serves Authlete's APIs under `/api/{serviceId}`. Every answer, also a refusal, goes into the service's journal. */
export function serveAuthleteApis(app: FastifyInstance, door: FrontDoor, routes: readonly ApiRoute[]): void {
  app.decorateRequest('call', null)
  // The handler gives unknown paths a scope of ours; the hook answers them, because it comes before the body is read.
  app.setNotFoundHandler(() => undefined)
  app.addHook('onRequest', async (request, reply) =>
    request.is404 ? refuseUnknownPath(request, reply, door) : undefined,
  )
  app.setErrorHandler<FastifyError>(async (error, request, reply) => answerError(error, request, reply, door))
  for (const route of routes) serveApi(app, door, route)
}

function serveApi(app: FastifyInstance, door: FrontDoor, route: ApiRoute): void {
  app.route<{ Params: CallParams }>({
    method: route.method,
    url: `/:serviceId${route.path}`,
    schema: describeApi(route),
    onRequest: async (request, reply) => admit(request, reply, door, route),
    preValidation: async (request, reply) => openBody(request, reply, door),
    handler: async (request, reply) => {
      const { service, trace } = admittedCall(request)
      const answer = await route.answer(request.body, service)
      const explanation = {
        ...answer.explanation,
        trace: [...trace, passed(bodyRule), ...answer.explanation.trace],
      }
      return send(request, reply, door, { ...answer, explanation })
    },
  })
}

function describeApi(route: ApiRoute): object {
  const refusals = ['400', '401', '403', '404', '413', '415', '500'].map((status) => [status, ResultSchema])
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    description: route.description,
    security: [{ authlete: [] }],
    params: { type: 'object', properties: { serviceId: { type: 'string', description: 'A service ID.' } } },
    body: route.body,
    response: { 200: route.response, ...Object.fromEntries(refusals) },
  }
}

function callOf(request: FastifyRequest): CallState {
  request.call ??= { trace: [] }
  return request.call
}

/** A call that got past `admit`: those without a service were answered there. */
function admittedCall(request: FastifyRequest): Required<Pick<CallState, 'service' | 'trace'>> {
  return request.call as Required<CallState>
}

async function admit(request: FastifyRequest, reply: FastifyReply, door: FrontDoor, route: ApiRoute) {
  const { serviceId = '' } = request.params as CallParams
  const arrival = {
    authorization: headerFields(request, 'authorization'),
    contentType: request.headers['content-type'],
    serviceId,
    right: route.right,
  }
  const { trace, service, quoted = '' } = await admitCaller(arrival, door.store, door.systemClock)
  request.call = service === undefined ? { trace } : { trace, service }
  const last = trace.at(-1)
  if (last?.verdict !== 'fail') return undefined
  const values = { path: route.path, right: route.right, serviceId, value: quoted }
  return send(request, reply, door, answerFrontDoor(last.reason, values, trace))
}

/** Node keeps one of several fields of that name, so they are counted where all of them still are. */
function headerFields(request: FastifyRequest, name: string): readonly string[] {
  const { rawHeaders } = request.raw
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name)
}

async function openBody(request: FastifyRequest, reply: FastifyReply, door: FrontDoor) {
  const reading = request.body as BodyReading
  const call = callOf(request)
  if ('refused' in reading) {
    call.received = reading.text
    return refuseBody(request, reply, door, reading.refused, reading.detail)
  }
  call.received = reading.octets > keptOctets ? `(${reading.octets} octets, not kept)` : reading.value
  request.body = withoutNullMembers(reading.value)
  return undefined
}

/** A body longer than this is not kept, so that the journal's size is bounded by its number of entries. */
const keptOctets = 16_384

const bodyRule = { check: 'body', clause: 'Authlete API 3.0, POST /gm', source: 'inferred' } as const

function refuseBody(
  request: FastifyRequest,
  reply: FastifyReply,
  door: FrontDoor,
  reason: FrontDoorReason,
  detail: string,
) {
  const trace = [
    ...callOf(request).trace,
    failed(bodyRule, reason, { expected: 'a JSON object of the right shape', actual: detail }),
  ]
  return send(request, reply, door, answerFrontDoor(reason, { detail }, trace))
}

async function answerError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  door: FrontDoor,
) {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    await drain(request.raw)
    return refuseBody(request, reply, door, 'body_too_large', 'larger than 1 MiB')
  }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return refuseBody(request, reply, door, 'body_malformed', describeFlaw(error))
  }
  request.log.error({ err: error }, 'a call to an Authlete API failed before it could be decided')
  const path = request.url.replace(/^\/api\/[^/]*|\?.*$/g, '')
  return send(request, reply, door, answerFrontDoor('front_door_crash', { path }, callOf(request).trace))
}

/** What the validator says, and which values it would have taken. */
function describeFlaw({ message, validation }: FastifyError): string {
  const allowed = validation?.[0]?.params['allowedValues']
  return Array.isArray(allowed) ? `${message}: ${allowed.join(', ')}` : message
}

async function refuseUnknownPath(request: FastifyRequest, reply: FastifyReply, door: FrontDoor) {
  const [path = ''] = request.url.split('?')
  const methods = door.findMethods(path)
  const values = { method: request.method, path, allowed: methods.join(', ') }
  const reason = methods.length > 0 ? 'method_not_allowed' : 'path_unknown'
  if (methods.length > 0) reply.header('allow', values.allowed)
  const rule = { check: 'path', clause: 'RFC 9110 §15.5.5, §15.5.6', source: 'assumed' } as const
  const trace = [failed(rule, reason, { actual: `${request.method} ${path}` })]
  return send(request, reply, door, answerFrontDoor(reason, values, trace))
}

async function send(request: FastifyRequest, reply: FastifyReply, door: FrontDoor, answer: ApiAnswer) {
  const service = await findJournalService(request, door)
  if (service !== undefined) {
    const at = readClock(service.clock, door.systemClock())
    const { received } = callOf(request)
    door.journal.record(service.serviceId, journalCall(request, reply.elapsedTime, at, received, answer))
  }
  await door.turnEnd()
  if (answer.status === 401) reply.header('www-authenticate', 'Bearer realm="authlete"')
  return reply.status(answer.status).send(answer.body)
}

/** A refused call also belongs in the journal of the service it was for, where there is one. */
async function findJournalService(request: FastifyRequest, door: FrontDoor): Promise<Service | undefined> {
  const { service } = callOf(request)
  if (service !== undefined) return service
  const serviceId = /^\/api\/(\d+)\//.exec(request.url)?.[1]
  return serviceId === undefined ? undefined : door.store.findService(serviceId).catch(() => undefined)
}
