import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ResultSchema } from '../../schema/result.ts'
import { headerFields } from '../base/origins/header-fields.ts'
import {
  apiNameOf,
  type ApiRoute,
  type AuthleteApis,
  type OrganizationCall,
  type OrganizationRoute,
} from '../api/shared/api-route.ts'
import { answerFrontDoor, type FrontDoorReason } from '../outcome/front-door.ts'
import type { ApiAnswer } from '../outcome/outcome.ts'
import type { Store, StoreCall } from '../store/store.ts'
import { readClock } from '../base/clock.ts'
import { failed } from '../base/verdict.ts'
import { deliver, send } from './answer.ts'
import {
  adviseCaller,
  admittedCall,
  apiPath,
  callOf,
  serviceIdOf,
  interceptCall,
  type FrontDoor,
} from './call.ts'
import { admitCaller } from './caller.ts'
import { drain } from './drain.ts'
import { formOperations } from './body/form-operations.ts'
import { createLazyValidators } from './lazy-validators.ts'
import type { TypedBody } from './body/loose-scalars.ts'
import { bodyRule, checkBody, openBody } from './body/open-body.ts'
import { acceptFormBodies, type BodyReading } from './body/request-body.ts'
import { pathRule } from './reports/missed-calls.ts'
import { readmeAdvice } from './reports/path-advice.ts'
import { isHeadError } from './request-head.ts'

/** Serves Authlete's APIs. Every answer for a service, also a refusal, is recorded in that service's journal. */
export function serveAuthleteApis(app: FastifyInstance, door: FrontDoor, apis: AuthleteApis): void {
  app.setValidatorCompiler(createLazyValidators())
  app.decorateRequest('call', null)
  acceptFormBodies(app)
  // The handler gives unknown paths this scope; the hook answers them, because it runs before the body is read.
  app.setNotFoundHandler(() => undefined)
  app.addHook('onRequest', (request, reply, done) =>
    request.is404 ? refuseUnknownPath(request, reply, door) : done(),
  )
  app.setErrorHandler<FastifyError>(async (error, request, reply) => answerError(error, request, reply, door))
  for (const route of apis.ofService) {
    serveApi(app, door, route, `/:serviceId${route.path}`, (request) => {
      const { service } = admittedCall(request)
      const now = readClock(service.clock, door.systemClock())
      const call = { ...readCall(request, route), service, now }
      return (request.method === 'HEAD' ? route.answerHead?.(call) : undefined) ?? route.answer(call)
    })
  }
  for (const route of apis.ofOrganization) {
    serveApi(app, door, route, route.path, (request) => route.answer(readCall(request, route)))
  }
}

type AnyRoute = ApiRoute | OrganizationRoute
type HookDone = (error?: Error) => void

/** What is the same for every call of a route. */
interface Entrance {
  readonly route: AnyRoute
  /** Its name: `client/get/{clientId}`. */
  readonly api: string
  readonly bodyTypes: readonly string[]
}

function serveApi(
  app: FastifyInstance,
  door: FrontDoor,
  route: AnyRoute,
  url: string,
  answerCall: (request: FastifyRequest) => Promise<ApiAnswer>,
): void {
  const { body } = route
  const entrance = { route, api: apiNameOf(route.path), bodyTypes: listBodyTypes(route) }
  app.route({
    method: route.method,
    url,
    schema: describeApi(route, url),
    onRequest: async (request, reply) => admit(request, reply, door, entrance),
    ...(body !== undefined && {
      preValidation: (request: FastifyRequest, reply: FastifyReply, done: HookDone) =>
        receiveBody(request, reply, door, body, done),
    }),
    handler: async (request, reply) => {
      const call = admittedCall(request)
      if (body !== undefined) call.trace.push(checkBody(request.body as TypedBody))
      const intercepted = interceptCall(request, reply, door, 'arrival', readBody(request, route))
      if (intercepted !== undefined) {
        call.intercepted = intercepted
        const delivery = await intercepted.at('arrival')
        if (delivery !== undefined) return deliver(request, reply, door, delivery)
      }
      const decide = (): Promise<ApiAnswer> => answerCall(request)
      const again = async () => (await readmit(request, reply, door, entrance)) ?? decide()
      const answer = await door.decideCall(call, decide, again)
      const trace = call.trace.concat(answer.explanation.trace)
      return send(request, reply, door, { ...answer, explanation: { ...answer.explanation, trace } })
    },
  })
}

/** Members that the route does not declare are not validated, and are left out. */
function readCall(request: FastifyRequest, route: AnyRoute): OrganizationCall {
  const { params, query } = request
  return {
    body: readBody(request, route),
    params: params as OrganizationCall['params'],
    query: (route.query === undefined ? {} : query) as OrganizationCall['query'],
  }
}

function readBody({ body }: FastifyRequest, route: AnyRoute): unknown {
  return route.body === undefined ? undefined : (body as TypedBody).value
}

function describeApi(route: AnyRoute, url: string): object {
  const refusals = ['400', '401', '403', '404', '413', '415', '429', '500'].map((status) => [
    status,
    ResultSchema,
  ])
  const { operationId, tag, summary, description, params, query, body, response } = route
  const success = {
    ...(response !== undefined && { 200: response }),
    ...((response === undefined || route.mayBeEmpty) && { 204: { type: 'null', description: 'Done.' } }),
    ...(route.mayRedirect && { 302: { type: 'null', description: 'It is at the Location.' } }),
  }
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    security: [url.startsWith('/:serviceId') ? { authlete: [] } : { organization: [] }],
    params: { type: 'object', properties: { ...serviceParameter(url), ...params?.['properties'] } },
    ...(query !== undefined && { querystring: query }),
    ...(body !== undefined && { body, consumes: listBodyTypes(route) }),
    response: { ...success, ...Object.fromEntries(refusals) },
  }
}

