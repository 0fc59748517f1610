import { readClock } from '../../base/clock.ts'
import type { Baseline } from '../../model/baseline.ts'
import type { ServiceProperties } from '../../model/service.ts'
import type { AdminTools } from '../tools.ts'
import { instantiateService } from '../../fixtures/baseline.ts'

type Dependencies = Pick<
  AdminTools,
  'store' | 'journal' | 'random' | 'systemClock' | 'defaults' | 'warnIneffective'
>

/** Creates a service while the mock runs. Returns false if a service has, or had, that id. */
export async function makeService(
  { store, journal, random, systemClock, warnIneffective }: Dependencies,
  serviceId: string,
  baseline: Baseline,
): Promise<boolean> {
  const service = { serviceId, origin: 'api', nonceSecret: random.token(), baseline } as const
  const made = await store.createServices([instantiateService(service, systemClock())])
  if (made.length > 0) {
    journal.clear(serviceId)
    warnIneffective({ serviceId }, baseline.properties)
    for (const { clientId, properties } of baseline.clients)
      warnIneffective({ serviceId, clientId }, properties)
  }
  return made.length > 0
}

/** The same for Authlete's own API: by its properties alone. */
export function createServiceFactory(dependencies: Dependencies) {
  const { random, defaults, systemClock } = dependencies
  return async (propertiesAt: (now: number) => ServiceProperties) => {
    const serviceId = random.digits(14)
    const properties = propertiesAt(readClock(defaults.clock, systemClock()))
    await makeService(dependencies, serviceId, { ...defaults, ...nothing, properties })
    return { serviceId, properties }
  }
}

const nothing = {
  apiTokens: [],
  clients: [],
  grants: [],
  accessTokens: [],
  refreshTokens: [],
  grantedScopes: [],
}
