import { METHODS } from 'node:http'
import { faultNames } from '../../../schema/admin/faults.ts'
import { isJsonObject, type JsonObject } from '../../base/json.ts'
import type { Problem } from '../../base/problem.ts'
import { suggest } from '../../base/suggest.ts'
import { faultAnswers, type FaultAnswer } from '../../faults/faults.ts'
import { unreadableStatuses } from '../../journal/journal.ts'
import { lintRules } from '../../lint/linter.ts'
import type { AdminTools } from '../tools.ts'

/** What the calls can have among which a match chooses. */
export interface MatchContext {
  /** The APIs that can be called, by their paths in the contract. */
  readonly apis: readonly string[]
  readonly outcomes: AdminTools['outcomes']
}

/** A member of a match that has one of a few values in every call. */
interface ClosedMember {
  readonly values: (context: MatchContext) => readonly (string | number | undefined)[]
  readonly what: string
  /** Where the values are listed; absent if the problem lists them. */
  readonly place?: string
  /** Stands between several values of one call. */
  readonly separator?: string
}

const inCatalogue = 'GET /_mock/outcomes lists them.'

const ofAnswers =
  (name: keyof FaultAnswer): ClosedMember['values'] =>
  ({ outcomes }) =>
    [...outcomes, ...faultAnswers].map((answer: Partial<FaultAnswer>) => answer[name])

/** Any value of another member may be in some call. */
const closedMembers: Readonly<Record<string, ClosedMember>> = {
  api: { values: ({ apis }) => apis, what: 'the path of an API here', place: '' },
  gmAction: { values: () => ['QUERY', 'REVOKE'], what: 'a gmAction' },
  method: { values: () => METHODS, what: 'a method of HTTP', place: '' },
  status: {
    values: (context) => [...ofAnswers('status')(context), ...unreadableStatuses],
    what: 'a status of an answer',
  },
  action: { values: ofAnswers('action'), what: 'an action of an answer' },
  resultCode: { values: ofAnswers('resultCode'), what: 'a code of an answer', place: inCatalogue },
  reason: { values: ofAnswers('reason'), what: 'a reason of an answer', place: inCatalogue },
  fault: { values: () => faultNames, what: 'a fault', separator: '+' },
  lint: { values: () => ['true', ...lintRules.map(({ rule }) => rule)], what: 'true or a rule' },
}

/** The calls in the journal of a service, also those that reached none of its APIs. */
export function callsOfService({ apis, outcomes }: MatchContext): MatchContext {
  return { apis: ['', ...apis], outcomes }
}

/** The same for all services and none. */
export function callsOfAll({
  bodyMembers,
  outcomes,
}: Pick<AdminTools, 'bodyMembers' | 'outcomes'>): MatchContext {
  return { apis: ['', ...bodyMembers.keys()], outcomes }
}

/** The problems of the match in an unchecked request. */
export function findMatchProblems(request: unknown, context: MatchContext): readonly Problem[] {
  return isJsonObject(request) ? findUnmetMembers(request['match'], '/match', context) : []
}

/**
 * What no call can have of an unchecked match, with the values that are similar: such a match would count nothing, and
 * a wait for it would be in vain. Paths (RFC 6901) begin with `path`.
 */
export function findUnmetMembers(match: unknown, path: string, context: MatchContext): readonly Problem[] {
  if (!isJsonObject(match)) return []
  return [
    ...Object.entries(closedMembers).flatMap(([name, member]) =>
      findUnmet(match[name], `${path}/${name}`, member, context),
    ),
    ...findUnmetPath(match['path'], `${path}/path`),
    ...findUnmetAction(match, `${path}/gmAction`, context),
  ]
}

/** One value, or a list of which a call has one; objects are a problem of the schema. */
function findUnmet(
  given: unknown,
  path: string,
  member: ClosedMember,
  context: MatchContext,
): readonly Problem[] {
  if (given === undefined) return []
  const known = new Set(member.values(context).flatMap((value) => (value === undefined ? [] : String(value))))
  return [given].flat().flatMap((value: unknown, index) => {
    if (!['string', 'number', 'boolean'].includes(typeof value)) return []
    const parts = String(value).split(member.separator ?? '\n')
    if (parts.every((part) => known.has(part))) return []
    const message = describeUnmet(String(value), member, [...known])
    return [{ path: Array.isArray(given) ? `${path}/${index}` : path, message }]
  })
}

/** A number or a code resembles others by chance. */
function describeUnmet(value: string, { what, place }: ClosedMember, known: readonly string[]): string {
  const list = place ?? `There are: ${known.toSorted().join(', ')}.`
  const advice = /\d$/.test(value) ? '' : suggest(value, known)
  return `is not ${what}.${advice} ${list}`.trimEnd()
}

/** A path as it was called: of this server (RFC 9112 §3.2), and compared without its query. */
function findUnmetPath(written: unknown, path: string): readonly Problem[] {
  if (typeof written !== 'string') return []
  if (written.includes('?')) return [{ path, message: 'is compared without its query' }]
  return /^(?:\/|\*?$)/.test(written) ? [] : [{ path, message: 'must begin with /' }]
}

/** An API that is not there is a problem already. */
function findUnmetAction(
  { api, gmAction }: JsonObject,
  path: string,
  { apis }: MatchContext,
): readonly Problem[] {
  const named: readonly unknown[] = [api].flat()
  const areThere = named.length > 0 && named.every((name) => apis.some((known) => known === name))
  if (gmAction === undefined || !areThere || named.includes('gm')) return []
  return [{ path, message: 'is known to the API gm alone' }]
}
