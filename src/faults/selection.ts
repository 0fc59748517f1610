import type { Random } from '../base/random.ts'
import { drawFraction } from './chance.ts'

/** Which of the calls in its scope a fault happens to; all of them by default. */
export interface SelectionOptions {
  /** Only this one, counted from 1. */
  readonly nth?: number
  /** Only so many, from now on. */
  readonly next?: number
  /** How likely each of those is, from 0 to 1. */
  readonly probability?: number
}

export interface Selection {
  /** Counts a call in, and says whether it is selected. */
  readonly selects: () => boolean
  /** Whether no further call can be selected. */
  readonly isOver: () => boolean
}

/** Of `nth` and `next` one at most is given. */
export function createSelection({ nth, next, probability = 1 }: SelectionOptions, random: Random): Selection {
  const first = nth ?? 1
  const last = nth ?? next ?? Infinity
  let seen = 0
  return {
    selects: () => {
      seen += 1
      return seen >= first && seen <= last && (probability === 1 || drawFraction(random) < probability)
    },
    isOver: () => seen >= last,
  }
}
