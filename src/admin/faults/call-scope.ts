import type { RequestMatch } from '../../../schema/admin/journal.ts'
import type { CallFacts } from '../../faults/fault-injector.ts'
import { isJsonObject, type JsonObject } from '../../base/json.ts'
import { matchesRequest } from '../../journal/match.ts'
import type { Problem } from '../../base/problem.ts'
import { findMatchProblems, findUnmetMembers, type MatchContext } from '../journal/match-problems.ts'

/** The calls of a service that a fault or barrier applies to; by default all of them. */
interface CallScope {
  readonly api?: string | readonly string[]
  readonly gmAction?: string
  readonly match?: RequestMatch
}

/** Whether a call is in the scope. */
export function createScope({ api, gmAction, match }: CallScope): (call: CallFacts) => boolean {
  const apis = api === undefined ? undefined : new Set([api].flat())
  return (call) =>
    apis?.has(call.api) !== false &&
    (gmAction === undefined || readGmAction(call) === gmAction) &&
    (match === undefined || matchesRequest(match, call))
}

export function readGmAction({ body }: CallFacts): string | undefined {
  const gmAction = isJsonObject(body) ? body['gmAction'] : undefined
  return typeof gmAction === 'string' ? gmAction : undefined
}

/** Problems with the scope of an unchecked request that its schema cannot find: what no call can have. */
export function findScopeProblems(request: unknown, context: MatchContext): readonly Problem[] {
  if (!isJsonObject(request)) return []
  const { api, gmAction, match } = request
  return [
    ...findUnmetMembers({ api, gmAction }, '', context),
    ...findMatchProblems(request, context),
    ...(isJsonObject(match) ? findContradictions(request, match) : []),
  ]
}

/** A scope of which the match is outside. */
function findContradictions({ api, gmAction }: JsonObject, match: JsonObject): readonly Problem[] {
  const contradictions = [
    excludes(api, match['api']) && { path: '/match/api', message: 'is not among those of api' },
    excludes(gmAction, match['gmAction']) && {
      path: '/match/gmAction',
      message: 'is not the gmAction beside match',
    },
  ]
  return contradictions.filter((contradiction) => contradiction !== false)
}

function excludes(scope: unknown, value: unknown): boolean {
  return scope !== undefined && value !== undefined && ![scope].flat().includes(value)
}
