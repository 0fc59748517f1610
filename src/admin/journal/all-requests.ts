import type { ListFilter } from '../../../schema/admin/journal.ts'
import type { NumberedCall } from '../../../schema/admin/all-calls.ts'
import { ofNoService, type NumberedEntry } from '../../journal/journal.ts'
import { createLinter, type Linter } from '../../lint/linter.ts'
import { AdminError } from '../admin-error.ts'
import type { Admin } from '../admin.ts'
import type { AdminTools } from '../tools.ts'
import { createBacklog, cancellable, maxQueuedCalls } from './backlog.ts'
import { callsOfAll } from './match-problems.ts'
import { readFilter, readListFilter, type ReadFilter } from './request-filter.ts'
import { tooManyWatchers } from './request-wait.ts'
import { lintCall, listCall, viewTrace, withLint, type LintedEntry } from './view-call.ts'

/** How many calls are listed unless the request says more. */
const usuallyListed = 100

type AllCallMethods = Pick<Admin, 'listAllRequests' | 'getAnyRequest' | 'streamAllRequests'>

type AllCallTools = Pick<AdminTools, 'journal' | 'bodyMembers' | 'readRequest' | 'outcomes' | 'systemClock'>

/** The calls to all services and to none, in the order in which they came. */
export function allCallMethods(tools: AllCallTools): AllCallMethods {
  const { journal, readRequest, systemClock } = tools
  const filterTools = { readRequest, ...callsOfAll(tools) }
  return {
    listAllRequests: async (filter: ListFilter = {}) => {
      const read = readListFilter(filter, systemClock(), filterTools)
      const { found, isMore } = findNewest(tools, read)
      return {
        requests: found,
        cursor: String(journal.newestNumber()),
        ...(isMore && { older: String(found.at(-1)?.number) }),
      }
    },
    getAnyRequest: async (number) => {
      const near = [...journal.listAll(Number(number) - 1, Number(number) + 1)]
      const call = near.find((one) => String(one.number) === number)
      const linted = call && lintCall(tools, call.serviceId, call.entry.id)
      if (call !== undefined && linted !== undefined) {
        return {
          ...viewNumbered(call, linted),
          ...viewTrace(linted.trace, { api: linted.api, body: linted.request.body }),
        }
      }
      throw new AdminError(404, 'request_unknown', `The journals have no call with the number ${number}.`)
    },
    streamAllRequests: async (filter = {}) => {
      const { passes, after = String(journal.newestNumber()) } = readFilter(
        filter,
        systemClock(),
        filterTools,
      )
      const backlog = createBacklog<NumberedCall>(maxQueuedCalls, 0)
      const lint = linterOfAll(tools)
      const onEntry = (call: NumberedEntry): void => {
        const linted = lint(call)
        if (call.number > Number(after) && passes(linted)) backlog.offer(viewNumbered(call, linted))
      }
      for (const call of [...journal.listAll()].toReversed()) onEntry(call)
      const unwatch = journal.watchAll({ onEntry, onClear: () => undefined, onEnd: backlog.finish })
      if (unwatch === undefined) throw tooManyWatchers()
      return cancellable(backlog.read(), () => {
        unwatch()
        backlog.stop()
      })
    },
  }
}

/** The newest calls that pass, and whether older ones do. A service's calls are linted only if one may pass. */
function findNewest(tools: AllCallTools, { passes, after, before, limit = usuallyListed }: ReadFilter) {
  const linted = new Map<string, ReadonlyMap<string, LintedEntry>>()
  const found: NumberedCall[] = []
  const until = before === undefined ? undefined : Number(before)
  for (const call of tools.journal.listAll(Number(after ?? 0), until)) {
    const { serviceId, entry } = call
    const ofService = linted.get(serviceId) ?? lintAll(tools, serviceId)
    linted.set(serviceId, ofService)
    const known = ofService.get(entry.id)
    if (known === undefined || !passes(known)) continue
    if (found.length === limit) return { found, isMore: true }
    found.push(viewNumbered(call, known))
  }
  return { found, isMore: false }
}

function lintAll(tools: AllCallTools, serviceId: string): ReadonlyMap<string, LintedEntry> {
  return new Map(withLint(tools, serviceId).map((call) => [call.id, call]))
}

/** Lints calls as they come, each with knowledge of those before it to its service. */
function linterOfAll({ bodyMembers }: AllCallTools): (call: NumberedEntry) => LintedEntry {
  const linters = new Map<string, Linter>()
  return ({ serviceId, entry }) => {
    const lint = linters.get(serviceId) ?? createLinter(bodyMembers)
    linters.set(serviceId, lint)
    return { ...entry, lint: lint(entry) }
  }
}

function viewNumbered({ serviceId, number }: NumberedEntry, call: LintedEntry): NumberedCall {
  return {
    number: String(number),
    ...(serviceId !== ofNoService && { serviceId }),
    ...listCall(call),
  }
}
