import type { Static, TSchema } from '@sinclair/typebox'
import type { Problem } from '../base/problem.ts'
import { createProblemFinder, type ProblemFinder } from '../base/problem-finder.ts'
import { invalidRequest } from './admin-error.ts'

/** Reads an order, or throws an AdminError with every problem at once. */
export type RequestReader = <Schema extends TSchema>(
  schema: Schema,
  value: unknown,
  more?: readonly Problem[],
) => Static<Schema>

export function createRequestReader(findProblems: ProblemFinder): RequestReader {
  const findFirst = createProblemFinder(false)
  return (schema, value, more = []) => {
    const problems = [...(isLong(value) ? findFirst : findProblems)(schema, value), ...more]
    if (problems.length > 0) throw invalidRequest(problems)
    return value
  }
}

/** Of an order with more parts only the first problem is told: it may have as many problems as parts. */
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
