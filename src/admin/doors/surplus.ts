import { escapeStep, type Problem } from '../../base/problem.ts'
import type { AdminOperation } from './operations.ts'

/** Parameters and members for which an operation has no place, as it has none for a parameter that is repeated. */
export function findSurplus(operation: AdminOperation, query: object, body: object): readonly Problem[] {
  const { isLenient = false } = operation
  const members = (operation.body?.['properties'] ?? {}) as object
  const parameters = operation.query !== undefined || isLenient ? [] : Object.keys(query)
  const repeated =
    operation.query === undefined ? [] : Object.entries(query).filter(([, value]) => Array.isArray(value))
  const inBody = operation.body === undefined ? Object.keys(body) : []
  return [
    ...parameters.map((name) => ({
      path: `/${escapeStep(name)}`,
      message: Object.hasOwn(members, name) ? 'belongs in the body' : 'is not a parameter of this call',
    })),
    ...repeated.map(([name]) => ({ path: `/${escapeStep(name)}`, message: 'is given more than once' })),
    ...inBody.map((name) => ({
      path: `/${escapeStep(name)}`,
      message: 'is not a member of this call, which takes no body',
    })),
  ]
}
