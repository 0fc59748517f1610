import type { ListedCall } from '../../../schema/admin/views.ts'
import { readClock } from '../../base/clock.ts'
import type { JournalEntry } from '../../journal/journal.ts'
import { createLinter } from '../../lint/linter.ts'
import type { Admin } from '../admin.ts'
import type { AdminTools, ServiceFinder } from '../tools.ts'
import { createBacklog, cancellable, maxQueuedCalls } from './backlog.ts'
import { callsOfService } from './match-problems.ts'
import { readFilter } from './request-filter.ts'
import { tooManyWatchers } from './request-wait.ts'
import { isAfter, listCall } from './view-call.ts'

export function streamMethods(
  tools: Pick<AdminTools, 'journal' | 'bodyMembers' | 'readRequest' | 'systemClock' | 'apis' | 'outcomes'>,
  findService: ServiceFinder,
): Pick<Admin, 'streamRequests'> {
  const { journal, bodyMembers, systemClock, readRequest } = tools
  const filterTools = { readRequest, ...callsOfService(tools) }
  return {
    streamRequests: async (serviceId, filter = {}) => {
      const { clock } = await findService(serviceId)
      const read = readFilter(filter, readClock(clock, systemClock()), filterTools)
      const { passes, after = journal.newestId(serviceId) } = read
      const backlog = createBacklog<ListedCall>(maxQueuedCalls, journal.countDropped(serviceId, after))
      const lint = createLinter(bodyMembers)
      const onEntry = (entry: JournalEntry): void => {
        const call = { ...entry, lint: lint(entry) }
        if (isAfter(call, after) && passes(call)) backlog.offer(listCall(call))
      }
      for (const entry of journal.list(serviceId)) onEntry(entry)
      const unwatch = journal.watch(serviceId, { onEntry, onEnd: backlog.finish })
      if (unwatch === undefined) throw tooManyWatchers(serviceId)
      return cancellable(backlog.read(), () => {
        unwatch()
        backlog.stop()
      })
    },
  }
}
