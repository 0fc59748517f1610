import type { CallMatch, RequestMatch } from '../../schema/admin/journal.ts'
import { isJsonObject } from '../base/json.ts'
import { excerpt } from '../base/verdict.ts'
import type { JournalEntry } from './journal.ts'

/** What is known of a call before it is decided. */
export interface ArrivedCall {
  /** The path behind the service as the contract writes it: `gm`, `client/get/{clientId}`. */
  readonly api: string
  /** The path that was called. */
  readonly path: string
  readonly body?: unknown
}

/** One member of a match that a call does not have. */
export interface Difference {
  /** The place in the match, as a JSON Pointer (RFC 6901). */
  readonly path: string
  readonly expected: string
  readonly actual: string
}

/** The calls that a match is compared with: arrived, and answered where the match looks at the answer. */
type ComparedCall = ArrivedCall & Partial<JournalEntry>

/** Every place in which a member may stand; one of them has to have the value. */
const readers: Readonly<Record<keyof CallMatch, (call: ComparedCall) => readonly unknown[]>> = {
  api: ({ api }) => [api],
  gmAction: ({ body }) => readMembers(body, ['gmAction']),
  grantId: ({ body, response }) => readMembers(body, ['grantId']).concat(readMembers(response, ['grantId'])),
  accessToken: ({ body, response }) =>
    readMembers(body, ['accessToken', 'token']).concat(readMembers(response, ['accessToken'])),
  clientId: (call) => readNames(call, ['clientId', 'clientIdentifier']),
  subject: (call) => readNames(call, ['subject']),
  method: ({ request }) => [request?.method],
  path: ({ path }) => [path.split('?')[0]],
  status: ({ status }) => [status],
  action: ({ action }) => [action],
  resultCode: ({ resultCode }) => [resultCode],
  reason: ({ reason }) => [reason],
  fault: ({ fault }) => [fault, ...(fault?.split('+') ?? [])],
  body: ({ body }) => [body],
  response: ({ response }) => [response],
}

/** Whether a call that is not yet decided is what the match wants. */
export function matchesRequest(match: RequestMatch, call: ArrivedCall): boolean {
  return compare(match, call).length === 0
}

/** Whether a call in the journal is what the match wants. */
export function matchesCall(match: CallMatch, entry: JournalEntry): boolean {
  return findDifferences(match, entry).length === 0
}

/** Every member of the match that a call in the journal does not have. */
export function findDifferences(match: CallMatch, entry: JournalEntry): readonly Difference[] {
  const { path, body } = entry.request
  return compare(match, { ...entry, path, body })
}

function compare(match: CallMatch, call: ComparedCall): readonly Difference[] {
  return Object.entries(match).flatMap(([name, expected]) => {
    if (expected === undefined) return []
    const found = readers[name as keyof CallMatch](call)
    if (isJsonObject(expected)) return compareParts(expected, found[0], `/${name}`)
    const present = found.filter((value) => value !== undefined)
    if (present.some((value) => isSame(value, expected))) return []
    return [differ(`/${name}`, expected, present[0])]
  })
}

/** A number is the same as its digits, because digits are all that a path or a query can say. */
function isSame(value: unknown, expected: string | number): boolean {
  return (typeof value === 'string' || typeof value === 'number') && String(value) === String(expected)
}

/** Compares to any depth what is expected, and leaves alone what is there besides. */
function compareParts(expected: unknown, actual: unknown, path: string): readonly Difference[] {
  if (expected === null || expected === undefined) {
    return actual === null || actual === undefined ? [] : [differ(path, expected, actual)]
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return [differ(path, expected, actual)]
    return expected.flatMap((part, index) => compareParts(part, actual[index], `${path}/${index}`))
  }
  if (!isJsonObject(expected)) return expected === actual ? [] : [differ(path, expected, actual)]
  if (!isJsonObject(actual)) return [differ(path, expected, actual)]
  return Object.entries(expected).flatMap(([name, part]) =>
    compareParts(part, Object.hasOwn(actual, name) ? actual[name] : undefined, `${path}/${escapeStep(name)}`),
  )
}

/** A step of a JSON Pointer (RFC 6901 §3). */
export function escapeStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** Differences are read in logs of test runs, where the values of these have no business. */
const secret = /token|secret|dpop|certificate|assertion|password|ticket|parameters/i

function differ(path: string, expected: unknown, actual: unknown): Difference {
  const show = secret.test(path) ? hide : describe
  return { path, expected: show(expected), actual: show(actual) }
}

function hide(value: unknown): string {
  return value === undefined || value === null ? 'none' : 'another value'
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return 'none'
  if (typeof value === 'string') return JSON.stringify(excerpt(value, 80))
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return isJsonObject(value) ? 'an object' : `a ${typeof value}`
}

function readMembers(value: unknown, names: readonly string[]): readonly unknown[] {
  return isJsonObject(value) ? names.flatMap((name) => (Object.hasOwn(value, name) ? [value[name]] : [])) : []
}

function readNames(call: ComparedCall, names: readonly string[]): readonly unknown[] {
  return [
    ...readParameters(call, names),
    ...readMembers(call.body, names),
    ...readMembers(call.response, names),
  ]
}

/** The parameters of a path by the template that the contract has for it. */
function readParameters({ api, path }: ArrivedCall, names: readonly string[]): readonly string[] {
  const wanted = names.map((name) => `{${name}}`)
  const template = api.split('/')
  if (!template.some((segment) => wanted.includes(segment))) return []
  const segments = path.replace(/\?.*/s, '').split('/').slice(-template.length)
  return segments.filter((_, index) => wanted.some((name) => name === template[index])).map(decodeSegment)
}

/** A segment of a path; one that is not well encoded stays as it is. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
