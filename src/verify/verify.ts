import type { ServiceView } from '../../schema/admin/views.ts'
import { AdminError } from '../admin/admin-error.ts'
import type { Admin } from '../admin/admin.ts'
import { createRandom } from '../base/random.ts'
import { createTestClient, type TestClient } from './test-client.ts'
import type { Check, Finding, Topic } from './check.ts'
import { topics } from './checks.ts'
import { findEndpoint, type FoundEndpoint } from './discover.ts'
import { preflight } from './preflight.ts'

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
  /** Receives each result. */
  readonly onResult?: (result: CheckResult) => void
}

/** A check and its outcome. */
export type CheckResult = Omit<Check, 'run'> &
  Finding & { readonly topic: string; readonly durationMs: number }

export interface Report extends FoundEndpoint {
  readonly serviceId: string
  readonly results: readonly CheckResult[]
}

/** A run that could not start, and why. */
interface NotRunnable {
  readonly problem: string
}

/**
 * Acts as a client of an authorization server that calls the given mock, and checks its responses. Leaves the service
 * as it was. Rejects if the mock fails or cannot be reached.
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
  try {
    const problem = await preflight(client)
    return problem === undefined
      ? { ...found, serviceId, results: await runChecks(client, request, tried) }
      : { problem }
  } finally {
    await forgetClients(client)
  }
}

async function runChecks(
  client: TestClient,
  { onResult, signal }: VerifyOptions,
  tried: readonly Topic[],
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = []
  for (const { name: topic, checks } of tried) {
    for (const { run, ...check } of checks) {
      signal.throwIfAborted()
      const begun = performance.now()
      const finding = await run(client)
      const result = { topic, ...check, ...finding, durationMs: performance.now() - begun }
      results.push(result)
      onResult?.(result)
    }
  }
  return results
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
