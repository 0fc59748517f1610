import type { CallWatcher } from '../admin/journal/watch-calls.ts'
import { viewTrace, type LintedEntry } from '../admin/journal/view-call.ts'
import { describeCalls, formatCount, type DescribedCall } from './journal-text.ts'
import { createFlagTally } from './lint-text.ts'

/** How many calls of a service are told; what went wrong is rarely at the beginning. */
const maxListedCalls = 100

/** Of how many services; those that were called last. */
const maxListedServices = 100

interface SeenService {
  count: number
  readonly calls: DescribedCall[]
}

/** What a run has seen, whatever its command has the mock forget. */
export interface SeenCalls extends CallWatcher {
  /** How many calls there were to services. */
  count(): number
  /** The calls, by service; ends with a line end. */
  describe(): string
  /** What should not be done so; empty where there is nothing to say. */
  describeFlags(): string
}

export function createSeenCalls(): SeenCalls {
  const services = new Map<string, SeenService>()
  const flags = createFlagTally()
  const total = { calls: 0, unattributed: 0, omitted: 0 }
  return {
    onCall: (serviceId, call) => {
      total.calls += 1
      flags.add(call)
      const service = services.get(serviceId) ?? { count: 0, calls: [] }
      services.delete(serviceId)
      services.set(serviceId, service)
      keepCall(service, call)
      total.omitted += forgetOldest(services)
    },
    onUnattributed: () => {
      total.unattributed += 1
    },
    count: () => total.calls,
    describe: () => {
      const listed = [...services].map(([serviceId, service]) => describeService(serviceId, service))
      const rest = [
        ...(total.omitted > 0
          ? [`gm-mock: ${total.omitted} earlier calls to other services, not told\n`]
          : []),
        ...(total.unattributed > 0
          ? [`gm-mock: ${formatCount(total.unattributed)} to no service of the mock\n`]
          : []),
      ]
      return [...listed, ...rest].join('') || 'gm-mock: the mock was not called.\n'
    },
    describeFlags: () => flags.describe(),
  }
}

/** Only what is told is kept, and not what a call brought along. */
function keepCall(service: SeenService, call: LintedEntry): void {
  const { at, api, gmAction, status, action, resultCode, reason, trace, request } = call
  service.count += 1
  service.calls.push({
    at,
    api,
    status,
    reason,
    trace: viewTrace(trace),
    request: { path: request.path },
    ...(gmAction !== undefined && { gmAction }),
    ...(action !== undefined && { action }),
    ...(resultCode !== undefined && { resultCode }),
  })
  if (service.calls.length > maxListedCalls) service.calls.shift()
}

/** Gives back how many calls are told no more. */
function forgetOldest(services: Map<string, SeenService>): number {
  const [oldest] = services
  if (oldest === undefined || services.size <= maxListedServices) return 0
  services.delete(oldest[0])
  return oldest[1].count
}

function describeService(serviceId: string, { count, calls }: SeenService): string {
  const extent = count > calls.length ? `, of which these are the last ${calls.length}` : ''
  return `gm-mock: ${formatCount(count)} to service ${serviceId}${extent}:\n${describeCalls(calls)}\n`
}
