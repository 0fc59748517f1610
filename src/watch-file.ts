import { stat } from 'node:fs/promises'

/** How often a file is looked at, in milliseconds. */
const defaultInterval = 100

export interface FileWatch {
  /** Calls back after each change from the moment of `watchFile` on, one call after the other. */
  readonly begin: (onChange: () => Promise<void>) => void
  readonly close: () => void
}

/**
 * Watches a file by looking at its path: an editor that saves by renaming is noticed, and so is a change in a mount that
 * reports no events. A change counts when the file has stayed the same for an interval, so that half of one is not read.
 */
export async function watchFile(file: string, interval = defaultInterval): Promise<FileWatch> {
  const state = { handled: await readVersion(file), seen: '', closed: false }
  const look = async (onChange: () => Promise<void>): Promise<void> => {
    const version = await readVersion(file)
    const isStable = version === state.seen
    state.seen = version
    if (isStable && version !== state.handled) {
      state.handled = version
      await onChange()
    }
    next(onChange)
  }
  const next = (onChange: () => Promise<void>): void => {
    if (!state.closed) setTimeout(() => void look(onChange), interval).unref()
  }
  return {
    begin: next,
    close: () => {
      state.closed = true
    },
  }
}

/** A text that changes with the file; the error code for one that cannot be read. */
async function readVersion(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ')
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
}
