import { describe, type Check } from '../base/options/checks.ts'
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

/** The name of one of these flaws. */
export function isFlawOf(flaws: Readonly<Record<string, Flaw>>): Check {
  return (value) => {
    if (typeof value !== 'string') return `is ${describe(value)}, not the name of a flaw`
    if (Object.hasOwn(flaws, value)) return undefined
    const words = Object.keys(flaws)
    return `is "${value}".${suggest(value, words)} There are: ${words.join(', ')}`
  }
}
