import type { JournalEntry } from './entry.ts'

/** Why no more entries follow. */
export type JournalEnd = 'service_deleted' | 'mock_closed'

/** Receives the entries of one service. Neither function may throw. */
export interface JournalWatcher {
  readonly onEntry: (entry: JournalEntry) => void
  readonly onEnd: (why: JournalEnd) => void
}

/** Receives the entries of all services, including later ones. No function may throw. */
export interface JournalsWatcher {
  readonly onEntry: (serviceId: string, entry: JournalEntry) => void
  /** A call belonged to no service, so no journal has it. */
  readonly onUnattributed: () => void
  /** The journal of a service was cleared. */
  readonly onClear: (serviceId: string) => void
}

/** The number of watchers of one service. */
export const maximumWatchers = 100

/** Everyone who watches a journal. */
interface Watchers {
  /** Returns how to stop, or undefined if there are too many. */
  readonly add: (serviceId: string, watcher: JournalWatcher) => (() => void) | undefined
  readonly addToAll: (watcher: JournalsWatcher) => void
  /** Whether anyone receives the entries of a service; hardly any call is watched. */
  readonly areThere: (serviceId: string) => boolean
  readonly tell: (serviceId: string, entry: JournalEntry) => void
  readonly tellUnattributed: () => void
  readonly tellCleared: (serviceId: string) => void
  /** Ends the watchers of a service. */
  readonly end: (serviceId: string, why: JournalEnd) => void
  /** Ends all watchers, now and later. */
  readonly close: () => void
}

export function createWatchers(): Watchers {
  const ofServices = new Map<string, Set<JournalWatcher>>()
  const ofAll = new Set<JournalsWatcher>()
  const state = { closed: false }
  const end = (serviceId: string, why: JournalEnd): void => {
    const ended = ofServices.get(serviceId) ?? []
    ofServices.delete(serviceId)
    for (const watcher of ended) watcher.onEnd(why)
  }
  return {
    add: (serviceId, watcher) => {
      if (state.closed) {
        watcher.onEnd('mock_closed')
        return () => undefined
      }
      const watchers = ofServices.get(serviceId) ?? new Set()
      if (watchers.size >= maximumWatchers) return undefined
      ofServices.set(serviceId, watchers.add(watcher))
      return () => {
        watchers.delete(watcher)
        if (watchers.size === 0 && ofServices.get(serviceId) === watchers) ofServices.delete(serviceId)
      }
    },
    addToAll: (watcher) => void ofAll.add(watcher),
    areThere: (serviceId) => ofAll.size > 0 || ofServices.has(serviceId),
    tell: (serviceId, entry) => {
      for (const watcher of Array.from(ofServices.get(serviceId) ?? [])) watcher.onEntry(entry)
      for (const watcher of ofAll) watcher.onEntry(serviceId, entry)
    },
    tellUnattributed: () => ofAll.forEach((watcher) => watcher.onUnattributed()),
    tellCleared: (serviceId) => ofAll.forEach((watcher) => watcher.onClear(serviceId)),
    end,
    close: () => {
      state.closed = true
      for (const serviceId of ofServices.keys()) end(serviceId, 'mock_closed')
    },
  }
}
