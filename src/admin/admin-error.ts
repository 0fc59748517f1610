import { formatProblem, type Problem } from '../base/problem.ts'

/** A refused admin call. Over HTTP it becomes the status and body of the response. */
export class AdminError extends Error {
  override readonly name = 'AdminError'
  readonly status: number
  readonly error: string
  readonly problems: readonly Problem[]

  constructor(status: number, error: string, message: string, problems: readonly Problem[] = []) {
    super(message)
    this.status = status
    this.error = error
    this.problems = problems
  }
}

/** A mock that cannot be reached, or another server in its place. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
}

/** The error for an invalid request, with all its problems. */
export function invalidRequest(problems: readonly Problem[]): AdminError {
  const message = `The request is not valid. ${problems.map(formatProblem).join('; ')}`
  return new AdminError(400, 'invalid_request', message, problems)
}

export function unknownService(serviceId: string): AdminError {
  return new AdminError(404, 'service_unknown', `There is no service ${serviceId}.`)
}
