/** Deeper nesting than this is refused: code that walks a document must not exhaust the stack. */
export const maximumDepth = 64

const utf8 = new TextDecoder('utf-8', { fatal: true })

export type JsonObject = { readonly [member: string]: unknown }

export type JsonReading<Value = unknown> = { readonly value: Value } | { readonly error: string }

/**
 * Reads JSON from text or UTF-8 octets: whatever somebody else wrote is read here, once, and kept as it was read. One
 * byte order mark in front is passed over (RFC 8259 §8.1). Refuses other encodings and nesting deeper than 64.
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

/** Reads one JSON object, and refuses all other values. */
export function readJsonObject(source: string | Uint8Array): JsonReading<JsonObject> {
  const reading = readJson(source)
  if ('error' in reading) return reading
  const { value } = reading
  return isJsonObject(value) ? { value } : { error: 'it is not a JSON object' }
}

/** JSON that may be left out: its value, or what is wrong with it; neither where there is none. */
export interface OptionalJson<Value = unknown> {
  readonly value?: Value
  readonly error?: string
}

/** Reads JSON that may be left out; an empty text counts as none. */
export function readOptionalJson(text = ''): OptionalJson {
  return text === '' ? {} : readJson(text)
}

/** The same for one JSON object. */
export function readOptionalJsonObject(text = ''): OptionalJson<JsonObject> {
  return text === '' ? {} : readJsonObject(text)
}

/**
 * Reads one JSON object as strictly as a security token deserves: besides the rules of `readJsonObject`, no byte
 * order mark, no member twice (RFC 7515 §4, RFC 7519 §4), no string that Unicode does not allow.
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

/** The same document without members and elements that are null: Java clients send null for "absent". */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((element) => element !== null).map(withoutNulls)
  if (!isJsonObject(value)) return value
  const kept = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutNulls(member)]))
}

/** One text for all values that are equal, whatever the order of their members. */
export function writeCanonically(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => (isJsonObject(member) ? sortMembers(member) : member))
}

function sortMembers(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** Whether a value is nested deeper than so many levels. Looks no deeper than that itself. */
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

/** Ends with a line feed, so that a terminal shows one answer after the other on lines of their own. */
export function writeJsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}
