import type { Static, TSchema } from '@sinclair/typebox'
import type { Problem } from '../base/problem.ts'
import { createProblemFinder, type ProblemFinder } from '../base/problem-finder.ts'
import { invalidRequest } from './admin-error.ts'

/** Validates a request, or throws an AdminError with all problems: of `more`, those of values that fit the schema. */
export type RequestReader = <Schema extends TSchema>(
  schema: Schema,
  value: unknown,
  more?: readonly Problem[],
) => Static<Schema>

export function createRequestReader(findProblems: ProblemFinder): RequestReader {
  const findFirst = createProblemFinder(false)
  return (schema, value, more = []) => {
    const ofSchema = (isLong(value) ? findFirst : findProblems)(schema, value)
    const told = new Set(ofSchema.map(({ path }) => path))
    const problems = [...ofSchema, ...more.filter(({ path }) => !told.has(path))]
    if (problems.length > 0) throw invalidRequest(problems)
    return value
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
