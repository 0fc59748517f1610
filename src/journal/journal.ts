import type { JournalEntry, NumberedEntry } from './entry.ts'
import { writeEntry, type AnsweredCall, type KeptCall } from './kept-call.ts'
import { countDropped, keepIn } from './ring.ts'
import { createRings } from './rings.ts'
import { createRuleBook, type RuleBook } from './rule-book.ts'
import { createWatchers, type JournalEnd, type JournalsWatcher, type JournalWatcher } from './watchers.ts'

export { maximumWatchers } from './watchers.ts'
export type { JournalEnd, JournalEntry, NumberedEntry }

/** In place of a service's id, for the calls that reached no service. */
export const ofNoService = ''

/** The statuses of what was no request at all: malformed, not complete in time, or with too long a head. */
export const unreadableStatuses = [400, 408, 431] as const

/** The calls of each service, newest last, bounded: the oldest are dropped and counted. */
export interface Journal {
  record(serviceId: string, call: AnsweredCall): void
  /** Oldest first: all entries, or those after one, whether that one is still stored or not. */
  list(serviceId: string, after?: string): readonly JournalEntry[]
  /** The calls to all services and to none between two numbers, newest first; each is read when it is taken. */
  listAll(after?: number, before?: number): Iterable<NumberedEntry>
  /** The number of the newest call ever made. */
  newestNumber(): number
  /** One entry by its id, while it is stored. */
  find(serviceId: string, id: string): JournalEntry | undefined
  /** The id in front of the first entry that was made at this instant or later. */
  findPlace(serviceId: string, instant: number): string
  /** The entries up to an id whose JSON contains all of the texts, oldest first; parses no other. */
  search(serviceId: string, until: string, texts: readonly string[]): Iterable<JournalEntry>
  /** How many entries of such a list were dropped. */
  countDropped(serviceId: string, after?: string): number
  /** The id of the newest entry ever made; clearing a journal does not reset the count. */
  newestId(serviceId: string): string
  /** Reports every entry from now on. Returns how to stop, or undefined if there are too many watchers. */
  watch(serviceId: string, watcher: JournalWatcher): (() => void) | undefined
  /** The same for every call to any service or to none, whether it is stored or not. */
  watchAll(watcher: JournalsWatcher): (() => void) | undefined
  clear(serviceId: string): void
  /** Clears the journal of a deleted service, and ends its watchers. */
  forget(serviceId: string): void
  /** Ends all watchers, now and later. */
  close(): void
}

export function createJournal(capacity: number): Journal {
  const rules = createRuleBook()
  const rings = createRings(capacity)
  const watchers = createWatchers()
  const all = { recorded: 0 }
  const read = (call: KeptCall): JournalEntry => parseEntry(call, writeEntry(call, rules))
  const newestId = (serviceId: string): string => String(rings.newestId(serviceId))
  const clear = (serviceId: string): void => {
    rings.clear(serviceId)
    watchers.tellCleared(serviceId)
  }
  return {
    record: (serviceId, call) => {
      const ring = rings.open(serviceId)
      const isWatched = watchers.areThere(serviceId)
      ring.recorded += 1
      all.recorded += 1
      if (capacity === 0 && !isWatched) return
      const kept = keepIn(ring, call, all.recorded, rules)
      if (isWatched) watchers.tell({ serviceId, number: kept.number, entry: read(kept) })
    },
    list: (serviceId, after = '0') => Array.from(rings.listCalls(serviceId, Number(after)), read),
    *listAll(after = 0, before = Infinity) {
      for (const { serviceId, call } of rings.listAll(after, before)) {
        yield { serviceId, number: call.number, entry: read(call) }
      }
    },
    newestNumber: () => all.recorded,
    find: (serviceId, id) => {
      const [call] = rings.listCalls(serviceId, Number(id) - 1)
      return call !== undefined && String(call.id) === id ? read(call) : undefined
    },
    findPlace: (serviceId, instant) => {
      for (const { at, id } of rings.listCalls(serviceId)) if (at >= instant) return String(id - 1)
      return newestId(serviceId)
    },
    search: (serviceId, until, texts) => searchCalls(rings.listCalls(serviceId), Number(until), texts, rules),
    countDropped: (serviceId, after = '0') => countDropped(rings.find(serviceId), Number(after)),
    newestId,
    watch: watchers.add,
    watchAll: watchers.addToAll,
    clear,
    forget: (serviceId) => {
      clear(serviceId)
      rings.forget(serviceId)
      watchers.end(serviceId, 'service_deleted')
    },
    close: watchers.close,
  }
}

function* searchCalls(
  calls: Iterable<KeptCall>,
  until: number,
  texts: readonly string[],
  rules: RuleBook,
): Generator<JournalEntry, void> {
  for (const call of calls) {
    if (call.id > until) return
    const text = writeEntry(call, rules)
    if (texts.every((sought) => text.includes(sought))) yield parseEntry(call, text)
  }
}

function parseEntry({ id }: KeptCall, text: string): JournalEntry {
  return { id: String(id), ...(JSON.parse(text) as Omit<JournalEntry, 'id'>) }
}
