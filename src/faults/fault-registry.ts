/** Something that was armed for a service and can be taken back. */
export interface ActiveEntry {
  /** Whether nothing can come of it any more. */
  readonly isOver: () => boolean
  readonly deactivate: () => void
}

/** What is armed for services, by id. */
export interface FaultRegistry<Entry extends ActiveEntry> {
  /** Keeps an entry under a new id, which is given back; undefined when there is no room. One that is over gives way. */
  add(serviceId: string, make: (id: string) => Entry): Entry | undefined
  list(serviceId: string): readonly Entry[]
  find(serviceId: string, id: string): Entry | undefined
  /** Forgets an entry that was disarmed. */
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
