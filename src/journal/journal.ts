import type { Verdict, Source } from '../base/verdict.ts'

/** One call to one of Authlete's APIs, as it came and as it was answered. Tokens stand in it as they were sent. */
export interface JournalEntry {
  readonly id: string
  /** The service's time, epoch milliseconds. */
  readonly at: number
  /** The path behind the service as the contract writes it, without a slash in front; empty where there is no API. */
  readonly api: string
  /** What the caller got; 0 where a fault let nothing be sent. */
  readonly status: number
  /** The faults that happened to it, joined by `+`. What was decided is told beside them: action, code, reason, trace. */
  readonly fault?: string
  readonly action?: string
  /** Absent where the answer is a bare object. */
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
    /** Numbers that JavaScript writes otherwise than the caller did are text in it. */
    readonly body?: unknown
    /** The body in its own characters, where it has such numbers or is a form. */
    readonly text?: string
  }
  readonly response: Readonly<Record<string, unknown>>
  readonly trace: readonly Verdict[]
}

/** Why nothing comes any more. */
export type JournalEnd = 'service_deleted' | 'mock_closed'

/** Somebody who waits for entries. Neither function may throw. */
export interface JournalWatcher {
  readonly onEntry: (entry: JournalEntry) => void
  readonly onEnd: (why: JournalEnd) => void
}

/** Somebody who is told of the entries of all services, also of services made later. No function may throw. */
export interface JournalsWatcher {
  readonly onEntry: (serviceId: string, entry: JournalEntry) => void
  /** There was a call that is no service's, so that no journal has it. */
  readonly onUnattributed: () => void
  /** The journal of a service begins anew. */
  readonly onClear: (serviceId: string) => void
}

/** The calls each service has seen, newest last, bounded: the oldest give way and are counted. */
export interface Journal {
  record(serviceId: string, entry: Omit<JournalEntry, 'id'>): void
  /** Notes a call that is no service's: it is nowhere kept. */
  recordUnattributed(): void
  /** Oldest first: everything, or what came after an entry, whether that one is still there or not. */
  list(serviceId: string, after?: string): readonly JournalEntry[]
  /** One entry by its id, while it is kept. */
  find(serviceId: string, id: string): JournalEntry | undefined
  /** The id in front of the first entry that was made at this instant or later. */
  findPlace(serviceId: string, instant: number): string
  /** The entries up to an id whose JSON has all of the texts in it, oldest first: no other is parsed. */
  search(serviceId: string, until: string, texts: readonly string[]): Iterable<JournalEntry>
  /** How many entries of such a list gave way to newer ones. */
  countDropped(serviceId: string, after?: string): number
  /** The id of the newest entry that there ever was; ids count on when a journal is cleared. */
  newestId(serviceId: string): string
  /** Tells of every entry from now on. Gives back how to stop, or undefined where there are too many watchers. */
  watch(serviceId: string, watcher: JournalWatcher): (() => void) | undefined
  /** Tells of every entry of every service from now on, whether it is kept or not. */
  watchAll(watcher: JournalsWatcher): void
  clear(serviceId: string): void
  /** Clears the journal of a service that is gone, and ends what watches it. */
  forget(serviceId: string): void
  /** Ends everything that watches, now and later. */
  close(): void
}

/** How many may watch one service at once. */
export const maximumWatchers = 100

/** Where one entry lies: written out and outside of the heap, so that a long journal gives the collector no work. */
interface Slot {
  id: string
  at: number
  octets: Buffer
  length: number
}

interface Ring {
  slots: Slot[]
  /** Where the next entry goes; the oldest is there once the ring is full. */
  next: number
  recorded: number
  cleared: number
  readonly watchers: Set<JournalWatcher>
}

/** Slots grow by this, so that entries of about the same size find room in each other's place. */
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

/** Hardly any call is watched, so that those that are not make no lists. */
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

/** How many entries came after one, and were not cleared. */
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

/** The response of a longer entry is not kept, so that the journal's size is bounded by its number of entries. */
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
