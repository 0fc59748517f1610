import { LRUCache } from 'lru-cache'
import { clientEffects } from '../../schema/client-effects.ts'
import { findIdle } from '../../schema/effects.ts'
import type { Fixtures } from '../../schema/fixtures.ts'
import { serviceEffects } from '../../schema/service-effects.ts'
import type { Problem } from './admin-error.ts'

type Properties = Readonly<Record<string, unknown>>

/** Whose properties they are; without a client, the service's own. */
export interface PropertyOwner {
  readonly serviceId: string
  readonly clientId?: number | string
}

/** Tells, once for each owner and property, what is set and has no effect here. */
export type IdleTeller = (owner: PropertyOwner, properties: Properties) => void

/** More than this many give way to newer ones, and may be told again. */
const remembered = 10_000

export function createIdleTeller(warn: (message: string) => void): IdleTeller {
  const told = new LRUCache<string, true>({ max: remembered })
  return ({ serviceId, clientId }, properties) => {
    const owner = clientId === undefined ? `service ${serviceId}` : `service ${serviceId}, client ${clientId}`
    const effects = clientId === undefined ? serviceEffects : clientEffects
    for (const { name, about } of findIdle(properties, effects)) {
      const key = `${owner}/${name}`
      if (!told.has(key)) warn(`${owner}: ${describe(name, about)}`)
      told.set(key, true)
    }
  }
}

function describe(name: string, about: string): string {
  return `${name} has no effect here. ${about}`
}

/** The same of a service, as `/_mock` answers it. */
export function listServiceWarnings(properties: Properties): string[] {
  return findIdle(properties, serviceEffects).map(({ name, about }) => describe(name, about))
}

/** The same of fixtures, with the place of each. */
export function findIdleMembers({ services }: Fixtures): readonly Problem[] {
  return services.flatMap(({ clients = [], ...service }, index) => [
    ...placeIdle(`/services/${index}`, findIdle(service, serviceEffects)),
    ...clients.flatMap((client, position) =>
      placeIdle(`/services/${index}/clients/${position}`, findIdle(client, clientEffects)),
    ),
  ])
}

function placeIdle(path: string, idle: ReturnType<typeof findIdle>): readonly Problem[] {
  return idle.map(({ name, about }) => ({
    path: `${path}/${name}`,
    message: `has no effect here. ${about}`,
  }))
}

/** Tells of the services and clients that a world begins with. */
export function tellIdleOf({ services }: Fixtures, tell: IdleTeller): void {
  for (const { serviceId, clients = [], ...service } of services) {
    tell({ serviceId }, service)
    for (const client of clients) tell({ serviceId, clientId: client.clientId }, client)
  }
}
