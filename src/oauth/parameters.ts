import { readOptionalJson, type OptionalJson } from '../json.ts'

/** More parameters than any request has; each costs a look at every check. */
const maximumCount = 500

/** The parameters of a client's request, as the authorization server hands them on. */
export interface RequestParameters {
  /** The first value, or undefined where the parameter is absent. */
  get(name: string): string | undefined
  /** All values, in their order. */
  all(name: string): readonly string[]
  /** The JSON of the first value, read once. */
  json(name: string): OptionalJson
  /** The words that the first value lists with blanks between (RFC 6749 §3.3), read once. */
  words(name: string): readonly string[]
  readonly names: readonly string[]
  /** The parameters that are there more than once. */
  readonly repeated: readonly string[]
}

/** Reads `application/x-www-form-urlencoded` (RFC 6749 appendix B), after a `?` or not; undefined where it is none. */
export function readParameters(text: string): RequestParameters | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined
  // Counted first: Node needs seconds for a million of them.
  const pieces = text
    .replace(/^\?/, '')
    .split('&')
    .filter((piece) => piece !== '')
  return pieces.length > maximumCount
    ? undefined
    : toParameters([...new URLSearchParams(`?${pieces.join('&')}`)])
}

/** Parameters from names and values. */
export function toParameters(entries: readonly (readonly [string, string])[]): RequestParameters {
  const values = new Map<string, string[]>()
  for (const [name, value] of entries) {
    const known = values.get(name)
    if (known === undefined) values.set(name, [value])
    else known.push(value)
  }
  const get = (name: string): string | undefined => values.get(name)?.[0]
  const readings = new Map<string, OptionalJson>()
  const lists = new Map<string, readonly string[]>()
  return {
    get,
    all: (name) => values.get(name) ?? [],
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
    names: [...values.keys()],
    repeated: [...values].filter(([, all]) => all.length > 1).map(([name]) => name),
  }
}

function readWords(text = ''): readonly string[] {
  return [...new Set(text.split(' ').filter((word) => word !== ''))]
}
