import type { CallInProgress, RunningCall } from '../faults/fault-injector.ts'
import { createRelease, pause } from '../faults/pause.ts'
import type { ApiAnswer } from '../outcome/outcome.ts'
import { Overtaken } from '../base/overtaken.ts'
import type { StoreCall } from '../store/store.ts'

type Decide = () => Promise<ApiAnswer>

/** Decides a call: the first time, and by `again`, from the front door on, after it was overtaken. */
export type CallDecider = (call: RunningCall, decide: Decide, again: Decide) => Promise<ApiAnswer>

/** More than concurrent calls cause: such a call reads different data each time, and fails the next time. */
const maxRepeats = 100

/** After so many repeats, new calls wait until this one is decided. */
const queuedRepeats = 3

/**
 * Decides every call as if it were alone: its answer and its writes depend on one state of the storage. A call that
 * another one overtakes is decided again. Those are queued, so that each of many concurrent calls for one thing is
 * overtaken once and not by every other; calls do not wait for one that a barrier holds.
 */
export function createCallDecider(inProgress: CallInProgress): CallDecider {
  let last: Promise<unknown> = Promise.resolve()
  let urgent: Promise<unknown> | undefined
  const attempt = (call: RunningCall, decide: Decide): Promise<ApiAnswer | undefined> =>
    inProgress.run(call, () => unlessOvertaken(call, decide))
  const retry = async (call: RunningCall, again: Decide, expedite: () => void): Promise<ApiAnswer> => {
    for (let repeats = 0; repeats < maxRepeats; repeats += 1) {
      if (repeats === queuedRepeats) expedite()
      call.store.restart()
      const answer = await attempt(call, again)
      if (answer !== undefined) return answer
    }
    return inProgress.run({ ...call, store: neverOvertaken(call.store) }, again)
  }
  return async (call, decide, again) => {
    if (urgent !== undefined) await urgent
    const answer = await attempt(call, decide)
    if (answer !== undefined) return answer
    const held = createRelease()
    const expedite = (): void => {
      urgent = turn
    }
    const repeated = last.then(() => retry(notifyWhenHeld(call, held), again, expedite))
    const turn = Promise.race([pause(Infinity, [held.signal]), repeated.catch(() => undefined)])
    last = turn
    return repeated
  }
}

/** A step that does not wait is over before the event loop's tick ends. */
function notifyWhenHeld(call: RunningCall, held: AbortController): RunningCall {
  const { intercepted } = call
  if (intercepted === undefined) return call
  const at: typeof intercepted.at = async (step, answer) => {
    const notification = setImmediate(() => held.abort())
    return intercepted.at(step, answer).finally(() => clearImmediate(notification))
  }
  return { ...call, intercepted: { ...intercepted, at } }
}

async function unlessOvertaken({ store }: RunningCall, decide: Decide): Promise<ApiAnswer | undefined> {
  try {
    const answer = await decide()
    await store.confirm()
    return answer
  } catch (error) {
    if (error instanceof Overtaken) return undefined
    throw error
  }
}

/** The last attempt: being overtaken is now an error like any other, which each API answers in its own way. */
function neverOvertaken(store: StoreCall): StoreCall {
  return {
    ...store,
    ask: (name, values) =>
      store.ask(name, values).catch((error: unknown) => {
        throw error instanceof Overtaken ? new Error(`too often, ${error.message}`, { cause: error }) : error
      }),
  }
}
