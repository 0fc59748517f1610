import { describe, isAnyObject, isObject, type Check } from '../../base/options/checks.ts'
import { findBaseUrlProblem } from '../../base/base-url.ts'
import { formatProblem, type Problem } from '../../base/problem.ts'
import { AdminError } from '../admin-error.ts'
import type { Admin } from '../admin.ts'
import { adminOperations, listParameters, type AdminOperation } from './operations.ts'

interface Parameter {
  readonly name: string
  readonly isNeeded: boolean
  readonly check: Check
}

/** Checks the arguments of a method, and returns them with ids as text. Throws an AdminError with all problems. */
export type ArgumentReader = (values: readonly unknown[]) => readonly unknown[]

/**
 * A reader for the arguments of one method. What is in a request is checked by its schema. Further arguments are ignored,
 * as `ids.map(admin.getService)` passes them, but for objects, which the caller takes for a request or a filter.
 */
export function createArgumentReader(method: keyof Admin): ArgumentReader {
  const parameters = describeParameters(adminOperations.filter(({ name }) => name === method))
  return (values) => {
    const problems = [
      ...parameters.flatMap((parameter, index) => findProblem(parameter, values[index])),
      ...values.slice(parameters.length).flatMap((value) => (isObject(value) ? [excess(parameters)] : [])),
    ]
    if (problems.length > 0) throw invalidArguments(method, problems)
    return values.map((value) => (typeof value === 'number' ? String(value) : value))
  }
}

/** The error for arguments that no call of the method can have. */
export function invalidArguments(method: string, problems: readonly Problem[]): AdminError {
  const message = `${method} cannot be called so: ${problems.map(formatProblem).join('; ')}`
  return new AdminError(400, 'invalid_request', message, problems)
}

/** The parameters of the method that has these operations, of which one may have more parameters in its path. */
function describeParameters(operations: readonly AdminOperation[]): readonly Parameter[] {
  const lists = operations.map(listParameters).toSorted((one, other) => other.length - one.length)
  const [ids = []] = lists
  return [
    ...ids.map((name) => ({ name, isNeeded: lists.every((list) => list.includes(name)), check: isId })),
    ...operations
      .slice(0, 1)
      .flatMap(({ body, query, takesBaseUrl, takesSignal }) => [
        ...((body ?? query) ? [{ name: 'request', isNeeded: false, check: isAnyObject }] : []),
        ...(takesBaseUrl ? [{ name: 'baseUrl', isNeeded: false, check: isBaseUrl }] : []),
        ...(takesSignal ? [{ name: 'signal', isNeeded: false, check: isSignal }] : []),
      ]),
  ]
}

function findProblem({ name, isNeeded, check }: Parameter, value: unknown): readonly Problem[] {
  const problem = value === undefined ? (isNeeded ? 'is missing' : undefined) : check(value, name)
  return problem === undefined ? [] : [{ path: `/${name}`, message: problem }]
}

function excess(parameters: readonly Parameter[]): Problem {
  const names = parameters.map(({ name }) => name).join(', ')
  return { path: '', message: `it takes ${names === '' ? 'no arguments' : `${names} and no other object`}` }
}

/** An id of a service, a grant and so on, which may be written as a number. */
const isId: Check = (value) => {
  if (value === '') return 'cannot be ""'
  return typeof value === 'string' || Number.isSafeInteger(value)
    ? undefined
    : `is ${describe(value)}, not a string`
}

const isBaseUrl: Check = (value) =>
  typeof value === 'string' ? findBaseUrlProblem(value) : `is ${describe(value)}, not a string`

/** Other implementations than that of Node.js are taken, too. */
const isSignal: Check = (value) => {
  const { aborted, addEventListener } = Object(value) as Partial<AbortSignal>
  return typeof aborted === 'boolean' && typeof addEventListener === 'function'
    ? undefined
    : `is ${describe(value)}, not an AbortSignal`
}
