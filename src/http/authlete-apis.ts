import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ResultSchema } from '../../schema/result.ts'
import { readClock, type SystemClock } from '../clock.ts'
import { withoutNulls } from '../json.ts'
import type { Delivery, Interference, TakenCall } from '../interference/interference.ts'
import type { Service } from '../model/service.ts'
import type { ApiRoute, OrganizationCall, OrganizationRoute } from '../outcome/api-route.ts'
import { answerFrontDoor, type FrontDoorReason } from '../outcome/front-door.ts'
import type { ApiAnswer } from '../outcome/outcome.ts'
import type { Store } from '../store/store.ts'
import { failed, passed, type Verdict } from '../verdict.ts'
import type { Journal } from '../journal/journal.ts'
import { admitCaller } from './caller.ts'
import { drain } from './drain.ts'
import type { BodyReading } from './json-body.ts'
import { journalCall } from './journal.ts'
import { createLazyValidators } from './lazy-validators.ts'
import type { MethodFinder } from './paths.ts'
import type { TurnEnd } from './turn.ts'

/** What every call to one of Authlete's APIs passes through. */
export interface FrontDoor {
  readonly store: Store
  readonly journal: Journal
  readonly systemClock: SystemClock
  readonly findMethods: MethodFinder
  readonly turnEnd: TurnEnd
  readonly interference: Interference
  /** False where the journal is to repeat: it then says that nothing takes time. */
  readonly measures: boolean
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
  taken?: TakenCall | undefined
}

type CallParams = { readonly serviceId?: string }

/** The APIs to serve: those for one service, and those for the whole organization. */
export interface AuthleteApis {
  readonly ofService: readonly ApiRoute[]
  readonly ofOrganization: readonly OrganizationRoute[]
}

/** Serves Authlete's APIs. Every answer for a service, also a refusal, goes into that service's journal. */
export function serveAuthleteApis(app: FastifyInstance, door: FrontDoor, apis: AuthleteApis): void {
  app.setValidatorCompiler(createLazyValidators())
  app.decorateRequest('call', null)
  // The handler gives unknown paths a scope of ours; the hook answers them, because it comes before the body is read.
  app.setNotFoundHandler(() => undefined)
  app.addHook('onRequest', async (request, reply) =>
    request.is404 ? refuseUnknownPath(request, reply, door) : undefined,
  )
  app.setErrorHandler<FastifyError>(async (error, request, reply) => answerError(error, request, reply, door))
  for (const route of apis.ofService) {
    serveApi(app, door, route, `/:serviceId${route.path}`, async (request) => {
      const { service } = admittedCall(request)
      return route.answer({ ...readCall(request, route), service })
    })
  }
  for (const route of apis.ofOrganization) {
    serveApi(app, door, route, route.path, async (request) => route.answer(readCall(request, route)))
  }
}

type AnyRoute = ApiRoute | OrganizationRoute

function serveApi(
  app: FastifyInstance,
  door: FrontDoor,
  route: AnyRoute,
  url: string,
  answerCall: (request: FastifyRequest) => Promise<ApiAnswer>,
): void {
  app.route({
    method: route.method,
    url,
    schema: describeApi(route, url),
    onRequest: async (request, reply) => admit(request, reply, door, route),
    ...(route.body !== undefined && {
      preValidation: async (request: FastifyRequest, reply: FastifyReply) => openBody(request, reply, door),
    }),
    handler: async (request, reply) => {
      const call = callOf(request)
      call.taken = takeCall(request, door, 'arrival')
      const delivery = await call.taken?.reach('arrival')
      if (delivery !== undefined) return deliver(request, reply, door, delivery)
      const decide = (): Promise<ApiAnswer> => answerCall(request)
      const answer = await (call.taken === undefined ? decide() : call.taken.run(decide))
      const read = route.body === undefined ? [] : [passed(bodyRule)]
      const trace = [...call.trace, ...read, ...answer.explanation.trace]
      return send(request, reply, door, { ...answer, explanation: { ...answer.explanation, trace } })
    },
  })
}

/** What a route does not name has not been validated, and does not reach it. */
function readCall({ body, params, query }: FastifyRequest, route: AnyRoute): OrganizationCall {
  return {
    body: route.body === undefined ? undefined : body,
    params: params as OrganizationCall['params'],
    query: (route.query === undefined ? {} : query) as OrganizationCall['query'],
  }
}

function describeApi(route: AnyRoute, url: string): object {
  const refusals = ['400', '401', '403', '404', '413', '415', '500'].map((status) => [status, ResultSchema])
  const { operationId, tag, summary, description, params, query, body, response } = route
  const success = {
    ...(response !== undefined && { 200: response }),
    ...((response === undefined || route.mayBeEmpty) && { 204: { type: 'null', description: 'Done.' } }),
  }
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    security: [{ authlete: [] }],
    params: { type: 'object', properties: { ...serviceParameter(url), ...params?.['properties'] } },
    ...(query !== undefined && { querystring: query }),
    ...(body !== undefined && { body }),
    response: { ...success, ...Object.fromEntries(refusals) },
  }
}

