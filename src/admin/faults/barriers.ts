import {
  BarrierSchema,
  BarrierWaitSchema,
  type BarrierRequest,
  type BarrierView,
  type HeldCall,
} from '../../../schema/admin/faults.ts'
import { createFaultRegistry, type ActiveEntry, type FaultRegistry } from '../../faults/fault-registry.ts'
import { createBarrier, type Barrier } from '../../faults/barrier.ts'
import type { CallFacts } from '../../faults/fault-injector.ts'
import { millisecondsOf } from '../../base/time.ts'
import { copyWithoutNulls } from '../../base/json.ts'
import { AdminError } from '../admin-error.ts'
import type { Admin } from '../admin.ts'
import type { AdminTools, ServiceFinder } from '../tools.ts'
import { createScope, findScopeProblems, readGmAction } from './call-scope.ts'

type BarrierMethods = Pick<
  Admin,
  'addBarrier' | 'listBarriers' | 'waitForBarrier' | 'releaseBarrier' | 'deleteBarrier'
>

interface ActiveBarrier extends ActiveEntry {
  readonly barrier: Barrier
  readonly view: () => BarrierView
}

const capacity = 100
const maximumWaits = 100
const defaultWaitMilliseconds = 5000

export function barrierMethods(tools: AdminTools, findService: ServiceFinder): BarrierMethods {
  const barriers = createFaultRegistry<ActiveBarrier>(capacity)
  const find = async (serviceId: string, id: string): Promise<ActiveBarrier> => {
    await findService(serviceId)
    const barrier = barriers.find(serviceId, id)
    if (barrier === undefined) throw unknownBarrier(serviceId, id)
    return barrier
  }
  return {
    addBarrier: async (serviceId, given) => {
      await findService(serviceId)
      const present = copyWithoutNulls(given)
      const request = tools.readRequest(BarrierSchema, present, findScopeProblems(present, tools))
      const barrier = barriers.add(serviceId, (id) =>
        activateBarrier(tools, barriers, serviceId, id, request),
      )
      if (barrier !== undefined) return barrier.view()
      const message = `Service ${serviceId} has ${capacity} barriers, which is as many as it may have. Release or delete some, or reset it.`
      throw new AdminError(409, 'too_many_barriers', message)
    },
    listBarriers: async (serviceId) => {
      await findService(serviceId)
      return { barriers: barriers.list(serviceId).map(({ view }) => view()) }
    },
    waitForBarrier: createWait(tools, find),
    releaseBarrier: async (serviceId, id) => (await find(serviceId, id)).barrier.release(),
    deleteBarrier: async (serviceId, id) => (await find(serviceId, id)).deactivate(),
  }
}

function activateBarrier(
  { faultInjector }: AdminTools,
  barriers: FaultRegistry<ActiveBarrier>,
  serviceId: string,
  id: string,
  request: BarrierRequest,
): ActiveBarrier {
  const barrier = createBarrier()
  const isInScope = createScope(request)
  const deactivate = faultInjector.activate({
    serviceId,
    step: request.step,
    matches: (call) => barrier.state() === 'waiting' && isInScope(call),
    act: async (call) => {
      await barrier.hold(call)
      return undefined
    },
    release: () => {
      barriers.forget(serviceId, id)
      barrier.release()
    },
  })
  const view = (): BarrierView => {
    const held = barrier.held()
    return { id, ...request, state: barrier.state(), ...(held !== undefined && { held: viewCall(held) }) }
  }
  return { barrier, view, isOver: () => barrier.state() === 'released', deactivate }
}

function viewCall(call: CallFacts): HeldCall {
  const { api, body } = call
  const gmAction = readGmAction(call)
  return { api, ...(gmAction !== undefined && { gmAction }), ...(body !== undefined && { body }) }
}

function createWait(
  { readRequest }: AdminTools,
  find: (serviceId: string, id: string) => Promise<ActiveBarrier>,
): Admin['waitForBarrier'] {
  let waits = 0
  return async (serviceId, id, given = {}, signal) => {
    const { barrier } = await find(serviceId, id)
    const wait = readRequest(BarrierWaitSchema, copyWithoutNulls(given))
    const timeoutMs = millisecondsOf(wait.timeoutMs ?? defaultWaitMilliseconds)
    if (waits >= maximumWaits) throw tooManyWaits()
    waits += 1
    await barrier.untilSettled(timeoutMs, signal).finally(() => (waits -= 1))
    signal?.throwIfAborted()
    const held = barrier.held()
    if (held !== undefined) return { held: viewCall(held) }
    throw barrier.state() === 'released' ? releasedBarrier(id) : noCallHeld(id, timeoutMs)
  }
}

function unknownBarrier(serviceId: string, id: string): AdminError {
  return new AdminError(404, 'barrier_unknown', `Service ${serviceId} has no barrier ${id}.`)
}

function releasedBarrier(id: string): AdminError {
  const message = `Barrier ${id} was released before it held a call, so it will hold none.`
  return new AdminError(409, 'barrier_released', message)
}

function noCallHeld(id: string, timeoutMs: number): AdminError {
  const message = `Barrier ${id} held no call within ${timeoutMs} ms. GET …/requests tells which calls came, and GET …/barriers what it waits for.`
  return new AdminError(409, 'barrier_timeout', message)
}

function tooManyWaits(): AdminError {
  const message = `${maximumWaits} calls wait at barriers already, which is as many as may.`
  return new AdminError(429, 'too_many_waits', message)
}
