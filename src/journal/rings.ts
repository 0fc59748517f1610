import type { KeptCall } from './kept-call.ts'
import { clearRing, createRing, listStored, type Ring } from './ring.ts'

/** The rings of all services that were called. */
interface Rings {
  /** The ring of a service, which is made by its first call. */
  readonly open: (serviceId: string) => Ring
  readonly find: (serviceId: string) => Ring | undefined
  readonly listCalls: (serviceId: string, after?: number) => Iterable<KeptCall>
  /** The calls of all rings between two numbers, both excluded, newest first. */
  readonly listAll: (after: number, before: number) => readonly PlacedCall[]
  /** The id of the newest call ever made. */
  readonly newestId: (serviceId: string) => number
  readonly clear: (serviceId: string) => void
  /** Drops the ring of a deleted service. */
  readonly forget: (serviceId: string) => void
}

/** A call and its service. */
export interface PlacedCall {
  readonly serviceId: string
  readonly call: KeptCall
}

/** The ids of as many deleted services go on when they are made again. Those deleted before them begin anew. */
const rememberedServices = 10_000

export function createRings(capacity: number): Rings {
  const rings = new Map<string, Ring>()
  const newestOfDeleted = new Map<string, number>()
  const newestId = (serviceId: string): number =>
    rings.get(serviceId)?.recorded ?? newestOfDeleted.get(serviceId) ?? 0
  return {
    open: (serviceId) => {
      const known = rings.get(serviceId)
      if (known !== undefined) return known
      const ring = createRing(capacity, newestId(serviceId))
      rings.set(serviceId, ring)
      newestOfDeleted.delete(serviceId)
      return ring
    },
    find: (serviceId) => rings.get(serviceId),
    listCalls: (serviceId, after) => {
      const ring = rings.get(serviceId)
      return ring === undefined ? [] : listStored(ring, after)
    },
    listAll: (after, before) =>
      [...rings]
        .flatMap(([serviceId, ring]) => Array.from(listStored(ring), (call) => ({ serviceId, call })))
        .filter(({ call: { number } }) => number > after && number < before)
        .toSorted((one, other) => other.call.number - one.call.number),
    newestId,
    clear: (serviceId) => {
      const ring = rings.get(serviceId)
      if (ring !== undefined) clearRing(ring)
    },
    forget: (serviceId) => {
      if (!rings.has(serviceId)) return
      newestOfDeleted.set(serviceId, newestId(serviceId))
      rings.delete(serviceId)
      if (newestOfDeleted.size > rememberedServices) {
        const [oldest = ''] = newestOfDeleted.keys()
        newestOfDeleted.delete(oldest)
      }
    },
  }
}
