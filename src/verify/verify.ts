import type { ServiceView } from '../../schema/admin/views.ts'
import { AdminError, ConnectionError } from '../admin/admin-error.ts'
import type { Admin } from '../admin/admin.ts'
import { createRandom } from '../base/random.ts'
import { createTestClient, ServerGone, type TestClient } from './test-client.ts'
import type { Check, Finding, Topic } from './check.ts'
import { topics } from './topics.ts'
import { findEndpoint, type FoundEndpoint } from './discover.ts'
import { preflight } from './preflight.ts'
import type { LeaveOut } from './selection.ts'

export interface VerifyOptions {
  /** The mock that the authorization server calls. */
  readonly admin: Admin
  readonly serviceId: string
  /** The grant management endpoint, or the issuer. */
  readonly url: string
  /** The time limit of each response, in milliseconds. */
  readonly timeoutMs: number
  /** Ends the run early; its changes are undone all the same. */
  readonly signal: AbortSignal
  /** Why a check is left out; by default none is. */
  readonly leaveOut?: LeaveOut
  /** Receives each check before it is made, with its number, the first being 1. */
  readonly onCheck?: (id: string, number: number, total: number) => void
  /** Receives the result of each check that was made. */
  readonly onResult?: (result: CheckResult) => void
}

/** A check with the name of its topic. */
export type NamedCheck = Omit<Check, 'run'> & { readonly topic: string }

/** A check and its outcome. */
export type CheckResult = NamedCheck & Finding & { readonly durationMs: number }

export interface Report extends FoundEndpoint {
  readonly serviceId: string
  /** In the order of the checks; those that were not made are absent. */
  readonly results: readonly CheckResult[]
  /** Present if the run has ended before its last check. */
  readonly unfinished?: Unfinished
  /** Why the run could not delete what it had made; absent if the service is as it was. */
  readonly leftBehind?: string
}

/** The early end of a run. */
export interface Unfinished {
  /** What ended it: the authorization server or the mock no longer answers, or the signal. */
  readonly cause: 'server' | 'mock' | 'signal'
  readonly why: string
  /** The checks that were not made. It ended during the first one. */
  readonly notMade: readonly NamedCheck[]
}

/** A run that could not start, and why. */
interface NotRunnable {
  readonly problem: string
}

type Outcome = Pick<Report, 'results' | 'unfinished'>

/**
 * Acts as a client of an authorization server that calls the given mock, and checks its responses. Leaves the service
 * as it was. Rejects if the mock fails or cannot be reached before the first check.
 */
export async function verify(
  request: VerifyOptions,
  tried: readonly Topic[] = topics,
): Promise<Report | NotRunnable> {
  const { admin, serviceId, url, timeoutMs, signal } = request
  const service = await admin.getService(serviceId)
  const found = await findEndpoint(url, signal)
  const { endpoint } = found
  const client = createTestClient({ admin, service, random: createRandom(), endpoint, timeoutMs, signal })
  const outcome = await run(client, request, tried).catch(async (error: unknown) => {
    await forgetClients(client)
    throw error
  })
  if ('problem' in outcome) {
    await forgetClients(client)
    return outcome
  }
  const leftBehind = await forgetClients(client).then(
    () => undefined,
    ({ message }: Error) => message,
  )
  return { ...found, serviceId, ...outcome, ...(leftBehind !== undefined && { leftBehind }) }
}

async function run(
  client: TestClient,
  request: VerifyOptions,
  tried: readonly Topic[],
): Promise<Outcome | NotRunnable> {
  const problem = await preflight(client)
  return problem === undefined ? runChecks(client, request, tried) : { problem }
}

/** A check, and why it is left out where it is. */
interface Planned {
  readonly topic: Topic
  readonly check: Check
  readonly why: string | undefined
}

async function runChecks(
  client: TestClient,
  request: VerifyOptions,
  tried: readonly Topic[],
): Promise<Outcome> {
  const { leaveOut, onCheck, onResult, signal } = request
  const planned = tried.flatMap((topic) =>
    topic.checks.map((check): Planned => ({ topic, check, why: leaveOut?.(topic, check) })),
  )
  const waiting = planned.filter(({ why }) => why === undefined)
  const total = waiting.length
  const results = new Map(planned.map((one) => [one, describeLeftOut(one)]))
  try {
    for (let [one] = waiting; one !== undefined; [one] = waiting) {
      onCheck?.(one.check.id, total - waiting.length + 1, total)
      const result = await runCheck(client, one, signal)
      results.set(one, result)
      onResult?.(result)
      waiting.shift()
    }
    return { results: listPresent(results) }
  } catch (error) {
    const end = describeEnd(error, signal)
    return { results: listPresent(results), unfinished: { ...end, notMade: waiting.map(describe) } }
  }
}

async function runCheck(client: TestClient, planned: Planned, signal: AbortSignal): Promise<CheckResult> {
  signal.throwIfAborted()
  const begun = performance.now()
  const finding = await planned.check.run(client)
  return { ...describe(planned), ...finding, durationMs: performance.now() - begun }
}

function describe({ topic, check: { run: _, ...check } }: Planned): NamedCheck {
  return { topic: topic.name, ...check }
}

function describeLeftOut(planned: Planned): CheckResult | undefined {
  const { why } = planned
  return why === undefined ? undefined : { ...describe(planned), result: 'left out', why, durationMs: 0 }
}

function listPresent(results: ReadonlyMap<Planned, CheckResult | undefined>): readonly CheckResult[] {
  return [...results.values()].filter((result) => result !== undefined)
}

/** An error that ends a run is part of its report; any other one is not expected. */
function describeEnd(error: unknown, signal: AbortSignal): Pick<Unfinished, 'cause' | 'why'> {
  if (signal.aborted) return { cause: 'signal', why: (signal.reason as Error).message }
  if (error instanceof ServerGone) return { cause: 'server', why: error.message }
  if (error instanceof AdminError || error instanceof ConnectionError)
    return { cause: 'mock', why: error.message }
  throw error
}

/** Deleting the run's clients deletes their tokens and grants. */
async function forgetClients({ admin, service, clientId, otherClientId }: TestClient): Promise<void> {
  for (const id of [clientId, otherClientId]) await forgetClient(admin, service, id)
}

async function forgetClient(admin: Admin, { serviceId }: ServiceView, clientId: number): Promise<void> {
  try {
    await admin.deleteClient(serviceId, clientId)
  } catch (error) {
    if (!(error instanceof AdminError && error.error === 'client_unknown')) throw error
  }
}
