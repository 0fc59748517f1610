import type { Verdict, Source } from '../base/verdict.ts'

/** One call to one of Authlete's APIs and its answer. Tokens are stored as they were sent. */
export interface JournalEntry {
  readonly id: string
  /** The service's time, epoch milliseconds. */
  readonly at: number
  /** The path behind the service in the contract's form, without a leading slash; empty if there is no API. */
  readonly api: string
  /** The status that the caller received; 0 if a fault prevented a response. */
  readonly status: number
  /** The faults that happened to it, joined by `+`. Action, code, reason and trace are those of the decision. */
  readonly fault?: string
  readonly action?: string
  /** Absent if the answer is a bare object. */
  readonly resultCode?: string
  readonly gmAction?: string
  readonly durationMs: number
  readonly reason: string
  readonly source: Source
  readonly conditionSource: Source
  readonly messageSource: Source
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, unknown>>
    /** Numbers that JavaScript would write differently are strings in it. */
    readonly body?: unknown
    /** The body as it was sent, if it has such numbers or is a form. */
    readonly text?: string
  }
  readonly response: Readonly<Record<string, unknown>>
  readonly trace: readonly Verdict[]
}

/** Why no more entries follow. */
export type JournalEnd = 'service_deleted' | 'mock_closed'

/** Receives the entries of one service. Neither function may throw. */
interface JournalWatcher {
  readonly onEntry: (entry: JournalEntry) => void
  readonly onEnd: (why: JournalEnd) => void
}

/** Receives the entries of all services, including later ones. No function may throw. */
interface JournalsWatcher {
  readonly onEntry: (serviceId: string, entry: JournalEntry) => void
  /** A call belonged to no service, so no journal has it. */
  readonly onUnattributed: () => void
  /** The journal of a service was cleared. */
  readonly onClear: (serviceId: string) => void
}

/** The calls of each service, newest last, bounded: the oldest are dropped and counted. */
export interface Journal {
  record(serviceId: string, entry: Omit<JournalEntry, 'id'>): void
  /** Reports a call that belongs to no service; it is not stored. */
  recordUnattributed(): void
  /** Oldest first: all entries, or those after one, whether that one is still stored or not. */
  list(serviceId: string, after?: string): readonly JournalEntry[]
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
  /** Reports every entry of every service from now on, whether it is stored or not. */
  watchAll(watcher: JournalsWatcher): void
  clear(serviceId: string): void
  /** Clears the journal of a deleted service, and ends its watchers. */
  forget(serviceId: string): void
  /** Ends all watchers, now and later. */
  close(): void
}

/** The number of watchers of one service. */
export const maximumWatchers = 100

/** One stored entry: serialised and outside of the heap, so that a long journal gives the collector no work. */
interface Slot {
  id: string
  at: number
  octets: Buffer
  length: number
}

interface Ring {
  slots: Slot[]
  /** The place of the next entry, which is that of the oldest once the ring is full. */
  next: number
  recorded: number
  cleared: number
  readonly watchers: Set<JournalWatcher>
}

/** Slots grow by this, so that entries of similar size fit into one another's slots. */
const slotOctets = 1024

