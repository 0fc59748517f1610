import type { SystemClock } from '../../base/clock.ts'
import type { Service } from '../../model/service.ts'
import type { JwtSigner } from '../../oauth/jose/service-keys.ts'
import type { Random } from '../../base/random.ts'
import type { Store } from '../../store/store.ts'
import type { ClientAuthenticator } from './client-authentication.ts'
import type { PossessionTools } from './possession.ts'

type MadeService = Pick<Service, 'serviceId' | 'properties'>
type ServiceProperties = Service['properties']

/** The dependencies of the APIs. */
export interface ApiTools extends PossessionTools {
  readonly store: Store
  readonly random: Random
  readonly systemClock: SystemClock
  readonly authenticateClient: ClientAuthenticator
  /** Creates a service with properties that depend on its time (epoch ms). */
  readonly makeService: (propertiesAt: (now: number) => ServiceProperties) => Promise<MadeService>
  readonly signJwt: JwtSigner
  /** Warns of ineffective properties that a call has set of a service, or of its client. */
  readonly warnIneffective: (
    owner: { readonly serviceId: string; readonly clientId?: number },
    properties: Readonly<Record<string, unknown>>,
  ) => void
  /** Receives unexpected errors, before they are answered. */
  readonly onUnexpectedError: (error: unknown) => void
}
