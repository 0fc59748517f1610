import {
  adminTokenVariable,
  findBaseUrlProblem,
  findTokenProblem,
  trimSlashes,
  urlVariable,
  usualUrl,
} from '../../base/base-url.ts'
import { acceptOptions, optional, type OptionRules } from '../../base/options/accept-options.ts'
import { isFunction, isText } from '../../base/options/checks.ts'
import { AdminError, ConnectionError } from '../admin-error.ts'
import { createArgumentReader, invalidArguments } from './arguments.ts'
import type { Problem } from '../../base/problem.ts'
import type { Admin } from '../admin.ts'
import { adminOperations, listParameters, type AdminOperation } from './operations.ts'

/** The address of a mock in another process; what is not given is as it is for the command. */
export interface AdminConnection {
  /** The URL of the mock, with the path that a proxy adds, if any. By default `GM_MOCK_URL`, else http://127.0.0.1:4277. */
  readonly baseUrl?: string
  /** The token that the mock requires, if any. By default `GM_MOCK_ADMIN_TOKEN`. */
  readonly adminToken?: string
  /** The platform's by default. */
  readonly fetch?: (request: Request) => Promise<Response>
}

const connectionRules: OptionRules<AdminConnection> = {
  baseUrl: optional((value) => isText(value, '') ?? findBaseUrlProblem(String(value))),
  adminToken: optional((value) => isText(value, '') ?? findTokenProblem(String(value))),
  fetch: optional(isFunction),
}

/**
 * Returns the Admin interface of a mock in another process: the same methods, each one a call to `/_mock`. They reject
 * with the same AdminError, and with a ConnectionError when the mock cannot be reached or another server answers. Throws a
 * TypeError for an option that is unknown or wrong.
 *
 * @example
 *   const admin = connectAdmin() // or { baseUrl: 'http://127.0.0.1:4277', adminToken: '…' }
 *   await admin.advanceClock('4277000001', { seconds: 3600 })
 */
export function connectAdmin(options: AdminConnection = {}): Admin {
  const connection = complete(acceptOptions('connectAdmin', connectionRules, options))
  const names = [...new Set(adminOperations.map(({ name }) => name))]
  const methods = names.map((name) => {
    const read = createArgumentReader(name)
    return [name, async (...values: readonly unknown[]) => callOver(connection, name, read(values))]
  })
  return Object.fromEntries(methods)
}

type Connection = AdminConnection & { readonly baseUrl: string }

/** Fills in what the environment says, as for the command. */
function complete({ baseUrl, adminToken, ...rest }: AdminConnection): Connection {
  const url = baseUrl ?? process.env[urlVariable] ?? usualUrl
  const token = adminToken ?? (process.env[adminTokenVariable] || undefined)
  const problems = [
    [urlVariable, findBaseUrlProblem(url)],
    [adminTokenVariable, token && findTokenProblem(token)],
  ].flatMap(([name, problem]) => (problem === undefined ? [] : [`${name} ${problem}`]))
  if (problems.length > 0) throw new TypeError(`connectAdmin: ${problems.join('; ')}`)
  return { ...rest, baseUrl: url, ...(token !== undefined && { adminToken: token }) }
}

/** The operation of that name with the most parameters that are given. */
function findOperation(name: string, values: readonly unknown[]): AdminOperation {
  const given = values.findIndex((value) => value === undefined)
  const count = given === -1 ? values.length : given
  const fitting = adminOperations
    .filter((operation) => operation.name === name && listParameters(operation).length <= count)
    .toSorted((one, other) => listParameters(other).length - listParameters(one).length)
  return fitting[0] as AdminOperation
}

async function callOver(connection: Connection, name: string, values: readonly unknown[]): Promise<unknown> {
  const operation = findOperation(name, values)
  if (operation.takesBaseUrl && values[listParameters(operation).length + 1] !== undefined) {
    throw invalidArguments(name, [{ path: '/baseUrl', message: 'is that of the connection, and not given' }])
  }
  const request = writeRequest(connection, operation, values)
  if (operation.streams) return openEvents(connection, request)
  return readAnswer(request, await send(connection, request))
}

