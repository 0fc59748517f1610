import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SystemClock } from '../base/clock.ts'
import type { FaultInjector, InterceptedCall } from '../faults/fault-injector.ts'
import type { Journal } from '../journal/journal.ts'
import type { ReceivedBody } from '../journal/kept-call.ts'
import { apiNameOf } from '../api/shared/api-route.ts'
import type { Service } from '../model/service.ts'
import type { Store, StoreCall } from '../store/store.ts'
import type { Verdict } from '../base/verdict.ts'
import type { CallDecider } from './decide-call.ts'
import type { CallLog } from './reports/call-log.ts'
import type { RefusalAdviser } from './reports/refusal-advice.ts'
import type { MethodFinder, PathAdviser } from './reports/path-advice.ts'
import type { TickBatcher } from './tick-batcher.ts'

/** The components that handle every call to one of Authlete's APIs. */
export interface FrontDoor {
  readonly store: Store
  readonly journal: Journal
  readonly systemClock: SystemClock
  readonly findMethods: MethodFinder
  readonly batchPerTick: TickBatcher
  readonly faultInjector: FaultInjector
  readonly decideCall: CallDecider
  /** Absent if the log has no lines for calls. */
  readonly logCall?: CallLog | undefined
  readonly adviseRefusal: RefusalAdviser
  readonly adviser: PathAdviser
  /** Receives unexpected errors, before they are answered. */
  readonly onUnexpectedError: (error: unknown) => void
  /** False for a repeatable journal: all durations are then 0. */
  readonly measures: boolean
}

export type { ReceivedBody }

declare module 'fastify' {
  interface FastifyRequest {
    /** The state of a call to one of Authlete's APIs; undefined for other calls. */
    call?: CallState | null
  }
}

interface CallState {
  /** The name of its API, once it has reached the route. */
  api: string | undefined
  service: Service | undefined
  trace: Verdict[]
  /** The store of this call, once it is admitted. */
  store: StoreCall | undefined
  received: ReceivedBody | undefined
  /** From the arrival on, if the call is intercepted. */
  intercepted: InterceptedCall | undefined
}

export function callOf(request: FastifyRequest): CallState {
  request.call ??= {
    api: undefined,
    service: undefined,
    trace: [],
    store: undefined,
    received: undefined,
    intercepted: undefined,
  }
  return request.call
}

/** A call after its admission, which has checked that its service exists. */
export function admittedCall(request: FastifyRequest): AdmittedCall {
  return request.call as AdmittedCall
}

type AdmittedCall = CallState & { readonly service: Service; readonly store: StoreCall }

/** The service in the path; absent for an API of the organization. */
export function serviceIdOf({ params }: FastifyRequest): string | undefined {
  return (params as { readonly serviceId?: string }).serviceId
}

/** The path of an API in the contract, behind its service: `client/get/{clientId}`. */
export function apiName(request: FastifyRequest): string {
  return (
    callOf(request).api ?? apiNameOf((request.routeOptions.url ?? '').replace(/^\/api(\/:serviceId)?/, ''))
  )
}

/** The name of an API in Authlete's texts: its path without `/api` and the service. */
export function apiPath({ url }: FastifyRequest): string {
  return url.replace(/^\/api(\/\d+(?=\/))?|\?.*$/g, '')
}

/** What the caller of a refused call meant, or what is there instead; undefined for a call that reached its service. */
export function adviseCaller(
  request: FastifyRequest,
  { adviseRefusal }: FrontDoor,
  reason: string,
): Promise<string | undefined> {
  const { method, url, headers } = request
  const [path = ''] = url.split('?')
  const { authorization } = headers
  const call = { reason, method, path, authorization, serviceId: serviceIdOf(request) }
  return adviseRefusal(call).catch(() => undefined)
}

/** Intercepts a call; undefined, at hardly any cost, if nothing is active for its service. */
export function interceptCall(
  request: FastifyRequest,
  reply: FastifyReply,
  { faultInjector }: FrontDoor,
  phase: 'admission' | 'arrival',
  body?: unknown,
): InterceptedCall | undefined {
  const serviceId = serviceIdOf(request)
  if (serviceId === undefined || !faultInjector.isActive(serviceId)) return undefined
  const caller = new AbortController()
  reply.raw.once('close', () => caller.abort())
  const facts = { serviceId, api: apiName(request), path: apiPath(request), gone: caller.signal }
  return faultInjector.intercept(body === undefined ? facts : { ...facts, body }, phase)
}
