import { constants } from 'node:os'
import type { FastifyInstance } from 'fastify'
import { CommandError } from './command-error.ts'
import type { Terminal } from './terminal.ts'

/** The exit code after a signal, by the convention of shells. */
export function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal]
}

/**
 * Asks a command to end at the first signal, and ends the process at the second, whatever is pending then. Returns how
 * to stop listening.
 */
export function endBySignals(
  signals: readonly NodeJS.Signals[],
  ask: (signal: NodeJS.Signals) => void,
  giveUp: () => void = () => undefined,
): () => void {
  const state = { asked: false }
  const listen = (signal: NodeJS.Signals): void => {
    if (state.asked) {
      giveUp()
      process.exit(exitCodeOf(signal))
    }
    state.asked = true
    ask(signal)
  }
  for (const signal of signals) process.on(signal, listen)
  return () => {
    for (const signal of signals) process.off(signal, listen)
  }
}

/** What is said at the first signal, if the work then ends without a result, and at the second one. */
interface SignalTexts {
  readonly asked: string
  readonly forced: string
}

/**
 * Does work that the first SIGINT or SIGTERM asks to end, and the second one ends at once. Resolves with its result and
 * the exit code of the signal, 0 if none came. The work may reject with the reason of its signal.
 */
export async function untilSignal<Result>(
  { asked, forced }: SignalTexts,
  { report }: Pick<Terminal, 'report'>,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<{ readonly result: Result; readonly exitCode: number }> {
  const interruption = new AbortController()
  const state = { exitCode: 0 }
  const ask = (signal: NodeJS.Signals): void => {
    state.exitCode = exitCodeOf(signal)
    interruption.abort(new CommandError(asked, state.exitCode))
  }
  const letGo = endBySignals(['SIGINT', 'SIGTERM'], ask, () => report(`gm-mock: ${forced}\n`))
  try {
    return { result: await work(interruption.signal), exitCode: state.exitCode }
  } finally {
    letGo()
  }
}

/** Closes a server, and ends the process when calls in flight take longer than the limit. */
export function closeWithin(app: FastifyInstance, limitMs: number): void {
  setTimeout(() => process.exit(0), limitMs).unref()
  void app.close()
}
