import { isScalar, Lexer, LineCounter, parseDocument, Parser, visit, type Document } from 'yaml'

/** Fixtures of thousands of clients stay below these; text beyond them would take all memory or minutes. */
const limits = { octets: 8 * 1_048_576, levels: 64, pieces: 4_000_000, aliases: 1000 }

export interface FixtureDocument {
  readonly document: Document
  readonly lineCounter: LineCounter
}

/** Reads the syntax of YAML or JSON text, or says what is wrong with it. Text without bound is not parsed. */
export function parseText(text: string): FixtureDocument | { readonly flaws: readonly string[] } {
  const excess = findExcess(text)
  if (excess !== undefined) return { flaws: [excess] }
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { ...options, lineCounter })
  const found = [
    ...document.errors.map(({ message, pos: [offset] }) => ({ message, offset })),
    ...findRepeatedKeys(document),
  ]
  if (found.length === 0) return { document, lineCounter }
  return { flaws: found.map((flaw) => describeFlaw(flaw, lineCounter)) }
}

/**
 * The library compares every key of a map with every other, merges maps into one another where a text says that it is
 * YAML 1.1, and quotes a whole line for every error: each takes minutes for texts of some kilobytes.
 */
const options = {
  uniqueKeys: false,
  merge: false,
  schema: 'core',
  resolveKnownTags: false,
  prettyErrors: false,
} as const

interface Flaw {
  readonly message: string
  readonly offset: number
}

function describeFlaw({ message, offset }: Flaw, lineCounter: LineCounter): string {
  const { line, col } = lineCounter.linePos(offset)
  return `${message} at line ${line}, column ${col}`
}

/** YAML 1.2 §3.2.1.1: the keys of a map are unique, here as the names that they become. */
function findRepeatedKeys(document: Document): readonly Flaw[] {
  const flaws: Flaw[] = []
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<string>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        const name = String(key.value)
        if (seen.has(name)) flaws.push({ message: 'Map keys must be unique', offset: offsetOf(key) })
        seen.add(name)
      }
    },
  })
  return flaws
}

function findExcess(text: string): string | undefined {
  if (Buffer.byteLength(text) > limits.octets) return `is longer than ${limits.octets} octets`
  const parser = new Parser()
  let pieces = 0
  let aliases = 0
  for (const piece of new Lexer().lex(text)) {
    Array.from(parser.next(piece))
    pieces += 1
    if (piece.startsWith('*')) aliases += 1
    if (parser.stack.length > limits.levels) return tooDeep
    if (pieces > limits.pieces) return `has more than ${limits.pieces} pieces, such as words and brackets`
    if (aliases > limits.aliases) return `has more than ${limits.aliases} aliases`
  }
  return undefined
}

const tooDeep = `nests deeper than ${limits.levels} levels`

/** What is wrong with how a value contains others, which it can by aliases: itself, or too many in one another. */
export function findEntanglement(value: unknown): string | undefined {
  const height = measureHeight(value, new Map())
  if (height === Infinity) return 'refers to itself'
  return height > limits.levels ? tooDeep : undefined
}

/**
 * How many levels a value has. Each part is measured once, however often aliases lead to it: they come after it, so that
 * this goes no deeper than the text.
 */
function measureHeight(value: unknown, known: Map<object, number>): number {
  if (typeof value !== 'object' || value === null) return 0
  const before = known.get(value)
  if (before !== undefined) return before
  known.set(value, Infinity)
  let height = 0
  for (const inner of Object.values(value)) height = Math.max(height, measureHeight(inner, known))
  known.set(value, height + 1)
  return height + 1
}

/** Where a node begins in its text. */
export function offsetOf(node: unknown): number {
  return (node as { readonly range?: readonly number[] | null } | null)?.range?.[0] ?? 0
}
