import type {
  ClockAdvanceOrder,
  ClockOrder,
  MintOrder,
  NewApiTokenOrder,
  NewServiceOrder,
  ServiceChangeOrder,
} from '../../schema/admin/requests.ts'
import type {
  CountOrder,
  CountView,
  Har,
  RequestFilter,
  StreamedCall,
  WaitOrder,
  WaitView,
} from '../../schema/admin/journal.ts'
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
} from '../../schema/admin/views.ts'
import type {
  BarrierList,
  BarrierOrder,
  BarrierView,
  BarrierWaitOrder,
  FaultList,
  FaultOrder,
  FaultView,
  Held,
} from '../../schema/admin/faults.ts'
import type { ArrangedOutcome, OutcomeOrder } from '../../schema/admin/outcomes.ts'
import type { Fixtures } from '../../schema/fixtures.ts'
import type { ProviderStateOrder, ProviderStateValues } from '../../schema/admin/pact.ts'
import type {
  SnapshotList,
  SnapshotView,
  WorldSnapshotList,
  WorldSnapshotView,
} from '../../schema/admin/snapshots.ts'
import type { GmRequest } from '../../schema/gm.ts'
import type { Outcome } from '../outcome/outcome.ts'

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
  /** Drops a client with its tokens and grants. */
  deleteClient(serviceId: string, clientId: number | string): Promise<void>
  getClock(serviceId: string): Promise<ClockView>
  setClock(serviceId: string, order: ClockOrder): Promise<ClockView>
  advanceClock(serviceId: string, order: ClockAdvanceOrder): Promise<ClockView>
  /** The calls that the service has seen, newest first. */
  listRequests(serviceId: string, filter?: RequestFilter): Promise<JournalView>
  getRequest(serviceId: string, id: string): Promise<JournalEntryView>
  clearRequests(serviceId: string): Promise<void>
  /** How many calls of the journal are what is wanted. */
  countRequests(serviceId: string, order?: CountOrder): Promise<CountView>
  /**
   * Waits until so many calls are what is wanted, and gives back the first of them; without `after`, calls from now on.
   * Rejects when the time is over, and says which calls were nearly right; also when the signal aborts.
   */
  waitForRequests(serviceId: string, order?: WaitOrder, signal?: AbortSignal): Promise<WaitView>
  /**
   * Calls as they come, from now on or after a cursor, until the reader stops. It ends with the service and with the
   * mock. For slow readers the oldest of 1000 calls give way, and are counted.
   */
  streamRequests(serviceId: string, filter?: RequestFilter): Promise<AsyncIterableIterator<StreamedCall>>
  /** The journal as HTTP Archive 1.2, oldest first, without the API tokens of the callers. */
  exportHar(serviceId: string, filter?: RequestFilter): Promise<Har>
  /** What POST /gm would answer and why; changes nothing, not even the replay memory. */
  explain(serviceId: string, request: GmRequest): Promise<ExplanationView>
  /**
   * Back to the baseline: one service, or all of them, which also drops the services made through this interface. Clears
   * their journals; snapshots stay.
   */
  reset(serviceId?: string): Promise<void>
  /** Keeps the whole state of a service under a name, in place of what had the name before. */
  saveSnapshot(serviceId: string, name: string): Promise<SnapshotView>
  listSnapshots(serviceId: string): Promise<SnapshotList>
  /** What was saved, as fixtures: secrets by their hashes, times relative to the moment of saving. */
  getSnapshot(serviceId: string, name: string): Promise<Fixtures>
  /** Back to what was saved, as often as wanted. Clears the journal. Time is not turned back, unless it was frozen. */
  restoreSnapshot(serviceId: string, name: string): Promise<void>
  deleteSnapshot(serviceId: string, name: string): Promise<void>
  /** The same for all services at once, with the organization tokens. */
  saveWorldSnapshot(name: string): Promise<WorldSnapshotView>
  listWorldSnapshots(): Promise<WorldSnapshotList>
  getWorldSnapshot(name: string): Promise<Fixtures>
  /** Services made since are dropped, those deleted since come back. Clears their journals. */
  restoreWorldSnapshot(name: string): Promise<void>
  deleteWorldSnapshot(name: string): Promise<void>
  /**
   * Sets a provider state of Pact up, and gives back the values for injection; or tears it down, which undoes what its
   * setup did. Over HTTP it takes what Pact verifiers send.
   */
  changeProviderState(order: ProviderStateOrder, baseUrl?: string): Promise<ProviderStateValues>
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
  /** Makes calls of a service fail in one way until it is deleted, or the service reset. */
  addFault(serviceId: string, order: FaultOrder): Promise<FaultView>
  listFaults(serviceId: string): Promise<FaultList>
  /** Calls that the fault keeps waiting are let go. */
  deleteFault(serviceId: string, id: string): Promise<void>
  clearFaults(serviceId: string): Promise<void>
  /** Holds the next call that comes to a step, until the barrier is released or deleted, or the service reset. */
  addBarrier(serviceId: string, order: BarrierOrder): Promise<BarrierView>
  listBarriers(serviceId: string): Promise<BarrierList>
  /** Waits until a call is held. Rejects when none is in time, when none will be any more, and when the signal aborts. */
  waitForBarrier(serviceId: string, id: string, order?: BarrierWaitOrder, signal?: AbortSignal): Promise<Held>
  /** Lets the held call go on; where none is held yet, none will be. */
  releaseBarrier(serviceId: string, id: string): Promise<void>
  deleteBarrier(serviceId: string, id: string): Promise<void>
  /** The JSON Schema of fixtures. */
  getFixturesSchema(): Promise<object>
}
