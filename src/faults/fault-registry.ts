/** Something active for a service that can be deactivated. */
export interface ActiveEntry {
  /** Whether it can have no further effect. */
  readonly isOver: () => boolean
  readonly deactivate: () => void
}

/** The active entries of services, by id. */
export interface FaultRegistry<Entry extends ActiveEntry> {
  /** Adds an entry under a new id and returns it; undefined if there is no room. Replaces an entry that is over. */
  add(serviceId: string, make: (id: string) => Entry): Entry | undefined
  list(serviceId: string): readonly Entry[]
  find(serviceId: string, id: string): Entry | undefined
  /** Removes a deactivated entry. */
  forget(serviceId: string, id: string): void
}

export function createFaultRegistry<Entry extends ActiveEntry>(capacity: number): FaultRegistry<Entry> {
  const services = new Map<string, Map<string, Entry>>()
  let made = 0
  return {
    add: (serviceId, make) => {
      const entries = services.get(serviceId) ?? new Map<string, Entry>()
      if (entries.size >= capacity) {
        const over = [...entries.values()].find(({ isOver }) => isOver())
        if (over === undefined) return undefined
        over.deactivate()
      }
      made += 1
      const id = String(made)
      const entry = make(id)
      services.set(serviceId, entries.set(id, entry))
      return entry
    },
    list: (serviceId) => [...(services.get(serviceId)?.values() ?? [])],
    find: (serviceId, id) => services.get(serviceId)?.get(id),
    forget: (serviceId, id) => {
      const entries = services.get(serviceId)
      entries?.delete(id)
      if (entries?.size === 0) services.delete(serviceId)
    },
  }
}
