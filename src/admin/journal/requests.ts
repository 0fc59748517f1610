import { CountSchema } from '../../../schema/admin/journal.ts'
import { writeHar } from '../../journal/har.ts'
import { matchesCall } from '../../journal/match.ts'
import { AdminError } from '../admin-error.ts'
import type { Admin } from '../admin.ts'
import type { AdminTools, ServiceFinder } from '../tools.ts'
import { findMatchProblems, readFilter } from './request-filter.ts'
import { judgeCalls, listCall, viewTrace } from './view-call.ts'

type JournalMethods = Pick<
  Admin,
  'listRequests' | 'getRequest' | 'clearRequests' | 'countRequests' | 'exportHar'
>

export function journalMethods(tools: AdminTools, findService: ServiceFinder): JournalMethods {
  const { journal, version } = tools
  const tellPlace = (serviceId: string, after: string | undefined) => ({
    dropped: journal.countDropped(serviceId, after),
    cursor: journal.newestId(serviceId),
  })
  return {
    listRequests: async (serviceId, filter = {}) => {
      await findService(serviceId)
      const { passes, after } = readFilter(filter, tools)
      const requests = judgeCalls(tools, serviceId).filter(passes).toReversed().map(listCall)
      return { requests, ...tellPlace(serviceId, after) }
    },
    getRequest: async (serviceId, id) => {
      await findService(serviceId)
      const call = judgeCalls(tools, serviceId).find((candidate) => candidate.id === id)
      if (call !== undefined) return { ...listCall(call), trace: viewTrace(call.trace) }
      throw new AdminError(404, 'request_unknown', `The journal of service ${serviceId} has no entry ${id}.`)
    },
    clearRequests: async (serviceId) => journal.clear((await findService(serviceId)).serviceId),
    countRequests: async (serviceId, order = {}) => {
      await findService(serviceId)
      const problems = findMatchProblems(order, tools)
      const { match = {}, after } = tools.readOrder(CountSchema, order, problems)
      const count = journal.list(serviceId, after).filter((entry) => matchesCall(match, entry)).length
      return { count, ...tellPlace(serviceId, after) }
    },
    exportHar: async (serviceId, filter = {}) => {
      await findService(serviceId)
      const { passes, after } = readFilter(filter, tools)
      const calls = judgeCalls(tools, serviceId).filter(passes)
      return writeHar(calls, { serviceId, version, ...tellPlace(serviceId, after) })
    },
  }
}
