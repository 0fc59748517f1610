import { readOptionalJson, type OptionalJson } from '../base/json.ts'

/** More parameters than any request has; each one costs time in every check. */
const maximumCount = 500

/**
 * The parameters of a client's request, as the authorization server passes them on. An empty parameter counts as
 * omitted (RFC 6749 §3.1, §3.2), except in `isEmpty`, because Authlete has texts for some.
 */
export interface RequestParameters {
  /** The first value, if any. */
  get(name: string): string | undefined
  /** All values, in their order. */
  all(name: string): readonly string[]
  /** Whether the parameter is present but empty. */
  isEmpty(name: string): boolean
  /** The JSON of the first value, read once. */
  json(name: string): OptionalJson
  /** The words that the first value lists with blanks between (RFC 6749 §3.3), read once. */
  words(name: string): readonly string[]
  /** All names and values as they were sent. */
  readonly entries: readonly (readonly [string, string])[]
  /** The parameters that were sent, with a value or without. */
  readonly names: readonly string[]
  /**
   * Those that were sent more than once, with empty values or not; servers differ in which of several values counts.
   */
  readonly repeated: readonly string[]
}

/**
 * Parses `application/x-www-form-urlencoded` (RFC 6749 appendix B), with or without a leading `?`; undefined if
 * malformed.
 */
export function readParameters(text: string): RequestParameters | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined
  const pieces = text.replace(/^\?/, '').split('&')
  // Counted first: Node needs seconds for a million of them.
  const count = pieces.filter((piece) => piece !== '').length
  return count > maximumCount ? undefined : toParameters([...new URLSearchParams(text)])
}

/** Parameters from names and values. */
export function toParameters(entries: readonly (readonly [string, string])[]): RequestParameters {
  const values = new Map<string, string[]>()
  const repeated = new Set<string>()
  for (const [name, value] of entries) {
    const known = values.get(name)
    if (known !== undefined) repeated.add(name)
    const kept = known ?? []
    if (value !== '') kept.push(value)
    values.set(name, kept)
  }
  const get = (name: string): string | undefined => values.get(name)?.[0]
  const readings = new Map<string, OptionalJson>()
  const lists = new Map<string, readonly string[]>()
  return {
    get,
    all: (name) => values.get(name) ?? [],
    isEmpty: (name) => values.get(name)?.length === 0,
    json: (name) => {
      const reading = readings.get(name) ?? readOptionalJson(get(name))
      readings.set(name, reading)
      return reading
    },
    words: (name) => {
      const words = lists.get(name) ?? readWords(get(name))
      lists.set(name, words)
      return words
    },
    entries,
    names: [...values.keys()],
    repeated: [...repeated],
  }
}

function readWords(text = ''): readonly string[] {
  return [...new Set(text.split(' ').filter((word) => word !== ''))]
}

/** The value of a required parameter, or its error (RFC 6749 §3.2). */
export function findParameterError(
  parameters: RequestParameters,
  name: string,
): 'missing' | 'empty' | 'repeated' | undefined {
  if (parameters.repeated.includes(name)) return 'repeated'
  if (parameters.isEmpty(name)) return 'empty'
  return parameters.get(name) === undefined ? 'missing' : undefined
}
