import { keepCall, type AnsweredCall, type KeptCall } from './kept-call.ts'
import type { RuleBook } from './rule-book.ts'

/** The newest calls of one service. Their ids are consecutive, so that the place of each follows from its id. */
export interface Ring {
  readonly capacity: number
  calls: KeptCall[]
  /** The id of the newest call. */
  recorded: number
  /** The id of the newest call that was cleared. */
  cleared: number
}

/** The ids go on after those of earlier calls. */
export function createRing(capacity: number, recorded: number): Ring {
  return { capacity, calls: [], recorded, cleared: recorded }
}

/** Copies a call into a ring, in place of the oldest if it is full; without capacity the copy is not stored. */
export function keepIn(ring: Ring, call: AnsweredCall, number: number, rules: RuleBook): KeptCall {
  const place = placeOf(ring, ring.recorded)
  const kept = keepCall(call, { id: ring.recorded, number }, rules, ring.calls[place])
  if (ring.capacity > 0) ring.calls[place] = kept
  return kept
}

export function clearRing(ring: Ring): void {
  ring.calls = []
  ring.cleared = ring.recorded
}

/** How many calls after one were neither cleared nor are still stored. */
export function countDropped(ring: Ring | undefined, after: number): number {
  if (ring === undefined) return 0
  return Math.max(0, ring.recorded - ring.capacity - Math.max(ring.cleared, after))
}

function placeOf({ cleared, capacity }: Ring, id: number): number {
  return (id - cleared - 1) % capacity
}

/** The calls after one, oldest first, each as long as it is stored: newer ones may be recorded meanwhile. */
export function* listStored(ring: Ring, after = 0): Generator<KeptCall, void> {
  const next = (last: number): number => Math.max(last, ring.cleared, ring.recorded - ring.capacity) + 1
  for (let id = next(after); id <= ring.recorded; id = next(id)) {
    yield ring.calls[placeOf(ring, id)] as KeptCall
  }
}
