import { readClock } from '../../base/clock.ts'
import type { DeclaredApiToken } from '../../model/baseline.ts'
import type { MockSettings, ServiceProperties } from '../../model/service.ts'
import type { AdminTools } from '../tools.ts'
import { instantiateService } from '../../fixtures/baseline.ts'

type Dependencies = Pick<
  AdminTools,
  'store' | 'journal' | 'random' | 'systemClock' | 'defaults' | 'warnIneffective'
>

/** A service that is created while the mock runs, and its state after a reset. */
interface ServiceSpec {
  readonly serviceId: string
  readonly properties: ServiceProperties
  readonly mock?: Partial<MockSettings>
  readonly apiTokens: readonly DeclaredApiToken[]
}

/** Returns false if a service has, or had, that id. */
export async function makeService(
  { store, journal, random, systemClock, defaults, warnIneffective }: Dependencies,
  { serviceId, properties, mock = {}, apiTokens }: ServiceSpec,
): Promise<boolean> {
  const baseline = {
    properties,
    mock: { ...defaults.mock, ...mock },
    clock: defaults.clock,
    apiTokens,
    clients: [],
    grants: [],
    accessTokens: [],
    refreshTokens: [],
    grantedScopes: [],
  }
  const service = { serviceId, origin: 'api', nonceSecret: random.token(), baseline } as const
  const made = await store.createServices([instantiateService(service, systemClock())])
  if (made.length > 0) {
    journal.clear(serviceId)
    warnIneffective({ serviceId }, properties)
  }
  return made.length > 0
}

/** The same for Authlete's own API, which has neither settings of the mock nor tokens of a service. */
export function createServiceFactory(dependencies: Dependencies) {
  return async (propertiesAt: (now: number) => ServiceProperties) => {
    const serviceId = dependencies.random.digits(14)
    const properties = propertiesAt(readClock(dependencies.defaults.clock, dependencies.systemClock()))
    await makeService(dependencies, { serviceId, properties, apiTokens: [] })
    return { serviceId, properties }
  }
}
