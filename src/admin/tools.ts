import type { ArrangedOutcome } from '../../schema/admin/outcomes.ts'
import type { GmRequest } from '../../schema/gm.ts'
import type { CatalogueOutcome } from '../api/catalogue.ts'
import type { SystemClock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { FaultInjector } from '../faults/fault-injector.ts'
import type { ServiceDefaults } from '../fixtures/declare-world.ts'
import type { IneffectiveWarner } from '../fixtures/ineffective-properties.ts'
import type { Journal } from '../journal/journal.ts'
import type { DeclaredApiToken } from '../model/baseline.ts'
import type { Service } from '../model/service.ts'
import type { ApiAnswer } from '../outcome/outcome.ts'
import type { Store } from '../store/store.ts'
import type { RequestReader } from './request-reader.ts'

/** Arranges for one outcome of the catalogue. */
export type OutcomeArranger = (
  service: Service,
  outcome: CatalogueOutcome,
) => Promise<Omit<ArrangedOutcome, 'cursor'>>

/** What the admin works with. */
export interface AdminTools {
  readonly store: Store
  readonly journal: Journal
  readonly faultInjector: FaultInjector
  readonly random: Random
  readonly systemClock: SystemClock
  readonly defaults: ServiceDefaults
  readonly readRequest: RequestReader
  /** The decision of POST /gm on a store that changes nothing. */
  readonly dryRun: (call: {
    readonly body: GmRequest
    readonly service: Service
    readonly now: number
  }) => Promise<ApiAnswer>
  readonly outcomes: readonly CatalogueOutcome[]
  /** The APIs of a service, as the contract writes their paths: `gm`, `client/get/{clientId}`. */
  readonly apis: readonly string[]
  readonly arrangeOutcome: OutcomeArranger
  /** The organization tokens that the fixtures declare. */
  readonly organizationTokens: readonly DeclaredApiToken[]
  /** The members that a body of each API can have, by the name of the API as the contract writes its path. */
  readonly bodyMembers: ReadonlyMap<string, readonly string[]>
  readonly warnIneffective: IneffectiveWarner
  readonly version: string
  /** Where the mock can be reached, for those who do not come over HTTP. */
  readonly baseUrl: () => string
}

/** Finds a service, or throws the AdminError that says there is none. */
export type ServiceFinder = (serviceId: string) => Promise<Service>
