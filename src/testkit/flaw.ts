import { suggest } from '../base/suggest.ts'

/** A deliberate error, and what POST /gm answers to it. */
export interface Flaw {
  /** What is wrong. */
  readonly does: string
  /** The violated clause. */
  readonly clause: string
  /** The outcome at POST /gm, as in the catalogue. */
  readonly reason: string
  readonly resultCode: string
}

/** The flaw of that name. Throws a TypeError with a suggestion for an unknown name. */
export function findFlaw<Found extends Flaw>(
  flaws: Readonly<Record<string, Found>>,
  word: string,
  of: string,
): Found {
  const flaw = Object.hasOwn(flaws, word) ? flaws[word] : undefined
  if (flaw !== undefined) return flaw
  const words = Object.keys(flaws)
  throw new TypeError(
    `"${word}" is not a flaw of ${of}.${suggest(word, words)} There are: ${words.join(', ')}.`,
  )
}
