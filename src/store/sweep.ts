import { setImmediate } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { SystemClock } from '../base/clock.ts'
import type { Store } from './store.ts'

const everyMilliseconds = 1000

/** Deletes expired records. Calls run between its steps, and no two sweeps run at once. */
export function createSweep(store: Store, systemClock: SystemClock): () => Promise<void> {
  let sweeping: Promise<void> | undefined
  const sweep = async (): Promise<void> => {
    await repeat(() => store.forgetEnded(systemClock()))
    await repeat(() => store.sweepAbandoned())
  }
  return () => {
    sweeping ??= sweep().finally(() => (sweeping = undefined))
    return sweeping
  }
}

async function repeat(step: () => Promise<boolean>): Promise<void> {
  while (await step()) await setImmediate()
}

/** Sweeps every second while the app is open. Returns the sweep, to be done at any other time. */
export function sweepRegularly(app: FastifyInstance, sweep: () => Promise<void>): () => Promise<void> {
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => app.log.warn({ err: error }, 'sweeping the store failed'))
  }, everyMilliseconds)
  timer.unref()
  app.addHook('onClose', async () => clearInterval(timer))
  return sweep
}
