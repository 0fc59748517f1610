import { suggest } from '../base/suggest.ts'

/** What is wrong with something that was made wrong on purpose, and what POST /gm answers to it. */
export interface Flaw {
  /** What it is that is wrong. */
  readonly does: string
  /** The clause that it offends against. */
  readonly clause: string
  /** The outcome at POST /gm, as the catalogue names it. */
  readonly reason: string
  readonly resultCode: string
}

/** The flaw of that name. Throws a TypeError, which names the nearest one, where there is none. */
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
