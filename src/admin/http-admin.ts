import { AdminError, type Problem } from './admin-error.ts'
import type { Admin } from './admin.ts'
import { adminOperations, listParameters, type AdminOperation } from './operations.ts'

/** How a mock is reached from outside. */
export interface AdminConnection {
  /** Where the mock listens. */
  readonly baseUrl: string
  /** The value of GM_MOCK_ADMIN_TOKEN, where the mock has one. */
  readonly adminToken?: string
  /** By default the one of the platform. */
  readonly fetch?: (request: Request) => Promise<Response>
}

/**
 * The Admin interface of a mock that runs elsewhere: the same methods, each one a call to `/_mock`. They reject with the
 * same AdminError, and with the error of `fetch` when the mock cannot be reached.
 */
export function connectAdmin(connection: AdminConnection): Admin {
  const names = new Set(adminOperations.map(({ name }) => name))
  return Object.fromEntries(
    [...names].map((name) => [name, (...values: readonly unknown[]) => callOver(connection, name, values)]),
  ) as unknown as Admin
}

/** Of the operations of that name, the one that has the most parameters that are given. */
function findOperation(name: string, values: readonly unknown[]): AdminOperation {
  const given = values.findIndex((value) => value === undefined)
  const count = given === -1 ? values.length : given
  const fitting = adminOperations
    .filter((operation) => operation.name === name && listParameters(operation).length <= count)
    .toSorted((one, other) => listParameters(other).length - listParameters(one).length)
  const [operation] = fitting
  if (operation === undefined) throw new TypeError(`${name} needs more than ${count} arguments`)
  return operation
}

async function callOver(
  connection: AdminConnection,
  name: string,
  values: readonly unknown[],
): Promise<unknown> {
  const request = writeRequest(connection, findOperation(name, values), values)
  const response = await (connection.fetch ?? fetch)(request)
  const text = await response.text()
  if (response.ok) return text === '' ? undefined : (JSON.parse(text) as unknown)
  throw readRefusal(response.status, text)
}

function writeRequest(
  { baseUrl, adminToken }: AdminConnection,
  operation: AdminOperation,
  values: readonly unknown[],
): Request {
  const names = listParameters(operation)
  const path = names.reduce(
    (url, name, index) => url.replace(`:${name}`, encodeURIComponent(String(values[index]))),
    operation.url,
  )
  const order = values[names.length]
  const query =
    operation.query === undefined ? '' : `?${new URLSearchParams(order as Record<string, string>).toString()}`
  const hasBody = operation.body !== undefined && order !== undefined
  return new Request(`${baseUrl.replace(/\/$/, '')}/_mock${path}${query}`, {
    method: operation.method,
    headers: {
      ...(hasBody && { 'content-type': 'application/json' }),
      ...(adminToken !== undefined && { authorization: `Bearer ${adminToken}` }),
    },
    ...(hasBody && { body: JSON.stringify(order) }),
  })
}

interface Refusal {
  readonly error: string
  readonly message: string
  readonly problems?: readonly Problem[]
}

function readRefusal(status: number, text: string): AdminError {
  const { error, message, problems = [] } = JSON.parse(text) as Refusal
  return new AdminError(status, error, message, problems)
}
