import {
  ListFilterSchema,
  RequestFilterSchema,
  type ListFilter,
  type RequestFilter,
} from '../../../schema/admin/journal.ts'
import type { TSchema } from '@sinclair/typebox'
import { matchesCall } from '../../journal/match.ts'
import type { AdminTools } from '../tools.ts'
import { pastInstantOf } from '../../base/time.ts'
import { findUnmetMembers, type MatchContext } from './match-problems.ts'
import type { LintedEntry } from './view-call.ts'

type FilterTools = Pick<AdminTools, 'readRequest'> & MatchContext

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
  const read = tools.readRequest(schema, given, findUnmetMembers(given, '', tools)) as ListFilter
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
