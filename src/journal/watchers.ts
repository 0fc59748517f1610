import type { JournalEntry, NumberedEntry } from './entry.ts'

/** Why no more entries follow. */
export type JournalEnd = 'service_deleted' | 'mock_closed'

/** Receives the entries of one service. Neither function may throw. */
export interface JournalWatcher {
  readonly onEntry: (entry: JournalEntry) => void
  readonly onEnd: (why: JournalEnd) => void
}

/** Receives the calls to all services, including later ones, and to none. No function may throw. */
export interface JournalsWatcher {
  readonly onEntry: (call: NumberedEntry) => void
  /** The journal of a service was cleared. */
  readonly onClear: (serviceId: string) => void
  readonly onEnd: () => void
}

/** The number of watchers of one service, and of all. */
export const maximumWatchers = 100

/** Everyone who watches a journal. */
interface Watchers {
  /** Returns how to stop, or undefined if there are too many. */
  readonly add: (serviceId: string, watcher: JournalWatcher) => (() => void) | undefined
  /** Returns how to stop, or undefined if there are too many. */
  readonly addToAll: (watcher: JournalsWatcher) => (() => void) | undefined
  /** Whether anyone receives the entries of a service; hardly any call is watched. */
  readonly areThere: (serviceId: string) => boolean
  readonly tell: (call: NumberedEntry) => void
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
    addToAll: (watcher) => {
      if (ofAll.size >= maximumWatchers) return undefined
      if (state.closed) watcher.onEnd()
      else ofAll.add(watcher)
      return () => void ofAll.delete(watcher)
    },
    areThere: (serviceId) => ofAll.size > 0 || ofServices.has(serviceId),
    tell: (call) => {
      for (const watcher of Array.from(ofServices.get(call.serviceId) ?? [])) watcher.onEntry(call.entry)
      for (const watcher of Array.from(ofAll)) watcher.onEntry(call)
    },
    tellCleared: (serviceId) => ofAll.forEach((watcher) => watcher.onClear(serviceId)),
    end,
    close: () => {
      state.closed = true
      for (const serviceId of ofServices.keys()) end(serviceId, 'mock_closed')
      for (const watcher of ofAll) watcher.onEnd()
      ofAll.clear()
    },
  }
}
