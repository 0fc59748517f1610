import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SystemClock } from '../base/clock.ts'
import type { CallInProgress, FaultInjector, InterceptedCall } from '../faults/fault-injector.ts'
import type { Journal } from '../journal/journal.ts'
import { apiNameOf } from '../api/shared/api-route.ts'
import type { Service } from '../model/service.ts'
import type { Store, StoreCall } from '../store/store.ts'
import type { Verdict } from '../base/verdict.ts'
import type { CallDecider } from './decide-call.ts'
import type { MethodFinder } from './paths.ts'
import type { TickBatcher } from './tick-batcher.ts'

/** What every call to one of Authlete's APIs passes through. */
export interface FrontDoor {
  readonly store: Store
  readonly journal: Journal
  readonly systemClock: SystemClock
  readonly findMethods: MethodFinder
  readonly batchPerTick: TickBatcher
  readonly faultInjector: FaultInjector
  readonly inProgress: CallInProgress
  readonly decideCall: CallDecider
  /** Told of what nobody decided, before it is answered. */
  readonly onUnexpectedError: (error: unknown) => void
  /** False where the journal is to repeat: it then says that nothing takes time. */
  readonly measures: boolean
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What the front door has found out about a call to one of Authlete's APIs. */
    call: CallState | null
  }
}

/** A body as the journal has it. */
export interface ReceivedBody {
  readonly body: unknown
  /** Present where JavaScript writes a number of it otherwise than the caller did, and for a form. */
  readonly text?: string
}

interface CallState {
  service?: Service
  trace: readonly Verdict[]
  /** Its way to the storage; present once it has asked. */
  store?: StoreCall
  received?: ReceivedBody
  /** Present from its arrival on, where something happens to it. */
  intercepted?: InterceptedCall
}

export function callOf(request: FastifyRequest): CallState {
  request.call ??= { trace: [] }
  return request.call
}

/** A call that got past its admission; one for a service that does not exist was answered there. */
export function admittedCall(
  request: FastifyRequest,
): CallState & Required<Pick<CallState, 'service' | 'store'>> {
  return request.call as Required<CallState>
}

/** The service that the path names; absent for an API of the organization. */
export function serviceIdOf({ params }: FastifyRequest): string | undefined {
  return (params as { readonly serviceId?: string }).serviceId
}

/** How the contract writes the path of an API behind its service: `client/get/{clientId}`. */
export function apiName({ routeOptions: { url = '' } }: FastifyRequest): string {
  return apiNameOf(url.replace(/^\/api(\/:serviceId)?/, ''))
}

/** How Authlete's texts name an API: its path without `/api` and the service. */
export function apiPath({ url }: FastifyRequest): string {
  return url.replace(/^\/api(\/\d+(?=\/))?|\?.*$/g, '')
}

/** What was arranged to happen to a call; undefined, at hardly any cost, where nothing was. */
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
