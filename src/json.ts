/** Deeper nesting than this is refused: code that walks a document must not exhaust the stack. */
const maximumDepth = 64

const utf8 = new TextDecoder('utf-8', { fatal: true })

export type JsonObject = { readonly [member: string]: unknown }

export type JsonReading = { readonly value: JsonObject } | { readonly flaw: string }

/** Reads one JSON object from UTF-8 octets. Refuses other encodings, other values and nesting deeper than 64. */
export function readJsonObject(octets: Uint8Array): JsonReading {
  try {
    const value: unknown = JSON.parse(utf8.decode(octets))
    if (!isJsonObject(value)) return { flaw: 'it is not a JSON object' }
    return isDeeperThan(maximumDepth, value)
      ? { flaw: `it is nested deeper than ${maximumDepth} levels` }
      : { value }
  } catch {
    return { flaw: 'it is not valid JSON' }
  }
}

/**
 * Reads one JSON object as strictly as a security token deserves: besides the rules of `readJsonObject`, no byte
 * order mark, no member twice (RFC 7515 §4, RFC 7519 §4), no string that Unicode does not allow.
 */
export function readStrictJsonObject(octets: Uint8Array): JsonReading {
  const reading = readJsonObject(octets)
  if ('flaw' in reading) return reading
  const text = Buffer.from(octets).toString('utf8')
  if (text.startsWith('\uFEFF')) return { flaw: 'it starts with a byte order mark' }
  if (countWrittenMembers(text) !== countMembers(reading.value)) return { flaw: 'it has a member twice' }
  if (!hasWellFormedStrings(reading.value)) return { flaw: 'it has a string with a lone surrogate' }
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

function isDeeperThan(levels: number, value: unknown): boolean {
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
