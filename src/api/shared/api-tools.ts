import type { SystemClock } from '../../base/clock.ts'
import type { Service } from '../../model/service.ts'
import type { JwtSigner } from '../../oauth/jose/service-keys.ts'
import type { Random } from '../../base/random.ts'
import type { Store } from '../../store/store.ts'
import type { ClientAuthenticator } from './client-authentication.ts'
import type { PossessionTools } from './possession.ts'

type MadeService = Pick<Service, 'serviceId' | 'properties'>
type ServiceProperties = Service['properties']

/** What the APIs of one mock work with. */
export interface ApiTools extends PossessionTools {
  readonly store: Store
  readonly random: Random
  readonly systemClock: SystemClock
  readonly authenticateClient: ClientAuthenticator
  /** Makes a service with the properties that it has when it begins (epoch ms). */
  readonly makeService: (propertiesAt: (now: number) => ServiceProperties) => Promise<MadeService>
  readonly signJwt: JwtSigner
  /** Told of the properties that a call has set of a service, or of its client. */
  readonly warnIneffective: (
    owner: { readonly serviceId: string; readonly clientId?: number },
    properties: Readonly<Record<string, unknown>>,
  ) => void
  /** Told of whatever nobody decided, before it is answered. */
  readonly onUnexpectedError: (error: unknown) => void
}
