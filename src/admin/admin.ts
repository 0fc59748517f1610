import type {
  ClockAdvanceRequest,
  ClockRequest,
  MintRequest,
  NewApiTokenRequest,
} from '../../schema/admin/requests.ts'
import type { NewServiceRequest, ServiceChangeRequest } from '../../schema/admin/services.ts'
import type {
  CountRequest,
  CountView,
  Har,
  ListFilter,
  RequestFilter,
  StreamedCall,
  StreamedNumberedCall,
  WaitRequest,
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
  Reapplication,
  ServiceView,
  TokenList,
} from '../../schema/admin/views.ts'
import type {
  BarrierList,
  BarrierRequest,
  BarrierView,
  BarrierWaitRequest,
  FaultList,
  FaultRequest,
  FaultView,
  Held,
} from '../../schema/admin/faults.ts'
import type { ArrangedOutcome, OutcomeRequest } from '../../schema/admin/outcomes.ts'
import type { AllCallsView, NumberedEntryView } from '../../schema/admin/all-calls.ts'
import type { Fixtures } from '../../schema/fixtures.ts'
import type { ProviderStateRequest, ProviderStateValues } from '../../schema/admin/pact.ts'
import type {
  SnapshotList,
  SnapshotView,
  WorldSnapshotList,
  WorldSnapshotView,
} from '../../schema/admin/snapshots.ts'
import type { GmRequest } from '../../schema/gm.ts'
import type { Outcome } from '../outcome/outcome.ts'

/**
 * Prepares and inspects a running mock; the same over HTTP under `/_mock`. Every method checks its arguments and rejects
 * with an AdminError that lists all problems.
 *
 * @example
 *   const { serviceId } = await admin.createService()
 *   const { request } = await admin.mintToken(serviceId, { bind: 'dpop', grant: {} })
 *   // POST `request` to /api/{serviceId}/gm: it succeeds.
 *   const { count } = await admin.countRequests(serviceId, { match: { action: 'OK' } })
 */
