import { Lexer, LineCounter, parseDocument, Parser, type Document } from 'yaml'

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
  const document = parseDocument(text, { lineCounter })
  if (document.errors.length > 0) return { flaws: document.errors.map(({ message }) => message) }
  return { document, lineCounter }
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
export function findEntanglement(value: unknown, around: readonly object[] = []): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (around.includes(value)) return 'refers to itself'
  if (around.length >= limits.levels) return tooDeep
  const within = [...around, value]
  for (const inner of Object.values(value)) {
    const flaw = findEntanglement(inner, within)
    if (flaw !== undefined) return flaw
  }
  return undefined
}