export function createJournal(capacity: number): Journal {
  const rings = new Map<string, Ring>()
  const watchersOfAll = new Set<JournalsWatcher>()
  const state = { closed: false }
  const ringOf = (serviceId: string): Ring => {
    const ring = rings.get(serviceId) ?? { slots: [], next: 0, recorded: 0, cleared: 0, watchers: new Set() }
    rings.set(serviceId, ring)
    return ring
  }
  const clear = (serviceId: string): void => {
    const ring = rings.get(serviceId)
    if (ring !== undefined) Object.assign(ring, { slots: [], next: 0, cleared: ring.recorded })
    for (const watcher of watchersOfAll) watcher.onClear(serviceId)
  }
  return {
    record: (serviceId, entry) => {
      const ring = ringOf(serviceId)
      recordIn(ring, entry, capacity, listListeners(ring.watchers, watchersOfAll, serviceId))
    },
    recordUnattributed: () => watchersOfAll.forEach((watcher) => watcher.onUnattributed()),
    list: (serviceId, after = '0') => listSlots(rings.get(serviceId), after).map(readSlot),
    find: (serviceId, id) => {
      const slot = listSlots(rings.get(serviceId)).find((candidate) => candidate.id === id)
      return slot && readSlot(slot)
    },
    findPlace: (serviceId, instant) => {
      const slot = listSlots(rings.get(serviceId)).find(({ at }) => at >= instant)
      return String(slot === undefined ? (rings.get(serviceId)?.recorded ?? 0) : Number(slot.id) - 1)
    },
    search: (serviceId, until, texts) => searchSlots(listSlots(rings.get(serviceId)), Number(until), texts),
    countDropped: (serviceId, after = '0') => {
      const ring = rings.get(serviceId)
      return countAfter(ring, after) - listSlots(ring, after).length
    },
    newestId: (serviceId) => String(rings.get(serviceId)?.recorded ?? 0),
    watch: (serviceId, watcher) => {
      if (state.closed) {
        watcher.onEnd('mock_closed')
        return () => undefined
      }
      const { watchers } = ringOf(serviceId)
      if (watchers.size >= maximumWatchers) return undefined
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    watchAll: (watcher) => void watchersOfAll.add(watcher),
    clear,
    forget: (serviceId) => {
      clear(serviceId)
      endWatchers(rings.get(serviceId), 'service_deleted')
    },
    close: () => {
      state.closed = true
      for (const ring of rings.values()) endWatchers(ring, 'mock_closed')
    },
  }
}

type Listener = Pick<JournalWatcher, 'onEntry'>

const noListeners: readonly Listener[] = []

/** Hardly any call is watched, so an unwatched one builds no lists. */
function listListeners(
  watchers: ReadonlySet<JournalWatcher>,
  watchersOfAll: ReadonlySet<JournalsWatcher>,
  serviceId: string,
): readonly Listener[] {
  if (watchers.size + watchersOfAll.size === 0) return noListeners
  const all = [...watchersOfAll].map(({ onEntry }) => ({
    onEntry: (entry: JournalEntry) => onEntry(serviceId, entry),
  }))
  return [...watchers, ...all]
}

function recordIn(
  ring: Ring,
  entry: Omit<JournalEntry, 'id'>,
  capacity: number,
  listeners: readonly Listener[],
): void {
  ring.recorded += 1
  if (capacity === 0 && listeners.length === 0) return
  const id = String(ring.recorded)
  const text = writeEntry(entry)
  if (capacity > 0) {
    ring.slots[ring.next] = writeSlot(ring.slots[ring.next], { id, at: entry.at }, text)
    ring.next = (ring.next + 1) % capacity
  }
  if (listeners.length === 0) return
  const recorded = readEntry(id, text)
  for (const listener of listeners) listener.onEntry(recorded)
}

/** How many entries followed one, and were not cleared. */
function countAfter(ring: Ring | undefined, after: string): number {
  return ring === undefined ? 0 : Math.max(0, ring.recorded - Math.max(Number(after), ring.cleared))
}

function listSlots(ring: Ring | undefined, after = '0'): readonly Slot[] {
  const { slots, next } = ring ?? { slots: [], next: 0 }
  const inOrder = [...slots.slice(next), ...slots.slice(0, next)]
  return inOrder.slice(Math.max(0, inOrder.length - countAfter(ring, after)))
}

function* searchSlots(
  slots: readonly Slot[],
  until: number,
  texts: readonly string[],
): Generator<JournalEntry, void> {
  const sought = texts.map((text) => Buffer.from(text))
  for (const slot of slots) {
    const octets = slot.octets.subarray(0, slot.length)
    if (Number(slot.id) <= until && sought.every((text) => octets.includes(text))) yield readSlot(slot)
  }
}

function endWatchers(ring: Ring | undefined, why: JournalEnd): void {
  const watchers = [...(ring?.watchers ?? [])]
  ring?.watchers.clear()
  for (const watcher of watchers) watcher.onEnd(why)
}

/** The response of a longer entry is not stored, so that the number of entries bounds the journal's size. */
const maxStoredChars = 131_072

function writeEntry(entry: Omit<JournalEntry, 'id'>): string {
  const text = JSON.stringify(entry)
  if (text.length <= maxStoredChars) return text
  return JSON.stringify({ ...entry, response: { note: 'a long answer, not kept' } })
}

function writeSlot(slot: Slot | undefined, facts: Pick<Slot, 'id' | 'at'>, text: string): Slot {
  const length = Buffer.byteLength(text)
  if (slot === undefined || slot.octets.length < length) {
    const octets = Buffer.allocUnsafeSlow(Math.ceil(length / slotOctets) * slotOctets)
    octets.write(text)
    return { ...facts, octets, length }
  }
  slot.octets.write(text)
  return Object.assign(slot, facts, { length })
}

function readSlot({ id, octets, length }: Slot): JournalEntry {
  return readEntry(id, octets.toString('utf8', 0, length))
}

function readEntry(id: string, text: string): JournalEntry {
  return { id, ...(JSON.parse(text) as Omit<JournalEntry, 'id'>) }
}
