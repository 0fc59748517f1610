import { CountSchema, type ListFilter } from '../../../schema/admin/journal.ts'
import { readClock } from '../../base/clock.ts'
import { writeHar } from '../../journal/har.ts'
import { matchesCall } from '../../journal/match.ts'
import { AdminError } from '../admin-error.ts'
import type { Admin } from '../admin.ts'
import type { AdminTools, ServiceFinder } from '../tools.ts'
import { callsOfService, findMatchProblems } from './match-problems.ts'
import { readListFilter, type ReadFilter } from './request-filter.ts'
import {
  isAfter,
  lintCall,
  listCall,
  takeNewest,
  viewTrace,
  withLint,
  type CallPart,
  type LintedEntry,
} from './view-call.ts'

type JournalMethods = Pick<
  Admin,
  'listRequests' | 'getRequest' | 'clearRequests' | 'countRequests' | 'exportHar'
>

export function journalMethods(tools: AdminTools, findService: ServiceFinder): JournalMethods {
  const { journal, version, systemClock, readRequest } = tools
  const filterTools = { readRequest, ...callsOfService(tools) }
  const describePosition = (serviceId: string, after: string | undefined) => ({
    dropped: journal.countDropped(serviceId, after),
    cursor: journal.newestId(serviceId),
  })
  const readFilterOf = async (serviceId: string, filter: ListFilter): Promise<ReadFilter> => {
    const { clock } = await findService(serviceId)
    return readListFilter(filter, readClock(clock, systemClock()), filterTools)
  }
  /** Oldest first. */
  const listCalls = (
    serviceId: string,
    { passes, after = '0', before, limit, since }: ReadFilter,
  ): CallPart<LintedEntry> => {
    const place = journal.findPlace(serviceId, since)
    const later = withLint(tools, serviceId, isAfter({ id: after }, place) ? after : place)
    const calls = later.filter(
      (call) => (before === undefined || isAfter({ id: before }, call.id)) && passes(call),
    )
    return takeNewest(calls, limit, ({ id }) => id)
  }
  return {
    listRequests: async (serviceId, filter = {}) => {
      const read = await readFilterOf(serviceId, filter)
      const { calls, older } = listCalls(serviceId, read)
      return {
        requests: calls.toReversed().map(listCall),
        ...describePosition(serviceId, read.after),
        ...older,
      }
    },
    getRequest: async (serviceId, id) => {
      await findService(serviceId)
      const call = lintCall(tools, serviceId, id)
      if (call !== undefined)
        return { ...listCall(call), ...viewTrace(call.trace, { api: call.api, body: call.request.body }) }
      throw new AdminError(404, 'request_unknown', `The journal of service ${serviceId} has no entry ${id}.`)
    },
    clearRequests: async (serviceId) => journal.clear((await findService(serviceId)).serviceId),
    countRequests: async (serviceId, request = {}) => {
      await findService(serviceId)
      const problems = findMatchProblems(request, filterTools)
      const { match = {}, after } = tools.readRequest(CountSchema, request, problems)
      const count = journal.list(serviceId, after).filter((entry) => matchesCall(match, entry)).length
      return { count, ...describePosition(serviceId, after) }
    },
    exportHar: async (serviceId, filter = {}) => {
      const read = await readFilterOf(serviceId, filter)
      return writeHar(listCalls(serviceId, read).calls, {
        serviceId,
        version,
        ...describePosition(serviceId, read.after),
      })
    },
  }
}
