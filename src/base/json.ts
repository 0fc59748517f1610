/** Deeper nesting is refused: code that walks a document must not exhaust the stack. */
export const maximumDepth = 64

const utf8 = new TextDecoder('utf-8', { fatal: true })

export type JsonObject = { readonly [member: string]: unknown }

type JsonReading<Value = unknown> = { readonly value: Value } | { readonly error: string }

/**
 * Parses JSON from text or UTF-8 octets. All input of others is parsed here, once, and kept unchanged. Ignores one
 * leading byte order mark (RFC 8259 §8.1). Refuses other encodings and nesting deeper than 64.
 */
export function readJson(source: string | Uint8Array): JsonReading {
  try {
    const text =
      typeof source === 'string' ? source.toWellFormed().replace(/^\uFEFF/, '') : utf8.decode(source)
    const value: unknown = JSON.parse(text)
    return isDeeperThan(maximumDepth, value)
      ? { error: `it is nested deeper than ${maximumDepth} levels` }
      : { value }
  } catch {
    return { error: 'it is not valid JSON' }
  }
}

/** Parses one JSON object, and refuses all other values. */
export function readJsonObject(source: string | Uint8Array): JsonReading<JsonObject> {
  const reading = readJson(source)
  if ('error' in reading) return reading
  const { value } = reading
  return isJsonObject(value) ? { value } : { error: 'it is not a JSON object' }
}

/** Optional JSON: its value, or its error; neither if it is absent. */
export interface OptionalJson<Value = unknown> {
  readonly value?: Value
  readonly error?: string
}

/** Parses optional JSON; an empty text counts as absent. */
export function readOptionalJson(text = ''): OptionalJson {
  return text === '' ? {} : readJson(text)
}

/** The same for one JSON object. */
export function readOptionalJsonObject(text = ''): OptionalJson<JsonObject> {
  return text === '' ? {} : readJsonObject(text)
}

/**
 * Parses one JSON object by the rules of security tokens: those of `readJsonObject`, and no byte order mark, no
 * repeated member (RFC 7515 §4, RFC 7519 §4), no string that is invalid in Unicode.
 */
export function readStrictJsonObject(octets: Uint8Array): JsonReading<JsonObject> {
  const reading = readJsonObject(octets)
  if ('error' in reading) return reading
  const text = Buffer.from(octets).toString('utf8')
  if (text.startsWith('\uFEFF')) return { error: 'it starts with a byte order mark' }
  if (countWrittenMembers(text) !== countMembers(reading.value)) return { error: 'it has a member twice' }
  if (!hasWellFormedStrings(reading.value)) return { error: 'it has a string with a lone surrogate' }
  return reading
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The document without members and elements that are null: Java clients send null for "absent". Most documents have
 * none, and are not copied.
 */
export function withoutNulls(value: unknown): unknown {
  return hasNull(value) ? copyWithoutNulls(value) : value
}

function hasNull(value: unknown): boolean {
  if (typeof value !== 'object') return false
  return value === null || Object.values(value).some(hasNull)
}

/** The same as a copy, for a request in process: its caller may change the object later. */
export function copyWithoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((element) => element !== null).map(copyWithoutNulls)
  if (!isJsonObject(value)) return value
  const kept = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(kept.map(([name, member]) => [name, copyWithoutNulls(member)]))
}

/** Canonical JSON: one text for all equal values, whatever the order of their members. */
export function writeCanonically(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => (isJsonObject(member) ? sortMembers(member) : member))
}

function sortMembers(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** Whether a value is nested deeper than so many levels. Looks no deeper than that. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member))
}

/** In valid JSON every member has one colon outside of strings, so the colons count the members as written. */
function countWrittenMembers(text: string): number {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const own = Array.isArray(value) ? 0 : Object.keys(value).length
  return Object.values(value).reduce<number>((sum, member) => sum + countMembers(member), own)
}

function hasWellFormedStrings(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, member]) => name.isWellFormed() && hasWellFormedStrings(member))
}

/** Ends with a line feed, so that a terminal shows each response on its own lines. */
export function writeJsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}

/** A string, or a number that JavaScript may write differently. Linear in the length of the text. */
const stringOrUnusualNumber = /"(?:[^"\\]|\\.)*"|-?\d+[.eE][\d.eE+-]*|-?\d{16,}|-0/g

/** The document with such numbers as text, in their original characters; undefined if there are none. */
export function quoteUnusualNumbers(octets: Uint8Array): string | undefined {
  let found = false
  const text = utf8.decode(octets).replace(stringOrUnusualNumber, (token) => {
    if (token.startsWith('"')) return token
    found = true
    return `"${token}"`
  })
  return found ? text : undefined
}
