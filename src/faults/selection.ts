import type { Random } from '../base/random.ts'
import { drawFraction } from './chance.ts'

/** The calls in its scope that a fault happens to; by default all of them. */
export interface SelectionOptions {
  /** Only this one, counted from 1. */
  readonly nth?: number
  /** Only so many, from now on. */
  readonly next?: number
  /** How likely each of those is, from 0 to 1. */
  readonly probability?: number
}

interface Selection {
  /** Counts a call, and returns whether it is selected. */
  readonly selects: () => boolean
  /** Whether no further call can be selected. */
  readonly isOver: () => boolean
}

/** At most one of `nth` and `next` is given. */
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
