import type {
  ClockAdvanceOrder,
  ClockOrder,
  MintOrder,
  NewApiTokenOrder,
  NewServiceOrder,
  RequestFilter,
  ServiceChangeOrder,
} from '../../schema/admin.ts'
import type {
  ClockView,
  CreatedApiToken,
  CreatedService,
  ExplanationView,
  GrantList,
  JournalEntryView,
  JournalView,
  MintedToken,
  ServiceView,
  TokenList,
} from '../../schema/admin-views.ts'
import type { ArrangedOutcome, OutcomeOrder } from '../../schema/admin-outcomes.ts'
import type { GmRequest } from '../../schema/gm.ts'
import type { SystemClock } from '../clock.ts'
import type { Interference } from '../interference/interference.ts'
import type { Outcome, ApiAnswer } from '../outcome/outcome.ts'
import type { DeclaredApiToken } from '../model/baseline.ts'
import type { Service } from '../model/service.ts'
import type { Random } from '../random.ts'
import type { Store } from '../store/store.ts'
import type { ServiceDefaults } from './fixtures.ts'
import type { Journal } from '../journal/journal.ts'
import type { OutcomeArranger } from './outcomes.ts'
import type { OrderReader } from './order-reader.ts'

/**
 * What a tester does with a running mock; the same over HTTP under `/_mock`. Every method checks what it is given and
 * rejects with an AdminError that names all problems at once.
 */
export interface Admin {
  /** Makes a service with a token of its own: one test, one service. */
  createService(order?: NewServiceOrder, baseUrl?: string): Promise<CreatedService>
  listServices(): Promise<{ services: ServiceView[] }>
  getService(serviceId: string): Promise<ServiceView>
  /** Changes members while the service runs; null takes a property away. */
  updateService(serviceId: string, change: ServiceChangeOrder): Promise<ServiceView>
  deleteService(serviceId: string): Promise<void>
  /** Makes a caller's token; without `serviceId` an organization token. */
  createApiToken(order?: NewApiTokenOrder): Promise<CreatedApiToken>
  /** Mints an access token, with its grant, key or certificate where asked for. */
  mintToken(serviceId: string, order?: MintOrder): Promise<MintedToken>
  listTokens(serviceId: string): Promise<TokenList>
  listGrants(serviceId: string): Promise<GrantList>
  /** Ends a grant and its refresh tokens behind the authorization server's back. */
  deleteGrant(serviceId: string, grantId: string): Promise<void>
  getClock(serviceId: string): Promise<ClockView>
  setClock(serviceId: string, order: ClockOrder): Promise<ClockView>
  advanceClock(serviceId: string, order: ClockAdvanceOrder): Promise<ClockView>
  /** The calls that the service has seen, newest first. */
  listRequests(serviceId: string, filter?: RequestFilter): Promise<JournalView>
  getRequest(serviceId: string, id: string): Promise<JournalEntryView>
  clearRequests(serviceId: string): Promise<void>
  /** What POST /gm would answer and why; changes nothing, not even the replay memory. */
  explain(serviceId: string, request: GmRequest): Promise<ExplanationView>
  /** Back to the baseline: one service, or all of them, which also drops the services made through this interface. */
  reset(serviceId?: string): Promise<void>
  /** Every answer that the mock can give. */
  listOutcomes(): Promise<{ outcomes: Outcome[] }>
  /**
   * Arranges real state in a service, and gives back the call that is truly answered with this outcome then. `reason`
   * is one of the catalogue; its `api` is needed where several have it, and /gm has not.
   */
  arrangeOutcome(
    serviceId: string,
    reason: string,
    order?: OutcomeOrder,
    baseUrl?: string,
  ): Promise<ArrangedOutcome>
  /** The JSON Schema of fixtures. */
  getFixturesSchema(): Promise<object>
}

/** What the admin works with. */
export interface AdminTools {
  readonly store: Store
  readonly journal: Journal
  readonly interference: Interference
  readonly random: Random
  readonly systemClock: SystemClock
  readonly defaults: ServiceDefaults
  readonly readOrder: OrderReader
  /** The decision of POST /gm on a store that changes nothing. */
  readonly dryRun: (request: GmRequest, service: Service) => Promise<ApiAnswer>
  readonly outcomes: readonly Outcome[]
  readonly arrangeOutcome: OutcomeArranger
  /** The organization tokens that the fixtures declare. */
  readonly organizationTokens: readonly DeclaredApiToken[]
  /** Where the mock can be reached, for those who do not come over HTTP. */
  readonly baseUrl: () => string
}

/** Finds a service, or throws the AdminError that says there is none. */
export type ServiceFinder = (serviceId: string) => Promise<Service>
