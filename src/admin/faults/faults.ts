import {
  FaultSchema,
  type DelayView,
  type FaultRequest,
  type FaultView,
} from '../../../schema/admin/faults.ts'
import { createFaultRegistry, type ActiveEntry, type FaultRegistry } from '../../faults/fault-registry.ts'
import { faultKinds, type When } from '../../faults/faults.ts'
import { createRelease } from '../../faults/pause.ts'
import { createSelection } from '../../faults/selection.ts'
import { secondsOf } from '../../base/time.ts'
import { isJsonObject, copyWithoutNulls } from '../../base/json.ts'
import { AdminError } from '../admin-error.ts'
import type { Problem } from '../../base/problem.ts'
import type { Admin } from '../admin.ts'
import type { AdminTools, ServiceFinder } from '../tools.ts'
import { createScope, findScopeProblems } from './call-scope.ts'
import { findRangeProblem, readDelay } from './delay.ts'

type FaultMethods = Pick<Admin, 'addFault' | 'listFaults' | 'deleteFault' | 'clearFaults'>

interface ActiveFault extends ActiveEntry {
  readonly view: () => FaultView
}

const capacity = 100

/** The default delay of a slow close, in milliseconds. */
const defaultDelay: DelayView = { fixed: 1000 }

export function faultMethods(tools: AdminTools, findService: ServiceFinder): FaultMethods {
  const faults = createFaultRegistry<ActiveFault>(capacity)
  return {
    addFault: async (serviceId, given) => {
      await findService(serviceId)
      const present = copyWithoutNulls(given)
      const request = tools.readRequest(FaultSchema, present, findFaultProblems(present, tools))
      const fault = faults.add(serviceId, (id) => activateFault(tools, faults, serviceId, id, request))
      if (fault !== undefined) return fault.view()
      const message = `Service ${serviceId} has ${capacity} faults, which is as many as it may have. Delete some, or reset it.`
      throw new AdminError(409, 'too_many_faults', message)
    },
    listFaults: async (serviceId) => {
      await findService(serviceId)
      return { faults: faults.list(serviceId).map(({ view }) => view()) }
    },
    deleteFault: async (serviceId, id) => {
      await findService(serviceId)
      const fault = faults.find(serviceId, id)
      if (fault !== undefined) return fault.deactivate()
      throw new AdminError(404, 'fault_unknown', `Service ${serviceId} has no fault ${id}.`)
    },
    clearFaults: async (serviceId) => {
      await findService(serviceId)
      for (const { deactivate } of faults.list(serviceId)) deactivate()
    },
  }
}

function activateFault(
  { faultInjector, random }: AdminTools,
  faults: FaultRegistry<ActiveFault>,
  serviceId: string,
  id: string,
  request: FaultRequest,
): ActiveFault {
  const { delay: asked, retryAfterSeconds: retryAfter, ...rest } = request
  const given = {
    ...rest,
    ...(asked !== undefined && { delay: readDelay(asked) }),
    ...(retryAfter !== undefined && { retryAfterSeconds: secondsOf(retryAfter) }),
  }
  const { fault, delay = defaultDelay, retryAfterSeconds = 1 } = given
  const kind = faultKinds[fault]
  const when = request.when ?? kind.when[0]
  const released = createRelease()
  const isInScope = createScope(request)
  const selection = createSelection(request, random)
  const act = kind.make({ delay, retryAfterSeconds, random, released: released.signal })
  let hits = 0
  const deactivate = faultInjector.activate({
    serviceId,
    step: kind.step ?? (when === 'before' ? 'arrival' : 'answer'),
    fault,
    matches: (call) => !selection.isOver() && isInScope(call) && selection.selects(),
    act: async (call, answer) => {
      hits += 1
      const effect = await act(call, answer)
      if (effect === 'untouched') hits -= 1
      return effect
    },
    release: () => {
      faults.forget(serviceId, id)
      released.abort()
    },
  })
  const view = (): FaultView => ({ id, ...given, when, hits, usedUp: selection.isOver() })
  return { view, isOver: selection.isOver, deactivate }
}

/** Problems with an unchecked request that no schema can find. */
function findFaultProblems(given: unknown, tools: AdminTools): readonly Problem[] {
  if (!isJsonObject(given)) return []
  const request = given as Partial<FaultRequest>
  const kind =
    request.fault !== undefined && Object.hasOwn(faultKinds, request.fault) ? request.fault : undefined
  return [
    ...findScopeProblems(given, tools),
    ...(kind === undefined ? [] : findMisfits(kind, request)),
    ...(request.nth !== undefined && request.next !== undefined
      ? [{ path: '/next', message: 'cannot be given together with nth' }]
      : []),
    ...findRangeProblem(request.delay),
  ]
}

function findMisfits(fault: FaultRequest['fault'], request: Partial<FaultRequest>): readonly Problem[] {
  const { when, delay, retryAfterSeconds } = request
  const fitting: readonly When[] = faultKinds[fault].when
  const problems = [
    when !== undefined &&
      !fitting.includes(when) && { path: '/when', message: `of ${fault} can only be ${fitting.join()}` },
    fault === 'latency' && delay === undefined && { path: '/delay', message: 'is what latency needs' },
    delay !== undefined &&
      fault !== 'latency' &&
      fault !== 'slow_close' && { path: '/delay', message: 'is for latency and slow_close' },
    retryAfterSeconds !== undefined &&
      fault !== 'too_many_requests' && { path: '/retryAfterSeconds', message: 'is for too_many_requests' },
  ]
  return problems.filter((problem) => problem !== false)
}
