import type { ArrangedOutcome } from '../../schema/admin/outcomes.ts'
import type { ServiceView } from '../../schema/admin/views.ts'
import type { Admin } from '../admin/admin.ts'
import type { CatalogueOutcome } from '../api/catalogue.ts'
import type { Service } from '../model/service.ts'
import { resultMessage, type Outcome, type OutcomeRow } from '../outcome/outcome.ts'
import type { Arrangement } from './shared/scenario.ts'
import { findScenario } from './scenarios.ts'
import {
  conflict,
  prepareScenario,
  urlOf,
  type PreparedScenario,
  type ScenarioTools,
} from './shared/context.ts'

/** Prepares state in a service, and returns the request that triggers the outcome. */
export async function arrangeOutcome(
  tools: ScenarioTools,
  service: Service,
  outcome: CatalogueOutcome,
): Promise<Omit<ArrangedOutcome, 'cursor'>> {
  const { api, reason } = outcome
  const { serviceId } = service
  await refuseActiveFaults(tools.admin, serviceId)
  const before = await tools.admin.getService(serviceId)
  const prepared = await prepareScenario(tools, service, api)
  const arrangement = await findScenario(outcome)(prepared.context)
  const changed = findChanges(before, await tools.admin.getService(serviceId))
  return {
    api,
    reason,
    request: await writeCall(arrangement, serviceId, prepared),
    expected: expect(outcome, arrangement),
    changes: { ...(Object.keys(changed).length > 0 && { service: changed }), ...prepared.report() },
  }
}

/** The calls that prepare an outcome are ordinary calls: active faults and barriers would apply to them. */
async function refuseActiveFaults(admin: Admin, serviceId: string): Promise<void> {
  const { faults } = await admin.listFaults(serviceId)
  const { barriers } = await admin.listBarriers(serviceId)
  const isActive = faults.some(({ usedUp }) => !usedUp) || barriers.some(({ state }) => state !== 'released')
  if (isActive) throw conflict(`Service ${serviceId} has faults or barriers.`)
}

async function writeCall(
  { method = 'POST', path, body, headers = {}, apiToken }: Arrangement,
  serviceId: string,
  { apiTokenFor }: PreparedScenario,
): Promise<ArrangedOutcome['request']> {
  const token = apiToken ?? (await apiTokenFor(path))
  const usual = {
    authorization: `Bearer ${token}`,
    ...(body !== undefined && { 'content-type': 'application/json' }),
  }
  const sent = Object.entries({ ...usual, ...headers }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return {
    method,
    url: urlOf(serviceId, path),
    headers: Object.fromEntries(sent),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  }
}

function expect(
  outcome: Outcome,
  { values = {}, resultMessage: text, hasUnknownText }: Arrangement,
): ArrangedOutcome['expected'] {
  const { status, resultCode, action, message } = outcome
  const isKnown = message !== undefined && hasUnknownText !== true
  return {
    status,
    ...(resultCode !== undefined && { resultCode }),
    ...(action !== undefined && { action }),
    ...(isKnown && { resultMessage: text ?? resultMessage(outcome as OutcomeRow, values) }),
  }
}

/** The properties that have changed; null for those that are gone. */
function findChanges(before: ServiceView, after: ServiceView): Readonly<Record<string, unknown>> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const changed = [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  return Object.fromEntries(changed.map((name) => [name, after[name] ?? null]))
}
