import type { Verdict, Source } from '../verdict.ts'

/** One call to one of Authlete's APIs, as it came and as it was answered. Tokens stand in it as they were sent. */
export interface JournalEntry {
  readonly id: string
  /** The service's time, epoch milliseconds. */
  readonly at: number
  readonly status: number
  readonly action?: string
  readonly resultCode: string
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

interface Ring {
  entries: JournalEntry[]
  /** Where the next entry goes once the ring is full. */
  next: number
  seen: number
  cleared: number
}

export function createJournal(capacity: number): Journal {
  const rings = new Map<string, Ring>()
  return {
    record: (serviceId, entry) => {
      const ring = rings.get(serviceId) ?? { entries: [], next: 0, seen: 0, cleared: 0 }
      rings.set(serviceId, ring)
      ring.seen += 1
      if (capacity === 0) return
      ring.entries[ring.next] = { id: String(ring.seen), ...entry }
      ring.next = (ring.next + 1) % capacity
    },
    list: (serviceId) => {
      const { entries, next } = rings.get(serviceId) ?? { entries: [], next: 0 }
      return [...entries.slice(next), ...entries.slice(0, next)]
    },
    countDropped: (serviceId) => {
      const ring = rings.get(serviceId)
      return ring === undefined ? 0 : ring.seen - ring.cleared - ring.entries.length
    },
    clear: (serviceId) => {
      const ring = rings.get(serviceId)
      if (ring !== undefined) Object.assign(ring, { entries: [], next: 0, cleared: ring.seen })
    },
  }
}
