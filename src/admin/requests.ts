import { RequestFilterSchema, type RequestFilter } from '../../schema/admin.ts'
import type { ExplanationView, JournalView } from '../../schema/admin-views.ts'
import { GmRequestSchema } from '../../schema/gm.ts'
import { withoutNulls } from '../json.ts'
import type { Verdict } from '../verdict.ts'
import { AdminError, invalidRequest } from './admin-error.ts'
import type { Admin, AdminTools, ServiceFinder } from './admin.ts'
import type { JournalEntry } from '../journal/journal.ts'
import { isDateTime } from './time.ts'

type JournalMethods = Pick<Admin, 'listRequests' | 'getRequest' | 'clearRequests' | 'explain'>

export function journalMethods(tools: AdminTools, findService: ServiceFinder): JournalMethods {
  const { journal, readOrder } = tools
  return {
    listRequests: async (serviceId, filter = {}) => {
      await findService(serviceId)
      const passes = requestFilter(readOrder(RequestFilterSchema, filter))
      const requests = journal.list(serviceId).filter(passes).toReversed().map(withoutTrace)
      return { requests, dropped: journal.countDropped(serviceId) }
    },
    getRequest: async (serviceId, id) => {
      await findService(serviceId)
      const entry = journal.list(serviceId).find((candidate) => candidate.id === id)
      if (entry !== undefined) return { ...entry, trace: viewTrace(entry.trace) }
      throw new AdminError(404, 'request_unknown', `The journal of service ${serviceId} has no entry ${id}.`)
    },
    clearRequests: async (serviceId) => journal.clear((await findService(serviceId)).serviceId),
    explain: async (serviceId, given) => {
      const service = await findService(serviceId)
      const request = readOrder(GmRequestSchema, withoutNulls(given))
      const { body, explanation } = await tools.dryRun(request, service)
      const { trace, ...reason } = explanation
      return { response: { ...body }, ...reason, trace: viewTrace(trace) }
    },
  }
}

function withoutTrace({ trace: _, ...entry }: JournalEntry): JournalView['requests'][number] {
  return entry
}

/** A verdict as it is shown: what it has nothing to say about is left out. */
function viewTrace(trace: readonly Verdict[]): ExplanationView['trace'] {
  return JSON.parse(JSON.stringify(trace)) as ExplanationView['trace']
}

function requestFilter({ since, ...wanted }: RequestFilter): (entry: JournalEntry) => boolean {
  const earliest = since === undefined ? -Infinity : readInstant(since)
  const members = (Object.entries(wanted) as [keyof typeof wanted, string | undefined][]).filter(
    ([, value]) => value !== undefined,
  )
  return (entry) => entry.at >= earliest && members.every(([name, value]) => entry[name] === value)
}

function readInstant(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  if (isDateTime(text)) return Date.parse(text)
  throw invalidRequest([{ path: '/since', message: 'must be epoch milliseconds or an ISO date-time' }])
}
