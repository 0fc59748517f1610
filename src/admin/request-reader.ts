import type { Static, TSchema } from '@sinclair/typebox'
import { keepFirst, type Problem } from '../base/problem.ts'
import { createProblemFinder, type ProblemFinder } from '../base/problem-finder.ts'
import { invalidRequest } from './admin-error.ts'

/**
 * Validates a request, or throws an AdminError with all problems; of a value that breaks the schema, and of what is in it, only that one.
 */
export type RequestReader = <Schema extends TSchema>(
  schema: Schema,
  value: unknown,
  more?: readonly Problem[],
) => Static<Schema>

/** What reads requests, and finds the problems of one that has no schema of its own. */
export interface RequestReading {
  readonly readRequest: RequestReader
  readonly findProblems: ProblemFinder
}

export function createRequestReader(findAll: ProblemFinder): RequestReading {
  const findFirst = createProblemFinder(false)
  const findProblems: ProblemFinder = (schema, value) => (isLong(value) ? findFirst : findAll)(schema, value)
  return {
    findProblems,
    readRequest: (schema, value, more = []) => {
      const found = findProblems(schema, value)
      const others = more.filter(({ path }) => !found.some((wrong) => path.startsWith(`${wrong.path}/`)))
      const problems = keepFirst([...found, ...others], ({ path }) => path)
      if (problems.length > 0) throw invalidRequest(problems)
      return value
    },
  }
}

/** Reports only the first problem of a request with more parts, which could have as many problems. */
const maxParts = 10_000

function isLong(value: unknown): boolean {
  const waiting = [value]
  for (const part of waiting) {
    if (waiting.length > maxParts) return true
    if (typeof part !== 'object' || part === null) continue
    for (const inner of Object.values(part)) waiting.push(inner)
  }
  return false
}
