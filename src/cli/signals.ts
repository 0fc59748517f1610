import { constants } from 'node:os'
import type { FastifyInstance } from 'fastify'

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

/** Closes a server, and ends the process when calls in flight take longer than the limit. */
export function closeWithin(app: FastifyInstance, limitMs: number): void {
  setTimeout(() => process.exit(0), limitMs).unref()
  void app.close()
}
