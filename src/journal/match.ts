import type { CallMatch, RequestMatch } from '../../schema/admin/journal.ts'
import { isJsonObject } from '../base/json.ts'
import { escapeStep } from '../base/problem.ts'
import { excerpt } from '../base/verdict.ts'
import type { JournalEntry } from './journal.ts'

/** A call before its decision. */
interface ArrivedCall {
  /** The path behind the service in the contract's form: `gm`, `client/get/{clientId}`. */
  readonly api: string
  /** The actual path. */
  readonly path: string
  readonly body?: unknown
}

/** One member of a match that a call lacks. */
export interface Difference {
  /** The place in the match, as a JSON Pointer (RFC 6901). */
  readonly path: string
  readonly expected: string
  readonly actual: string
}

/** A call to compare: before its answer, or with it if the match concerns the answer. */
type ComparedCall = ArrivedCall & Partial<JournalEntry>

/** Every place that may contain a member; one of them has to have the value. */
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

/** Whether a call before its decision matches. */
export function matchesRequest(match: RequestMatch, call: ArrivedCall): boolean {
  return compare(match, call).length === 0
}

/** Whether a call in the journal matches. */
export function matchesCall(match: CallMatch, entry: JournalEntry): boolean {
  return findDifferences(match, entry).length === 0
}

/** Every member of the match that a call in the journal lacks. */
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

/** A number equals its digits, because paths and queries contain only text. */
function isSame(value: unknown, expected: string | number): boolean {
  return (typeof value === 'string' || typeof value === 'number') && String(value) === String(expected)
}

/** Compares the expected members to any depth, and ignores all others. */
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

/** Differences appear in logs of test runs, which must not contain the values of these. */
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

/** The parameters of a path, by its template in the contract. */
function readParameters({ api, path }: ArrivedCall, names: readonly string[]): readonly string[] {
  const wanted = names.map((name) => `{${name}}`)
  const template = api.split('/')
  if (!template.some((segment) => wanted.includes(segment))) return []
  const segments = path.replace(/\?.*/s, '').split('/').slice(-template.length)
  return segments.filter((_, index) => wanted.some((name) => name === template[index])).map(decodeSegment)
}

/** A segment of a path; one with invalid encoding stays as it is. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
