import { CountSchema, type RequestFilter } from '../../../schema/admin/journal.ts'
import { readClock } from '../../base/clock.ts'
import { writeHar } from '../../journal/har.ts'
import { matchesCall } from '../../journal/match.ts'
import { AdminError } from '../admin-error.ts'
import type { Admin } from '../admin.ts'
import type { AdminTools, ServiceFinder } from '../tools.ts'
import { findMatchProblems, readFilter, type ReadFilter } from './request-filter.ts'
import { isAfter, withLint, lintCall, listCall, viewTrace, type LintedEntry } from './view-call.ts'

type JournalMethods = Pick<
  Admin,
  'listRequests' | 'getRequest' | 'clearRequests' | 'countRequests' | 'exportHar'
>

export function journalMethods(tools: AdminTools, findService: ServiceFinder): JournalMethods {
  const { journal, version, systemClock } = tools
  const describePosition = (serviceId: string, after: string | undefined) => ({
    dropped: journal.countDropped(serviceId, after),
    cursor: journal.newestId(serviceId),
  })
  const readFilterOf = async (serviceId: string, filter: RequestFilter): Promise<ReadFilter> => {
    const { clock } = await findService(serviceId)
    return readFilter(filter, readClock(clock, systemClock()), tools)
  }
  const listCalls = (
    serviceId: string,
    { passes, after = '0', since }: ReadFilter,
  ): readonly LintedEntry[] => {
    const place = journal.findPlace(serviceId, since)
    return withLint(tools, serviceId, isAfter({ id: after }, place) ? after : place).filter(passes)
  }
  return {
    listRequests: async (serviceId, filter = {}) => {
      const read = await readFilterOf(serviceId, filter)
      const requests = listCalls(serviceId, read).toReversed().map(listCall)
      return { requests, ...describePosition(serviceId, read.after) }
    },
    getRequest: async (serviceId, id) => {
      await findService(serviceId)
      const call = lintCall(tools, serviceId, id)
      if (call !== undefined) return { ...listCall(call), trace: viewTrace(call.trace) }
      throw new AdminError(404, 'request_unknown', `The journal of service ${serviceId} has no entry ${id}.`)
    },
    clearRequests: async (serviceId) => journal.clear((await findService(serviceId)).serviceId),
    countRequests: async (serviceId, request = {}) => {
      await findService(serviceId)
      const problems = findMatchProblems(request, tools)
      const { match = {}, after } = tools.readRequest(CountSchema, request, problems)
      const count = journal.list(serviceId, after).filter((entry) => matchesCall(match, entry)).length
      return { count, ...describePosition(serviceId, after) }
    },
    exportHar: async (serviceId, filter = {}) => {
      const read = await readFilterOf(serviceId, filter)
      return writeHar(listCalls(serviceId, read), {
        serviceId,
        version,
        ...describePosition(serviceId, read.after),
      })
    },
  }
}