function serviceParameter(url: string): object {
  return url.startsWith('/:serviceId') ? { serviceId: { type: 'string', description: 'A service ID.' } } : {}
}

function callOf(request: FastifyRequest): CallState {
  request.call ??= { trace: [] }
  return request.call
}

/** A call for a service that got past `admit`: those without one were answered there. */
function admittedCall(request: FastifyRequest): Required<Pick<CallState, 'service'>> {
  return request.call as Required<CallState>
}

/** How the contract writes the path of an API behind its service: `client/get/{clientId}`. */
function apiName({ routeOptions: { url = '' } }: FastifyRequest): string {
  return url.replace(/^\/api\/(:serviceId\/)?/, '').replace(/:(\w+)/g, '{$1}')
}

function takeCall(request: FastifyRequest, door: FrontDoor, phase: 'admission' | 'arrival') {
  const { serviceId } = request.params as CallParams
  const facts = { api: apiName(request), ...(serviceId !== undefined && { serviceId }) }
  return door.interference.take(phase === 'admission' ? facts : { ...facts, body: request.body }, phase)
}

async function admit(request: FastifyRequest, reply: FastifyReply, door: FrontDoor, route: AnyRoute) {
  const { serviceId } = request.params as CallParams
  const delivery = await takeCall(request, door, 'admission')?.reach('admission')
  if (delivery !== undefined) return deliver(request, reply, door, delivery)
  const arrival = {
    authorization: headerFields(request, 'authorization'),
    contentType: request.headers['content-type'],
    readsBody: route.body !== undefined,
    right: route.right,
    ...(serviceId !== undefined && { serviceId }),
  }
  const { trace, service, quoted = '' } = await admitCaller(arrival, door.store, door.systemClock)
  request.call = service === undefined ? { trace } : { trace, service }
  const last = trace.at(-1)
  if (last?.verdict !== 'fail') return undefined
  const values = { path: apiPath(request), right: route.right, serviceId: serviceId ?? '', value: quoted }
  return send(request, reply, door, answerFrontDoor(last.reason, values, trace))
}

/** How Authlete's texts name an API: its path without `/api` and the service. */
function apiPath({ url }: FastifyRequest): string {
  return url.replace(/^\/api(\/\d+(?=\/))?|\?.*$/g, '')
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
  request.body = withoutNulls(reading.value)
  return undefined
}

/** A body longer than this is not kept, so that the journal's size is bounded by its number of entries. */
const keptOctets = 16_384

const bodyRule = { check: 'body', clause: 'Authlete API 3.0, request body', source: 'inferred' } as const

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
  const values = { path: apiPath(request) }
  return send(request, reply, door, answerFrontDoor('front_door_crash', values, callOf(request).trace))
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
  const delivery = await callOf(request).taken?.reach('answer')
  if (delivery !== undefined) return deliver(request, reply, door, delivery)
  await record(request, reply, door, answer)
  await door.turnEnd()
  if (answer.status === 401) reply.header('www-authenticate', 'Bearer realm="authlete"')
  if (answer.indented === true) {
    reply.type('application/json; charset=utf-8').serializer((body) => JSON.stringify(body, null, 2))
  }
  return reply.status(answer.status).send(answer.body)
}

/** A refused call also belongs in the journal of the service it was for, where there is one. */
async function findJournalService(request: FastifyRequest, door: FrontDoor): Promise<Service | undefined> {
  const { service } = callOf(request)
  if (service !== undefined) return service
  const serviceId = /^\/api\/(\d+)\//.exec(request.url)?.[1]
  return serviceId === undefined ? undefined : door.store.findService(serviceId).catch(() => undefined)
}

async function record(request: FastifyRequest, reply: FastifyReply, door: FrontDoor, answer: ApiAnswer) {
  const service = await findJournalService(request, door)
  if (service === undefined) return
  const at = readClock(service.clock, door.systemClock())
  const { received } = callOf(request)
  const elapsed = door.measures ? reply.elapsedTime : 0
  const call = { request, api: apiName(request), elapsed, at, received, answer }
  door.journal.record(service.serviceId, journalCall(call))
}

/** Sends an answer that was arranged in place of the API's own. */
async function deliver(request: FastifyRequest, reply: FastifyReply, door: FrontDoor, delivery: Delivery) {
  const { status, headers, body } = delivery
  const explanation = { reason: 'fault', source: 'assumed', messageSource: 'assumed', trace: [] } as const
  await record(request, reply, door, { status, body: { body }, explanation })
  return reply.status(status).headers(headers).serializer(String).send(body)
}
