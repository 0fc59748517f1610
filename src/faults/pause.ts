import { setMaxListeners } from 'node:events'

/** A signal for any number of waiters. */
export function createRelease(): AbortController {
  const release = new AbortController()
  setMaxListeners(0, release.signal)
  return release
}

/** Resolves after a time in milliseconds, which may be infinite, or as soon as one of the signals is aborted. */
export function pause(milliseconds: number, signals: readonly AbortSignal[]): Promise<void> {
  if (signals.some(({ aborted }) => aborted)) return Promise.resolve()
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      for (const signal of signals) signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = milliseconds === Infinity ? undefined : setTimeout(end, milliseconds)
    for (const signal of signals) signal.addEventListener('abort', end)
  })
}
