/** How many calls wait for a slow reader. */
export const maxQueuedCalls = 1000

/** A call, and how many before it were dropped. */
interface Streamed<Call> {
  readonly request: Call
  readonly dropped: number
}

/** Calls on their way to a reader, who may be slower than they come. */
interface Backlog<Call> {
  readonly offer: (request: Call) => void
  /** Ends the stream after the stored calls. */
  readonly finish: () => void
  /** Ends the stream at once. */
  readonly stop: () => void
  readonly read: () => AsyncGenerator<Streamed<Call>, void>
}

/** Beyond its capacity the oldest are dropped, and counted together with those that were lost before. */
export function createBacklog<Call>(capacity: number, lostBefore: number): Backlog<Call> {
  const waiting: Call[] = []
  const state = { lost: lostBefore, ended: false, wake: () => undefined as void }
  const finish = (): void => {
    state.ended = true
    state.wake()
  }
  return {
    offer: (request) => {
      waiting.push(request)
      if (waiting.length > capacity) {
        waiting.shift()
        state.lost += 1
      }
      state.wake()
    },
    finish,
    stop: () => {
      waiting.length = 0
      finish()
    },
    read: async function* () {
      for (;;) {
        const request = waiting.shift()
        if (request !== undefined) {
          const dropped = state.lost
          state.lost = 0
          yield { request, dropped }
        } else if (state.ended) return
        else await new Promise<void>((resolve) => (state.wake = resolve))
      }
    },
  }
}

/** A generator that ends at once when its reader stops, even while it waits for the next item. */
export function cancellable<Item>(
  generator: AsyncGenerator<Item, void>,
  stop: () => void,
): AsyncIterableIterator<Item> {
  const iterator: AsyncIterableIterator<Item> = {
    next: () => generator.next(),
    return: () => {
      stop()
      return generator.return()
    },
    [Symbol.asyncIterator]: () => iterator,
  }
  return iterator
}
