import { Type, type TSchema } from '@sinclair/typebox'
import * as orders from '../../../schema/admin/requests.ts'
import * as allCalls from '../../../schema/admin/all-calls.ts'
import * as journal from '../../../schema/admin/journal.ts'
import * as pact from '../../../schema/admin/pact.ts'
import * as services from '../../../schema/admin/services.ts'
import * as snapshots from '../../../schema/admin/snapshots.ts'
import * as views from '../../../schema/admin/views.ts'
import { FixturesSchema } from '../../../schema/fixtures.ts'
import * as faults from '../../../schema/admin/faults.ts'
import { ArrangedOutcomeSchema, OutcomeRequestSchema } from '../../../schema/admin/outcomes.ts'
import { GmRequestSchema } from '../../../schema/gm.ts'
import type { Admin } from '../admin.ts'

/**
 * One method of the Admin interface, as HTTP and the command line call it. The method takes the parameters of the path
 * in their order, and then the request: the body, or the query.
 */
export interface AdminOperation {
  readonly name: keyof Admin
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** The path after `/_mock`. */
  readonly url: string
  readonly summary: string
  readonly status: 200 | 201 | 204
  readonly body?: TSchema
  readonly query?: TSchema
  readonly response?: TSchema
  /** Whether the method also takes the URL by which the caller reached the mock. */
  readonly takesBaseUrl?: true
  /** Whether the method waits, and also takes a signal that its caller has disconnected. */
  readonly takesSignal?: true
  /** Whether the method returns an iterator, over HTTP server-sent events, whose items have the shape of `response`. */
  readonly streams?: true
  /** Whether members of the body may also come in the query, and the path with a trailing slash. */
  readonly isLenient?: true
}

const service = '/services/:serviceId'

