import { isJsonObject, quoteUnusualNumbers } from '../base/json.ts'
import type { JournalEntry } from './entry.ts'
import { addTrace, writeTrace } from './kept-trace.ts'
import { addPart, maxNumberOctets, readNumbers, readParts, writeNumbers, type Parts } from './parts.ts'
import type { RuleBook } from './rule-book.ts'

/** What an entry says about its call in a few words. */
interface Facts extends Pick<
  JournalEntry,
  'at' | 'api' | 'status' | 'durationMs' | 'reason' | 'source' | 'conditionSource' | 'messageSource'
> {
  readonly fault?: string | undefined
  readonly action?: string | undefined
  readonly resultCode?: string | undefined
}

/** A call that was answered. The journal copies it, so that nothing that happens to it later changes its entry. */
export interface AnsweredCall extends Facts, Pick<JournalEntry, 'trace'> {
  readonly request: Pick<JournalEntry['request'], 'method' | 'path' | 'headers'> & ReceivedBody
  /** An object, as JSON. */
  readonly response: string
}

/** A body as its entry shall have it, or the octets of a JSON body, which are parsed when the entry is read. */
export type ReceivedBody =
  | { readonly octets: Buffer; readonly body?: never; readonly text?: never }
  | { readonly octets?: never; readonly body?: unknown; readonly text?: string }

/** Where a call is: its number among the calls of its service, and among all calls. */
export interface Place {
  readonly id: number
  readonly number: number
}

/** A stored call. Most of it is outside of the heap, so that a long journal gives the collector no work. */
export interface KeptCall extends Facts, Place {
  readonly method: string
  /** Text, then the octets of a JSON body, then the numbers that part the text. */
  readonly octets: Buffer
  readonly encoding: 'utf8' | 'utf16le'
  readonly bodyAt: number
  readonly numbersAt: number
  readonly end: number
}

/** No longer response is stored, and none in a longer entry, so that the number of entries bounds the journal's size. */
const maxStoredChars = 131_072

const longResponse = JSON.stringify({ note: 'a long answer, not kept' })

const noOctets = Buffer.alloc(0)

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Copies a call, into the place of one that gives way to it: new objects would outlive the young generation by then.
 * Writing every entry as JSON, its rules included, took four times as long and three times the space.
 */
export function keepCall(call: AnsweredCall, place: Place, rules: RuleBook, former?: KeptCall): KeptCall {
  const { at, api, status, fault, action, resultCode, durationMs, request, response } = call
  const { reason, source, conditionSource, messageSource } = call
  const { method, octets: body = noOctets } = request
  const { id, number } = place
  const parts: Parts = { text: '', numbers: [] }
  addPart(parts, request.path)
  addPart(parts, JSON.stringify(request.headers))
  addPart(parts, writeReceived(request))
  addPart(parts, response.length > maxStoredChars ? longResponse : response)
  addTrace(parts, call.trace, rules)
  const { octets, encoding, bodyAt } = writeText(parts, body.length, former?.octets)
  const numbersAt = bodyAt + body.length
  octets.set(body, bodyAt)
  const end = writeNumbers(octets, numbersAt, parts.numbers)
  const kept = { id, number, at, api, status, fault, action, resultCode, durationMs, reason, source, conditionSource, messageSource, method, octets, encoding, bodyAt, numbersAt, end } as const // prettier-ignore
  return former === undefined ? kept : Object.assign(former, kept)
}

/** Writes the text into the octets of an earlier call, if there is room for the rest of this call behind it. */
function writeText({ text, numbers }: Parts, bodyLength: number, former: Buffer | undefined) {
  const encoding: KeptCall['encoding'] = text.isWellFormed() ? 'utf8' : 'utf16le'
  const behind = bodyLength + numbers.length * maxNumberOctets
  if (former !== undefined) {
    // A text that is cut leaves no room. Measuring it first would take as long as writing it.
    const bodyAt = former.write(text, encoding)
    if (isRoom(former, bodyAt + behind)) return { octets: former, encoding, bodyAt }
  }
  const bodyAt = Buffer.byteLength(text, encoding)
  const octets = Buffer.allocUnsafeSlow(Math.ceil((bodyAt + behind) / octetsStep) * octetsStep)
  octets.write(text, encoding)
  return { octets, encoding, bodyAt }
}

function writeReceived({ octets, body, text }: ReceivedBody): string {
  return octets === undefined && body !== undefined ? JSON.stringify({ body, text }) : '{}'
}

/** Octets grow by this, so that calls of similar size fit into one another's. */
const octetsStep = 1024

/** How much may be left over: more is given back, so that one long call does not take its room for ever. */
const maxOctetsLeft = 16 * octetsStep

function isRoom(former: Buffer, length: number): boolean {
  return former.length >= length && former.length <= length + maxOctetsLeft
}

/** The entry of a stored call as JSON, without its id. */
export function writeEntry(kept: KeptCall, rules: RuleBook): string {
  const { octets, encoding, bodyAt, numbersAt, end, method } = kept
  const numbers = readNumbers(octets.subarray(numbersAt, end))
  const parts = readParts({ text: octets.toString(encoding, 0, bodyAt), numbers })
  const path = parts.take()
  const headers = parts.take()
  const given = parts.take()
  const response = parts.take()
  const trace = writeTrace(parts, rules)
  const received =
    numbersAt > bodyAt ? readBody(octets.subarray(bodyAt, numbersAt)) : (JSON.parse(given) as EntryBody)
  const head = join(JSON.stringify({ method, path }), `{"headers":${headers}}`)
  const request = join(head, JSON.stringify(received))
  const facts = writeFacts(kept, received.body)
  const write = (answer: string) =>
    join(facts, `{"trace":${trace},"request":${request},"response":${answer}}`)
  const text = write(response)
  return text.length > maxStoredChars ? write(longResponse) : text
}

type EntryBody = Pick<JournalEntry['request'], 'body' | 'text'>

/** An id that came as a number must not become another one. */
function readBody(octets: Buffer): EntryBody {
  const quoted = quoteUnusualNumbers(octets)
  return quoted === undefined
    ? { body: JSON.parse(utf8.decode(octets)) as unknown }
    : { body: JSON.parse(quoted) as unknown, text: octets.toString() }
}

function writeFacts(kept: KeptCall, body: unknown): string {
  const { at, api, status, fault, action, resultCode, durationMs } = kept
  const { reason, source, conditionSource, messageSource } = kept
  const given = isJsonObject(body) ? body['gmAction'] : undefined
  const gmAction = typeof given === 'string' ? given : undefined
  const explanation = { reason, source, conditionSource, messageSource }
  return JSON.stringify({ at, api, status, fault, action, resultCode, gmAction, durationMs, ...explanation })
}

/** Joins two JSON objects, of which the first has members. */
function join(one: string, other: string): string {
  return other === '{}' ? one : `${one.slice(0, -1)},${other.slice(1)}`
}
