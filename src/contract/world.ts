import type { Fixtures } from '../../schema/fixtures.ts'
import type { Admin } from '../admin/admin.ts'
import type { ApiRoute } from '../api/shared/api-route.ts'
import type { SystemClock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Service } from '../model/service.ts'
import type { Store } from '../store/store.ts'

/** The mock whose contract is written: examples are made for the state that it is in. */
export interface ContractWorld {
  /** What the mock was started with. */
  readonly fixtures: Fixtures
  readonly admin: Admin
  readonly store: Store
  readonly systemClock: SystemClock
  /** The APIs of a service, with a source of the values that they make. */
  readonly routesOf: (random: Random) => readonly ApiRoute[]
  /** The tickets that were made for examples, by operation: a document that is read again has the same. */
  readonly tickets: Map<string, string>
}

/** The demo world of one document. */
export interface DemoWorld extends ContractWorld {
  readonly service: Service
  /** Whether the reader may use `/_mock`, and so may see what is in it. */
  readonly isAdmin: boolean
}