/** All doors to the Admin interface use this table: the routes, the client over HTTP and the command line. */
// prettier-ignore
export const adminOperations: readonly AdminOperation[] = [
  { name: 'createService', method: 'POST', url: '/services', summary: 'Create a service with an API token', status: 201, body: services.NewServiceSchema, response: views.CreatedServiceSchema, takesBaseUrl: true },
  { name: 'listServices', method: 'GET', url: '/services', summary: 'List the services', status: 200, response: views.ServiceListSchema },
  { name: 'getService', method: 'GET', url: service, summary: 'Get a service', status: 200, response: views.ServiceViewSchema },
  { name: 'updateService', method: 'PATCH', url: service, summary: 'Change single members of a service', status: 200, body: services.ServiceChangeSchema, response: views.ServiceViewSchema },
  { name: 'deleteService', method: 'DELETE', url: service, summary: 'Delete a service with everything in it', status: 204 },
  { name: 'createApiToken', method: 'POST', url: '/api-tokens', summary: 'Create an API token', status: 201, body: orders.NewApiTokenSchema, response: views.CreatedApiTokenSchema },
  { name: 'mintToken', method: 'POST', url: `${service}/tokens`, summary: 'Mint an access token', status: 201, body: orders.MintSchema, response: views.MintedTokenSchema },
  { name: 'listTokens', method: 'GET', url: `${service}/tokens`, summary: 'List the access and refresh tokens, without their values', status: 200, response: views.TokenListSchema },
  { name: 'listGrants', method: 'GET', url: `${service}/grants`, summary: 'List the grants with their tokens', status: 200, response: views.GrantListSchema },
  { name: 'deleteGrant', method: 'DELETE', url: `${service}/grants/:grantId`, summary: 'End a grant and its refresh tokens', status: 204 },
  { name: 'deleteClient', method: 'DELETE', url: `${service}/clients/:clientId`, summary: 'Delete a client with its tokens and grants', status: 204 },
  { name: 'getClock', method: 'GET', url: `${service}/clock`, summary: 'Get the clock', status: 200, response: views.ClockViewSchema },
  { name: 'setClock', method: 'PUT', url: `${service}/clock`, summary: 'Set the clock', status: 200, body: orders.ClockSchema, response: views.ClockViewSchema },
  { name: 'advanceClock', method: 'POST', url: `${service}/clock/advance`, summary: 'Advance the clock', status: 200, body: orders.ClockAdvanceSchema, response: views.ClockViewSchema },
  { name: 'listRequests', method: 'GET', url: `${service}/requests`, summary: 'List the calls, newest first', status: 200, query: journal.ListFilterSchema, response: views.JournalSchema },
  { name: 'streamRequests', method: 'GET', url: `${service}/requests/stream`, summary: 'Stream calls as they happen, as server-sent events', status: 200, query: journal.RequestFilterSchema, response: journal.StreamedCallSchema, streams: true },
  { name: 'exportHar', method: 'GET', url: `${service}/requests/har`, summary: 'Export the calls as HTTP Archive (HAR 1.2)', status: 200, query: journal.ListFilterSchema, response: journal.HarSchema },
  { name: 'countRequests', method: 'POST', url: `${service}/requests/count`, summary: 'Count matching calls', status: 200, body: journal.CountSchema, response: journal.CountViewSchema },
  { name: 'waitForRequests', method: 'POST', url: `${service}/requests/wait`, summary: 'Wait for matching calls', status: 200, body: journal.WaitSchema, response: journal.WaitViewSchema, takesSignal: true },
  { name: 'getRequest', method: 'GET', url: `${service}/requests/:id`, summary: 'Get one call with its trace', status: 200, response: views.JournalEntrySchema },
  { name: 'clearRequests', method: 'DELETE', url: `${service}/requests`, summary: 'Clear the journal', status: 204 },
  { name: 'listAllRequests', method: 'GET', url: '/requests', summary: 'List the calls to all services and to none, newest first', status: 200, query: journal.ListFilterSchema, response: allCalls.AllCallsSchema },
  { name: 'streamAllRequests', method: 'GET', url: '/requests/stream', summary: 'Stream the calls to all services and to none, as server-sent events', status: 200, query: journal.RequestFilterSchema, response: journal.StreamedNumberedCallSchema, streams: true },
  { name: 'getAnyRequest', method: 'GET', url: '/requests/:number', summary: 'Get one of these calls with its trace', status: 200, response: allCalls.NumberedEntrySchema },
  { name: 'explain', method: 'POST', url: `${service}/explain`, summary: 'Return what POST /gm would answer and why, and change nothing', status: 200, body: GmRequestSchema, response: views.ExplanationSchema },
  { name: 'reset', method: 'POST', url: `${service}/reset`, summary: 'Reset a service to its baseline', status: 204 },
  { name: 'reset', method: 'POST', url: '/reset', summary: 'Reset everything to the fixtures', status: 204 },
  { name: 'reapplyFixtures', method: 'POST', url: '/fixtures/reapply', summary: 'Read the fixtures again, and reset the services whose fixture has changed', status: 200, response: views.ReapplicationSchema },
  { name: 'saveSnapshot', method: 'PUT', url: `${service}/snapshots/:name`, summary: 'Save the state of a service under a name', status: 200, response: snapshots.SnapshotViewSchema },
  { name: 'listSnapshots', method: 'GET', url: `${service}/snapshots`, summary: 'List the snapshots of a service', status: 200, response: snapshots.SnapshotListSchema },
  { name: 'getSnapshot', method: 'GET', url: `${service}/snapshots/:name`, summary: 'Download a snapshot as fixtures', status: 200, response: FixturesSchema },
  { name: 'restoreSnapshot', method: 'POST', url: `${service}/snapshots/:name/restore`, summary: 'Restore a service from a snapshot', status: 204 },
  { name: 'deleteSnapshot', method: 'DELETE', url: `${service}/snapshots/:name`, summary: 'Delete a snapshot', status: 204 },
  { name: 'saveWorldSnapshot', method: 'PUT', url: '/snapshots/:name', summary: 'Save the state of all services under a name', status: 200, response: snapshots.WorldSnapshotViewSchema },
  { name: 'listWorldSnapshots', method: 'GET', url: '/snapshots', summary: 'List the snapshots of all services', status: 200, response: snapshots.WorldSnapshotListSchema },
  { name: 'getWorldSnapshot', method: 'GET', url: '/snapshots/:name', summary: 'Download a snapshot of all services as fixtures', status: 200, response: FixturesSchema },
  { name: 'restoreWorldSnapshot', method: 'POST', url: '/snapshots/:name/restore', summary: 'Restore all services from a snapshot', status: 204 },
  { name: 'deleteWorldSnapshot', method: 'DELETE', url: '/snapshots/:name', summary: 'Delete a snapshot of all services', status: 204 },
  { name: 'changeProviderState', method: 'POST', url: '/pact/provider-states', summary: 'Set up or tear down a provider state of Pact', status: 200, body: pact.ProviderStateRequestSchema, response: pact.ProviderStateValuesSchema, takesBaseUrl: true, isLenient: true },
  { name: 'listOutcomes', method: 'GET', url: '/outcomes', summary: 'List every answer that the mock can give', status: 200, response: views.CatalogueSchema },
  { name: 'arrangeOutcome', method: 'POST', url: `${service}/outcomes/:reason`, summary: 'Prepare state for an outcome and return the request that triggers it', status: 201, body: OutcomeRequestSchema, response: ArrangedOutcomeSchema, takesBaseUrl: true },
  { name: 'addFault', method: 'POST', url: `${service}/faults`, summary: 'Make calls fail in one way', status: 201, body: faults.FaultSchema, response: faults.FaultViewSchema },
  { name: 'listFaults', method: 'GET', url: `${service}/faults`, summary: 'List the faults, with the number of calls that each has affected', status: 200, response: faults.FaultListSchema },
  { name: 'deleteFault', method: 'DELETE', url: `${service}/faults/:id`, summary: 'Remove a fault', status: 204 },
  { name: 'clearFaults', method: 'DELETE', url: `${service}/faults`, summary: 'Remove all faults', status: 204 },
  { name: 'addBarrier', method: 'POST', url: `${service}/barriers`, summary: 'Pause the next call that reaches a step', status: 201, body: faults.BarrierSchema, response: faults.BarrierViewSchema },
  { name: 'listBarriers', method: 'GET', url: `${service}/barriers`, summary: 'List the barriers and the calls that they pause', status: 200, response: faults.BarrierListSchema },
  { name: 'waitForBarrier', method: 'POST', url: `${service}/barriers/:id/wait`, summary: 'Wait until a call is paused', status: 200, body: faults.BarrierWaitSchema, response: faults.HeldSchema, takesSignal: true },
  { name: 'releaseBarrier', method: 'POST', url: `${service}/barriers/:id/release`, summary: 'Release the paused call', status: 204 },
  { name: 'deleteBarrier', method: 'DELETE', url: `${service}/barriers/:id`, summary: 'Remove a barrier and release its call', status: 204 },
  { name: 'getFixturesSchema', method: 'GET', url: '/schema/fixtures', summary: 'Get the JSON Schema of fixtures', status: 200, response: Type.Record(Type.String(), Type.Unknown()) },
]

/** The names of the parameters in the path of an operation, in their order. */
export function listParameters({ url }: AdminOperation): readonly string[] {
  return [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
}

/** The id of an operation in the contract: the name of the method, and of a reset also what it resets. */
export function operationIdOf({ name, url }: AdminOperation): string {
  return url === '/reset' ? 'resetAll' : name
}

/** Calls a method of the Admin interface by its operation. */
export function callOperation(
  admin: Admin,
  { name }: AdminOperation,
  values: readonly unknown[],
): Promise<unknown> {
  const method = admin[name] as (...given: readonly unknown[]) => Promise<unknown>
  return method(...values)
}