export interface Admin {
  /** Creates a service with an API token: one for each test. */
  createService(request?: NewServiceRequest, baseUrl?: string): Promise<CreatedService>
  listServices(): Promise<{ services: ServiceView[] }>
  getService(serviceId: string): Promise<ServiceView>
  /** Changes single members; null removes a property. */
  updateService(serviceId: string, change: ServiceChangeRequest): Promise<ServiceView>
  deleteService(serviceId: string): Promise<void>
  /** Creates an API token; without `serviceId` an organization token. */
  createApiToken(request?: NewApiTokenRequest): Promise<CreatedApiToken>
  /** Mints an access token, and its grant, key or certificate if the request asks for them. */
  mintToken(serviceId: string, request?: MintRequest): Promise<MintedToken>
  listTokens(serviceId: string): Promise<TokenList>
  listGrants(serviceId: string): Promise<GrantList>
  /** Ends a grant and its refresh tokens, without the authorization server. */
  deleteGrant(serviceId: string, grantId: string): Promise<void>
  /** Deletes a client with its tokens and grants. */
  deleteClient(serviceId: string, clientId: number | string): Promise<void>
  getClock(serviceId: string): Promise<ClockView>
  setClock(serviceId: string, request: ClockRequest): Promise<ClockView>
  advanceClock(serviceId: string, request: ClockAdvanceRequest): Promise<ClockView>
  /** Returns the calls to the service, newest first. */
  listRequests(serviceId: string, filter?: ListFilter): Promise<JournalView>
  getRequest(serviceId: string, id: string): Promise<JournalEntryView>
  clearRequests(serviceId: string): Promise<void>
  /** Counts the matching calls in the journal. */
  countRequests(serviceId: string, request?: CountRequest): Promise<CountView>
  /**
   * Waits until enough calls match, and returns the first of them; without `after`, calls from now on. Rejects when the
   * time is over, with the closest calls and what differs in them, and when the signal aborts.
   */
  waitForRequests(serviceId: string, request?: WaitRequest, signal?: AbortSignal): Promise<WaitView>
  /**
   * Streams calls as they happen, from now on or after a cursor, until the reader stops, the service is deleted or the
   * mock is closed. A slow reader loses the oldest when 1000 calls wait, and gets their number.
   */
  streamRequests(serviceId: string, filter?: RequestFilter): Promise<AsyncIterableIterator<StreamedCall>>
  /** Returns the journal as HTTP Archive 1.2, oldest first, without API tokens. */
  exportHar(serviceId: string, filter?: ListFilter): Promise<Har>
  /** Returns the calls to all services and to none, newest first: the newest 100, unless the filter has a limit. */
  listAllRequests(filter?: ListFilter): Promise<AllCallsView>
  /** Returns one of these calls with its trace, by its number among all. */
  getAnyRequest(number: string): Promise<NumberedEntryView>
  /** Streams the calls to all services and to none as they happen. */
  streamAllRequests(filter?: RequestFilter): Promise<AsyncIterableIterator<StreamedNumberedCall>>
  /** Returns what POST /gm would answer and why; changes nothing, not even the record of used proofs. */
  explain(serviceId: string, request: GmRequest): Promise<ExplanationView>
  /**
   * Resets one service to its baseline, or all of them, and then also deletes services created by this interface. Clears
   * their journals; snapshots stay.
   */
  reset(serviceId?: string): Promise<void>
  /**
   * Reads the fixtures again: creates services that are new in them, and resets those whose fixture has changed to it,
   * which loses what they have since, as a reset does. Others stay as they are. Fixtures with problems change nothing.
   */
  reapplyFixtures(): Promise<Reapplication>
  /** Saves the whole state of a service under a name, and replaces an earlier snapshot of that name. */
  saveSnapshot(serviceId: string, name: string): Promise<SnapshotView>
  listSnapshots(serviceId: string): Promise<SnapshotList>
  /** Returns a snapshot as fixtures: secrets as hashes, times relative to the time of saving. */
  getSnapshot(serviceId: string, name: string): Promise<Fixtures>
  /** Restores a snapshot and clears the journal. The clock is not turned back, unless it was frozen. */
  restoreSnapshot(serviceId: string, name: string): Promise<void>
  deleteSnapshot(serviceId: string, name: string): Promise<void>
  /** Saves the state of all services, with the organization tokens. */
  saveWorldSnapshot(name: string): Promise<WorldSnapshotView>
  listWorldSnapshots(): Promise<WorldSnapshotList>
  getWorldSnapshot(name: string): Promise<Fixtures>
  /** Restores all services: deletes those created since, brings back those deleted since. Clears their journals. */
  restoreWorldSnapshot(name: string): Promise<void>
  deleteWorldSnapshot(name: string): Promise<void>
  /**
   * Sets up a provider state of Pact, and returns the values to inject; or tears it down, which undoes its setup. Over HTTP
   * it takes what Pact verifiers send.
   */
  changeProviderState(request: ProviderStateRequest, baseUrl?: string): Promise<ProviderStateValues>
  /** Returns every answer that the mock can give. */
  listOutcomes(): Promise<{ outcomes: Outcome[] }>
  /**
   * Prepares state in a service, and returns the request that triggers the outcome. `reason` is one of the catalogue; `api`
   * is required if several APIs have it, and `gm` has not.
   */
  arrangeOutcome(
    serviceId: string,
    reason: string,
    request?: OutcomeRequest,
    baseUrl?: string,
  ): Promise<ArrangedOutcome>
  /** Makes calls of a service fail in one way until it is deleted, or the service reset. */
  addFault(serviceId: string, request: FaultRequest): Promise<FaultView>
  listFaults(serviceId: string): Promise<FaultList>
  /** Deletes a fault, and releases the calls that it delays. */
  deleteFault(serviceId: string, id: string): Promise<void>
  clearFaults(serviceId: string): Promise<void>
  /** Pauses the next call that reaches a step, until the barrier is released or deleted, or the service reset. */
  addBarrier(serviceId: string, request: BarrierRequest): Promise<BarrierView>
  listBarriers(serviceId: string): Promise<BarrierList>
  /** Waits until a call is paused. Rejects when the time is over, when none can be any more, and when the signal aborts. */
  waitForBarrier(
    serviceId: string,
    id: string,
    request?: BarrierWaitRequest,
    signal?: AbortSignal,
  ): Promise<Held>
  /** Releases the paused call; if none is paused yet, none will be. */
  releaseBarrier(serviceId: string, id: string): Promise<void>
  deleteBarrier(serviceId: string, id: string): Promise<void>
  /** The JSON Schema of fixtures. */
  getFixturesSchema(): Promise<object>
}
