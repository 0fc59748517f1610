import {
  ListFilterSchema,
  RequestFilterSchema,
  type ListFilter,
  type RequestFilter,
} from '../../../schema/admin/journal.ts'
import type { TSchema } from '@sinclair/typebox'
import { isJsonObject } from '../../base/json.ts'
import { matchesCall } from '../../journal/match.ts'
import { lintRules } from '../../lint/linter.ts'
import { suggest } from '../../base/suggest.ts'
import type { Problem } from '../../base/problem.ts'
import type { AdminTools } from '../tools.ts'
import { pastInstantOf } from '../../base/time.ts'
import type { LintedEntry } from './view-call.ts'

type FilterTools = Pick<AdminTools, 'readRequest' | 'bodyMembers'>

/** A parsed filter: the cursors between which calls are, and whether one of them passes. */
export interface ReadFilter {
  readonly after: string | undefined
  readonly before: string | undefined
  /** How many calls at most. */
  readonly limit: number | undefined
  /** Epoch milliseconds: no earlier call passes. */
  readonly since: number
  readonly passes: (call: LintedEntry) => boolean
}

/** Parses the filter of a list, or throws an AdminError with all problems. `now` in epoch milliseconds. */
export function readListFilter(given: ListFilter, now: number, tools: FilterTools): ReadFilter {
  return readFilterBy(ListFilterSchema, given, now, tools)
}

/** Parses a filter, or throws an AdminError with all problems. `now` is the service's time in epoch milliseconds. */
export function readFilter(given: RequestFilter, now: number, tools: FilterTools): ReadFilter {
  return readFilterBy(RequestFilterSchema, given, now, tools)
}

function readFilterBy(schema: TSchema, given: ListFilter, now: number, tools: FilterTools): ReadFilter {
  const { api, lint: flagged } = isJsonObject(given) ? given : {}
  const problems = [...findApiProblems(api, '/api', tools), ...findLintProblems(flagged)]
  const read = tools.readRequest(schema, given, problems) as ListFilter
  const { since, after, before, limit, lint, status, ...rest } = read
  const match = status === undefined ? rest : { ...rest, status: Number(status) }
  const earliest = since === undefined ? -Infinity : pastInstantOf(since, now)
  return {
    after,
    before,
    limit: limit === undefined ? undefined : Number(limit),
    since: earliest,
    passes: (call) =>
      call.at >= earliest &&
      (lint === undefined || call.lint.some(({ rule }) => String(lint) === 'true' || rule === lint)) &&
      matchesCall(match, call),
  }
}

/**
 * Problems with the match of a request that its schema cannot find, such as an unknown API, which would never be
 * called.
 */
export function findMatchProblems(request: unknown, tools: FilterTools): readonly Problem[] {
  const match = isJsonObject(request) ? request['match'] : undefined
  return isJsonObject(match) ? findApiProblems(match['api'], '/match/api', tools) : []
}

function findApiProblems(api: unknown, path: string, { bodyMembers }: FilterTools): readonly Problem[] {
  if (typeof api !== 'string' || api === '' || bodyMembers.has(api)) return []
  return [{ path, message: `is not the path of an API here.${suggest(api, [...bodyMembers.keys()])}` }]
}

function findLintProblems(lint: unknown): readonly Problem[] {
  const rules = lintRules.map(({ rule }) => rule)
  if (typeof lint !== 'string' || lint === 'true' || rules.includes(lint)) return []
  return [
    { path: '/lint', message: `must be true or a rule.${suggest(lint, rules)} Rules: ${rules.join(' ')}` },
  ]
}
