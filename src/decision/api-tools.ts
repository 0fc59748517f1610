import type { SystemClock } from '../clock.ts'
import type { ServiceProperties } from '../model/service.ts'
import type { JwtSigner } from '../oauth/service-keys.ts'
import type { Random } from '../random.ts'
import type { Store } from '../store/store.ts'
import type { ClientAuthenticator } from './client-authentication.ts'
import type { PossessionTools } from './proof-of-possession.ts'

/** What the APIs of one mock work with. */
export interface ApiTools extends PossessionTools {
  readonly store: Store
  readonly random: Random
  readonly systemClock: SystemClock
  readonly authenticateClient: ClientAuthenticator
  /** Makes a service with the properties that it has when it begins (epoch ms); gives back its id. */
  readonly makeService: (propertiesAt: (now: number) => ServiceProperties) => Promise<string>
  readonly signJwt: JwtSigner
  /** Told of whatever nobody decided, before it is answered. */
  readonly reportCrash: (error: unknown) => void
}

/** A decision that never rejects: what nobody decided is reported and becomes the outcome `crash`. */
export async function orCrash<Ruling>(
  decide: () => Promise<Ruling>,
  reportCrash: ApiTools['reportCrash'],
): Promise<Ruling | { readonly reason: 'crash' }> {
  try {
    return await decide()
  } catch (error) {
    reportCrash(error)
    return { reason: 'crash' }
  }
}
