import type { RequestMatch } from '../../../schema/admin/journal.ts'
import type { CallFacts } from '../../faults/fault-injector.ts'
import { isJsonObject } from '../../base/json.ts'
import { matchesRequest } from '../../journal/match.ts'
import { suggest } from '../../base/suggest.ts'
import type { Problem } from '../../base/problem.ts'
import type { AdminTools } from '../tools.ts'
import { findMatchProblems } from '../journal/request-filter.ts'

type ScopeTools = Pick<AdminTools, 'apis' | 'bodyMembers' | 'readRequest'>

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

/** Problems with the scope of an unchecked request that its schema cannot find. */
export function findScopeProblems(request: unknown, tools: ScopeTools): readonly Problem[] {
  const { apis } = tools
  const { api, gmAction } = (isJsonObject(request) ? request : {}) as CallScope
  const named = api === undefined ? [] : [api].flat()
  const unknown = named.flatMap((name, index): readonly Problem[] => {
    if (typeof name !== 'string' || apis.includes(name)) return []
    const path = Array.isArray(api) ? `/api/${index}` : '/api'
    return [{ path, message: `is "${name}", no API of a service.${suggest(name, apis)}` }]
  })
  const actionless = gmAction !== undefined && named.length > 0 && !named.includes('gm')
  return [
    ...unknown,
    ...(actionless ? [{ path: '/gmAction', message: 'is known to the API gm alone' }] : []),
    ...findMatchProblems(request, tools),
  ]
}
