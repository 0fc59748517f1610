import type { Verdict, Source } from '../verdict.ts'

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
  readonly messageSource: Source
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, unknown>>
    readonly body?: unknown
  }
  readonly response: Readonly<Record<string, unknown>>
  readonly trace: readonly Verdict[]
}

/** The calls each service has seen, newest last, bounded: the oldest give way and are counted. */
export interface Journal {
  record(serviceId: string, entry: Omit<JournalEntry, 'id'>): void
  list(serviceId: string): readonly JournalEntry[]
  countDropped(serviceId: string): number
  clear(serviceId: string): void
}

/** Where one entry lies: written out and outside of the heap, so that a long journal gives the collector no work. */
interface Slot {
  id: string
  octets: Buffer
  length: number
}

interface Ring {
  slots: Slot[]
  /** Where the next entry goes; the oldest is there once the ring is full. */
  next: number
  seen: number
  cleared: number
}

/** Slots grow by this, so that entries of about the same size find room in each other's place. */
const slotOctets = 1024

export function createJournal(capacity: number): Journal {
  const rings = new Map<string, Ring>()
  return {
    record: (serviceId, entry) => {
      const ring = rings.get(serviceId) ?? { slots: [], next: 0, seen: 0, cleared: 0 }
      rings.set(serviceId, ring)
      ring.seen += 1
      if (capacity === 0) return
      ring.slots[ring.next] = writeSlot(ring.slots[ring.next], String(ring.seen), writeEntry(entry))
      ring.next = (ring.next + 1) % capacity
    },
    list: (serviceId) => {
      const { slots, next } = rings.get(serviceId) ?? { slots: [], next: 0 }
      return [...slots.slice(next), ...slots.slice(0, next)].map(readSlot)
    },
    countDropped: (serviceId) => {
      const ring = rings.get(serviceId)
      return ring === undefined ? 0 : ring.seen - ring.cleared - ring.slots.length
    },
    clear: (serviceId) => {
      const ring = rings.get(serviceId)
      if (ring !== undefined) Object.assign(ring, { slots: [], next: 0, cleared: ring.seen })
    },
  }
}

/** The response of a longer entry is not kept, so that the journal's size is bounded by its number of entries. */
const keptCharacters = 131_072

function writeEntry(entry: Omit<JournalEntry, 'id'>): string {
  const text = JSON.stringify(entry)
  if (text.length <= keptCharacters) return text
  return JSON.stringify({ ...entry, response: { note: 'a long answer, not kept' } })
}

function writeSlot(slot: Slot | undefined, id: string, text: string): Slot {
  const length = Buffer.byteLength(text)
  if (slot === undefined || slot.octets.length < length) {
    const octets = Buffer.allocUnsafeSlow(Math.ceil(length / slotOctets) * slotOctets)
    octets.write(text)
    return { id, octets, length }
  }
  slot.octets.write(text)
  return Object.assign(slot, { id, length })
}

function readSlot({ id, octets, length }: Slot): JournalEntry {
  return { id, ...(JSON.parse(octets.toString('utf8', 0, length)) as Omit<JournalEntry, 'id'>) }
}