/** The accepted media types; none if the body is not read. */
function listBodyTypes({ operationId, body }: AnyRoute): readonly string[] {
  if (body === undefined) return []
  return formOperations.has(operationId)
    ? ['application/json', 'application/x-www-form-urlencoded']
    : ['application/json']
}

function serviceParameter(url: string): object {
  return url.startsWith('/:serviceId') ? { serviceId: { type: 'string', description: 'A service ID.' } } : {}
}

async function admit(request: FastifyRequest, reply: FastifyReply, door: FrontDoor, entrance: Entrance) {
  const call = callOf(request)
  call.api = entrance.api
  const intercepted = interceptCall(request, reply, door, 'admission')
  if (intercepted !== undefined) await intercepted.at('admission')
  call.store = door.store.openCall()
  const refusal = await checkCaller(request, reply, door, entrance)
  return refusal === undefined ? undefined : send(request, reply, door, refusal)
}

/** A call that is decided again is admitted again: its service may have changed, or may be gone. */
async function readmit(
  request: FastifyRequest,
  reply: FastifyReply,
  door: FrontDoor,
  entrance: Entrance,
): Promise<ApiAnswer | undefined> {
  const refusal = await checkCaller(request, reply, door, entrance)
  const call = callOf(request)
  if (refusal !== undefined) call.trace = []
  else if (entrance.route.body !== undefined) call.trace.push(checkBody(request.body as TypedBody))
  return refusal
}

/** Finds the service of the call, unless the call is refused. */
async function checkCaller(
  request: FastifyRequest,
  reply: FastifyReply,
  door: FrontDoor,
  { route: { right }, bodyTypes }: Entrance,
): Promise<ApiAnswer | undefined> {
  const serviceId = serviceIdOf(request)
  const arrival = {
    authorization: headerFields(request.raw, 'authorization'),
    contentType: request.headers['content-type'],
    bodyTypes,
    right,
    serviceId,
  }
  const { store } = admittedCall(request)
  const { trace, service, quoted = '' } = await admitCaller(arrival, lookUpIn(store), door.systemClock)
  const call = callOf(request)
  call.trace = trace
  call.service = service
  const last = trace.at(-1)
  if (last?.verdict !== 'fail') return undefined
  const advised = { ...last, detail: await adviseCaller(request, door, last.reason) }
  call.trace = [...trace.slice(0, -1), advised]
  if (last.reason === 'media_type_unsupported') reply.header('accept', bodyTypes.join(', '))
  const values = {
    path: apiPath(request),
    right,
    serviceId: serviceId ?? '',
    value: quoted,
    allowed: bodyTypes.join(' and '),
  }
  return answerFrontDoor(last.reason, values, call.trace)
}

/** The look-ups of the front door are a part of the call, and are not interrupted. */
function lookUpIn(store: StoreCall): Pick<Store, 'findApiToken' | 'findService'> {
  return {
    findApiToken: (tokenHash) => store.ask('findApiToken', [tokenHash]) as ReturnType<Store['findApiToken']>,
    findService: (serviceId) => store.ask('findService', [serviceId]) as ReturnType<Store['findService']>,
  }
}

/** Prepares a body for the validator; one that cannot be read is answered here, which the framework waits for. */
function receiveBody(
  request: FastifyRequest,
  reply: FastifyReply,
  door: FrontDoor,
  schema: object,
  done: HookDone,
): Promise<void> | void {
  const { body, refusal, received } = openBody(request.body as BodyReading, schema)
  callOf(request).received = received
  request.body = body
  if (refusal === undefined) return done()
  if (refusal.acceptEncoding !== undefined) reply.header('accept-encoding', refusal.acceptEncoding)
  return refuseBody(request, reply, door, refusal.refused, refusal.detail)
}

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
  if (isHeadError(error)) return refuseHead(request, reply, door, error.problem)
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    await drain(request.raw)
    return refuseBody(request, reply, door, 'body_too_large', 'larger than 1 MiB')
  }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return refuseBody(request, reply, door, 'body_malformed', describeError(error))
  }
  door.onUnexpectedError(error)
  const values = { path: apiPath(request) }
  return send(request, reply, door, answerFrontDoor('front_door_crash', values, callOf(request).trace))
}

function refuseHead(request: FastifyRequest, reply: FastifyReply, door: FrontDoor, problem: string) {
  const rule = { check: 'head', clause: 'RFC 9112 §3.2', source: 'documented' } as const
  const trace = [failed(rule, 'head_malformed', { expected: 'one host, one target', actual: problem })]
  return send(request, reply, door, answerFrontDoor('head_malformed', { detail: problem }, trace))
}

/** The validator's message, with the values that it accepts. */
function describeError({ message, validation }: FastifyError): string {
  const allowed = validation?.[0]?.params['allowedValues']
  return Array.isArray(allowed) ? `${message}: ${allowed.join(', ')}` : message
}

async function refuseUnknownPath(request: FastifyRequest, reply: FastifyReply, door: FrontDoor) {
  const [path = ''] = request.url.split('?')
  const methods = door.findMethods(path)
  const { method } = request
  const advice = door.adviser.advise(method, path)
  const values = { method, path, allowed: methods.join(', '), advice: advice || readmeAdvice }
  const reason = methods.length > 0 ? 'method_not_allowed' : 'path_unknown'
  if (methods.length > 0) reply.header('allow', values.allowed)
  const evidence = { actual: `${method} ${door.adviser.show(path)}`, detail: advice || undefined }
  const trace = [failed(pathRule, reason, evidence)]
  return send(request, reply, door, answerFrontDoor(reason, values, trace))
}
