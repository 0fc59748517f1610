import type { ArrangedOutcome } from '../../schema/admin/outcomes.ts'
import type { GmRequest } from '../../schema/gm.ts'
import type { CatalogueOutcome } from '../api/catalogue.ts'
import type { SystemClock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { FaultInjector } from '../faults/fault-injector.ts'
import type { ServiceDefaults } from '../fixtures/declare-world.ts'
import type { FixtureSource } from '../fixtures/fixture-source.ts'
import type { IneffectiveWarner } from '../fixtures/ineffective-properties.ts'
import type { Journal } from '../journal/journal.ts'
import type { Service } from '../model/service.ts'
import type { ApiAnswer } from '../outcome/outcome.ts'
import type { Store } from '../store/store.ts'
import type { RequestReading } from './request-reader.ts'

/** Prepares state for one outcome of the catalogue. */
export type OutcomeArranger = (
  service: Service,
  outcome: CatalogueOutcome,
) => Promise<Omit<ArrangedOutcome, 'cursor'>>

/** The dependencies of the admin interface. */
export interface AdminTools extends RequestReading {
  readonly store: Store
  readonly journal: Journal
  readonly faultInjector: FaultInjector
  readonly random: Random
  readonly systemClock: SystemClock
  readonly defaults: ServiceDefaults
  /** The decision of POST /gm on a store that changes nothing. */
  readonly dryRun: (call: {
    readonly body: GmRequest
    readonly service: Service
    readonly now: number
  }) => Promise<ApiAnswer>
  readonly outcomes: readonly CatalogueOutcome[]
  /** The APIs of a service, by their paths in the contract: `gm`, `client/get/{clientId}`. */
  readonly apis: readonly string[]
  readonly arrangeOutcome: OutcomeArranger
  readonly fixtures: FixtureSource
  /** The members that a body of each API can have, by the name of the API in the contract. */
  readonly bodyMembers: ReadonlyMap<string, readonly string[]>
  readonly warnIneffective: IneffectiveWarner
  readonly version: string
  /** The URL of the mock, for callers in process. */
  readonly baseUrl: () => string
}

/** Finds a service, or throws an AdminError if there is none. */
export type ServiceFinder = (serviceId: string) => Promise<Service>
