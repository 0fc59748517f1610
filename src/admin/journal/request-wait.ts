import { WaitSchema, type CallMatch, type WaitRequest, type WaitView } from '../../../schema/admin/journal.ts'
import type { JournalEntry, JournalEnd } from '../../journal/journal.ts'
import { findDifferences, matchesCall, type Difference } from '../../journal/match.ts'
import { millisecondsOf } from '../../base/time.ts'
import { AdminError, unknownService } from '../admin-error.ts'
import { formatProblem, type Problem } from '../../base/problem.ts'
import type { Admin } from '../admin.ts'
import type { AdminTools, ServiceFinder } from '../tools.ts'
import { callsOfService, findMatchProblems } from './match-problems.ts'
import { createLinter } from '../../lint/linter.ts'
import { withLint, listCall } from './view-call.ts'

type WaitTools = Pick<AdminTools, 'journal' | 'bodyMembers' | 'readRequest' | 'apis' | 'outcomes'>

/** A wait with all its defaults. */
interface Wait {
  readonly serviceId: string
  readonly match: CallMatch
  readonly count: number
  readonly timeoutMs: number
  /** Only calls after this one count. */
  readonly after: string
  readonly signal: AbortSignal | undefined
}

export function waitMethods(tools: WaitTools, findService: ServiceFinder): Pick<Admin, 'waitForRequests'> {
  return {
    waitForRequests: async (serviceId, request = {}, signal) => {
      // Read before the first await: a call made right after this one counts.
      const begun = tools.journal.newestId(serviceId)
      await findService(serviceId)
      const wait = { serviceId, signal, ...readWait(request, begun, tools) }
      return describeFound(wait, await collect(wait, tools), tools)
    },
  }
}

function readWait(request: WaitRequest, begun: string, tools: WaitTools) {
  const read = tools.readRequest(WaitSchema, request, findMatchProblems(request, callsOfService(tools)))
  const { match = {}, count = 1, timeoutMs = 5000, after = begun } = read
  return { match, count, timeoutMs: millisecondsOf(timeoutMs), after }
}

/** Resolves with the first matching calls, as soon as there are enough of them. */
function collect(wait: Wait, tools: WaitTools): Promise<readonly JournalEntry[]> {
  const { serviceId, match, count, signal, after } = wait
  const found = tools.journal.list(serviceId, after).filter((entry) => matchesCall(match, entry))
  if (found.length >= count) return Promise.resolve(found.slice(0, count))
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      stop?.()
      finish()
    }
    const onEntry = (entry: JournalEntry): void => {
      if (Number(entry.id) <= Number(after) || !matchesCall(match, entry)) return
      found.push(entry)
      if (found.length === count) settle(() => resolve(found))
    }
    const onEnd = (why: JournalEnd): void => settle(() => reject(describeEnd(why, serviceId)))
    const abort = (): void => settle(() => reject(signal?.reason as Error))
    const timer = setTimeout(
      () => settle(() => reject(describeMiss(wait, found.length, tools))),
      wait.timeoutMs,
    )
    signal?.addEventListener('abort', abort)
    const stop = tools.journal.watch(serviceId, { onEntry, onEnd })
    if (stop === undefined) settle(() => reject(tooManyWatchers(serviceId)))
    else if (signal?.aborted === true) abort()
  })
}

/** Calls that were dropped or cleared meanwhile still count, and are linted alone. */
function describeFound(wait: Wait, found: readonly JournalEntry[], tools: WaitTools): WaitView {
  const { serviceId, after } = wait
  const linted = new Map(withLint(tools, serviceId, after).map((call) => [call.id, call]))
  const lintAlone = createLinter(tools.bodyMembers)
  const calls = found.map((entry) => linted.get(entry.id) ?? { ...entry, lint: lintAlone(entry) })
  return {
    requests: calls.map(listCall),
    count: calls.length,
    dropped: tools.journal.countDropped(serviceId, after),
    cursor: found.reduce((_, { id }) => id, after),
  }
}

function describeEnd(why: JournalEnd, serviceId: string): AdminError {
  if (why === 'service_deleted') return unknownService(serviceId)
  return new AdminError(503, 'mock_closed', 'The mock is closing, so nothing will come any more.')
}

export function tooManyWatchers(serviceId?: string): AdminError {
  const whose = serviceId === undefined ? 'all services' : `service ${serviceId}`
  const message = `Too many wait for calls of ${whose} already. Let a wait or a stream end first.`
  return new AdminError(429, 'too_many_waits', message)
}

interface Miss {
  readonly entry: JournalEntry
  readonly differences: readonly Difference[]
}

/** How many near misses are listed. */
const maxListedMisses = 5

/** The calls that did not match: those that differ in the fewest members, with these members. */
function describeMiss(wait: Wait, foundCount: number, { journal }: WaitTools): AdminError {
  const { serviceId, match, count, timeoutMs, after } = wait
  const misses = journal
    .list(serviceId, after)
    .map((entry): Miss => ({ entry, differences: findDifferences(match, entry) }))
    .filter(({ differences }) => differences.length > 0)
  const fewest = misses.reduce((least, { differences }) => Math.min(least, differences.length), Infinity)
  const nearest = misses.filter(({ differences }) => differences.length === fewest)
  const found = `${foundCount} of ${count} wanted calls came within ${timeoutMs} ms after cursor ${after}`
  const others = misses.length === 0 ? 'and no other' : `and ${misses.length} that differ`
  const dropped = journal.countDropped(serviceId, after)
  const lost = dropped === 0 ? '' : ` ${dropped} more gave way to newer ones and could not be looked at.`
  const problems = nearest.slice(-maxListedMisses).flatMap(describeNearMiss)
  const message = `${found}, ${others}.${lost} ${problems.map(formatProblem).join('; ')}`
  return new AdminError(409, 'requests_missing', message.trimEnd(), problems)
}

function describeNearMiss({ entry, differences }: Miss): readonly Problem[] {
  const { id, request, api, status, action, resultCode } = entry
  const answer = [status, action, resultCode].filter((part) => part !== undefined).join(' ')
  const call = `call ${id} (${request.method} ${api}: ${answer})`
  return differences.slice(0, maxListedMisses).map(({ path, expected, actual }) => ({
    path: `/match${path}`,
    message: `wants ${expected}, but ${call} has ${actual}`,
  }))
}