async function readAnswer(request: Request, response: Response): Promise<unknown> {
  const text = await response.text()
  if (response.status === 204) return undefined
  const answer = readJson(text)
  if (response.ok && answer !== undefined) return answer
  if (isRefusal(answer)) {
    throw new AdminError(response.status, answer.error, answer.message, answer.problems)
  }
  throw new ConnectionError(
    `${describeCall(request)} was answered by something other than gm-mock: ${describeAnswer(response, text)}`,
  )
}

async function send({ fetch: given = fetch }: Connection, request: Request): Promise<Response> {
  try {
    return await given(request)
  } catch (error) {
    const { message, cause } = error as Error
    const reason = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : message
    throw new ConnectionError(`${describeCall(request)} failed: ${reason}`, { cause: error })
  }
}

function describeCall({ method, url }: Request): string {
  return `${method} ${url}`
}

const maxShownChars = 200

/** The text of a page is near its beginning. */
const readCharacters = 65_536

function describeAnswer({ status, headers }: Response, text: string): string {
  const words = readWords(text.slice(0, readCharacters)).slice(0, maxShownChars)
  return [status, headers.get('content-type') ?? 'no content type', words].join(', ')
}

/** The text of a page without tags, styles and scripts. Every pattern is linear. */
function readWords(page: string): string {
  const [first = '', ...others] = page.split(/<(?=\/?(?:style|script)\b)/i)
  const kept = others.filter((piece) => piece.startsWith('/')).map((piece) => `<${piece}`)
  return [first, ...kept]
    .join(' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The events of a stream as soon as it is open; the connection ends when the reader stops. */
async function openEvents(connection: Connection, request: Request): Promise<unknown> {
  const controller = new AbortController()
  const following = new Request(request, { signal: controller.signal })
  const response = await send(connection, following)
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
  if (isStream !== true || response.body === null) return readAnswer(request, response)
  const { followEvents } = await import('./event-stream.ts')
  return followEvents(response.body, controller)
}

function writeRequest(
  { baseUrl, adminToken }: Connection,
  operation: AdminOperation,
  values: readonly unknown[],
): Request {
  const names = listParameters(operation)
  const request = values[names.length]
  const signal = operation.takesSignal && (values[names.length + 1] as AbortSignal | undefined)
  const hasBody = operation.body !== undefined && request !== undefined
  const query = operation.query === undefined ? '' : writeQuery(request as object | undefined)
  const url = `${trimSlashes(baseUrl)}/_mock${writePath(operation, names, values)}${query}`
  return new Request(url, {
    method: operation.method,
    headers: {
      ...(hasBody && { 'content-type': 'application/json' }),
      ...(adminToken !== undefined && { authorization: `Bearer ${adminToken}` }),
    },
    ...(hasBody && { body: JSON.stringify(request) }),
    ...(signal !== undefined && { signal }),
  })
}

/** Refuses a parameter that would change the URL's path, such as `..` in any encoding, or that is not valid Unicode. */
function writePath(
  { name, url }: AdminOperation,
  ids: readonly string[],
  values: readonly unknown[],
): string {
  const given = ids.map((id, index) => [id, String(values[index])] as const)
  const unusable = given.filter(([, value]) => value === '.' || value === '..' || !value.isWellFormed())
  if (unusable.length > 0) {
    const problems = unusable.map(([id, value]) => ({ path: `/${id}`, message: `cannot be "${value}"` }))
    throw invalidArguments(name, problems)
  }
  const remaining = [...values]
  return url.replace(/:\w+/g, () => encodeURIComponent(String(remaining.shift())))
}

function writeQuery(request: object = {}): string {
  const given = Object.entries(request).filter(([, value]) => value !== undefined)
  const query = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))
  return given.length === 0 ? '' : `?${query.toString()}`
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

interface Refusal {
  readonly error: string
  readonly message: string
  readonly problems?: readonly Problem[]
}

function isRefusal(answer: unknown): answer is Refusal {
  const { error, message } = (answer ?? {}) as Partial<Record<keyof Refusal, unknown>>
  return typeof error === 'string' && typeof message === 'string'
}
