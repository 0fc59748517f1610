import type { CallFacts } from './fault-injector.ts'
import { createRelease, pause } from './pause.ts'

type BarrierState = 'waiting' | 'holding' | 'released'

/** Holds one call until it is released. */
export interface Barrier {
  readonly state: () => BarrierState
  /** The call that is or was held. */
  readonly held: () => CallFacts | undefined
  /** Holds the first call; lets all others pass. */
  readonly hold: (call: CallFacts) => Promise<void>
  /** Releases the held call; if there is none yet, no call will be held. */
  readonly release: () => void
  /** Resolves when a call is held or none will be, at the latest after a time in milliseconds or by a signal. */
  readonly untilSettled: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

export function createBarrier(): Barrier {
  const settled = createRelease()
  const freed = createRelease()
  let state: BarrierState = 'waiting'
  let held: CallFacts | undefined
  return {
    state: () => state,
    held: () => held,
    hold: async (call) => {
      if (state !== 'waiting') return
      state = 'holding'
      held = call
      settled.abort()
      await pause(Infinity, [freed.signal])
    },
    release: () => {
      state = 'released'
      settled.abort()
      freed.abort()
    },
    untilSettled: (milliseconds, signal) =>
      pause(milliseconds, signal === undefined ? [settled.signal] : [settled.signal, signal]),
  }
}
