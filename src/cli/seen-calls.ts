import type { CallWatcher } from '../admin/journal/watch-calls.ts'
import type { LintedEntry } from '../admin/journal/view-call.ts'
import { ofNoService } from '../journal/journal.ts'
import { describeCalls, formatCount, listCall, type ListedCall } from './journal-text.ts'
import { createFlagTally } from './lint-text.ts'

/** How many calls of a service are listed, from the end: a failure is rarely at the beginning. */
const maxListedCalls = 100

/** How many services are listed: the last ones called. */
const maxListedServices = 100

interface SeenService {
  count: number
  readonly calls: ListedCall[]
}

/** The calls of a run, independent of what its command resets or deletes. */
export interface SeenCalls {
  readonly onCall: CallWatcher
  /** The number of calls to services. */
  count(): number
  /** The calls, by service; ends with a line end. */
  describe(): string
  /** The linter's flags; empty without any. */
  describeFlags(): string
}

export function createSeenCalls(): SeenCalls {
  const services = new Map<string, SeenService>()
  const flags = createFlagTally()
  const total = { calls: 0, omitted: 0 }
  return {
    onCall: (serviceId, call) => {
      if (serviceId !== ofNoService) total.calls += 1
      flags.add(call)
      const service = services.get(serviceId) ?? { count: 0, calls: [] }
      services.delete(serviceId)
      services.set(serviceId, service)
      keepCall(service, call)
      total.omitted += forgetOldest(services)
    },
    count: () => total.calls,
    describe: () => {
      const listed = [...services].map(([serviceId, service]) => describeService(serviceId, service))
      const rest =
        total.omitted > 0 ? `gm-mock: ${total.omitted} earlier calls to other services, not listed\n` : ''
      return `${listed.join('')}${rest}` || 'gm-mock: the mock was not called.\n'
    },
    describeFlags: () => flags.describe(),
  }
}

/** Keeps only what the list shows, and no bodies. */
function keepCall(service: SeenService, call: LintedEntry): void {
  service.count += 1
  service.calls.push(listCall(call))
  if (service.calls.length > maxListedCalls) service.calls.shift()
}

/** Returns how many calls are no longer listed. */
function forgetOldest(services: Map<string, SeenService>): number {
  const [oldest] = services
  if (oldest === undefined || services.size <= maxListedServices) return 0
  services.delete(oldest[0])
  return oldest[1].count
}

function describeService(serviceId: string, { count, calls }: SeenService): string {
  const extent = count > calls.length ? `, of which these are the last ${calls.length}` : ''
  const whom = serviceId === ofNoService ? 'no service of the mock' : `service ${serviceId}`
  return `gm-mock: ${formatCount(count)} to ${whom}${extent}:\n${describeCalls(calls)}\n`
}
