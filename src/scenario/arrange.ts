import type { ArrangedOutcome } from '../../schema/admin-outcomes.ts'
import type { Service } from '../model/service.ts'
import { resultMessage, type Outcome, type OutcomeRow } from '../outcome/outcome.ts'
import type { Arrangement } from './scenario.ts'
import { scenarios } from './scenarios.ts'
import { openStage, urlOf, type OpenStage, type StageTools } from './stage.ts'

/** Arranges real state in a service, and gives back the call that is answered with this outcome then. */
export async function arrangeOutcome(
  tools: StageTools,
  service: Service,
  outcome: Outcome,
): Promise<Omit<ArrangedOutcome, 'cursor'>> {
  const { api, reason } = outcome
  const scenario = scenarios[api]?.[reason]
  if (scenario === undefined) throw new Error(`there is no scenario for ${api} ${reason}`)
  const open = await openStage(tools, service)
  const arrangement = await scenario(open.stage)
  const found = await tools.store.findService(service.serviceId)
  const changed = found === undefined ? {} : findChanges(settingsOf(service), settingsOf(found))
  return {
    api,
    reason,
    request: await writeCall(arrangement, service.serviceId, open),
    expected: expect(outcome, arrangement),
    changes: { ...(Object.keys(changed).length > 0 && { service: changed }), ...open.report() },
  }
}

async function writeCall(
  { method = 'POST', path, body, headers = {}, apiToken }: Arrangement,
  serviceId: string,
  { apiTokenFor }: OpenStage,
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
  const told = message !== undefined && hasUnknownText !== true
  return {
    status,
    ...(resultCode !== undefined && { resultCode }),
    ...(action !== undefined && { action }),
    ...(told && { resultMessage: text ?? resultMessage(outcome as OutcomeRow, values) }),
  }
}

type Settings = Readonly<Record<string, unknown>>

function settingsOf({ properties, mock }: Service): Settings {
  return { ...properties, mock }
}

/** The properties that are not as they were; null for those that are gone. */
function findChanges(before: Settings, after: Settings): Readonly<Record<string, unknown>> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const changed = [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  return Object.fromEntries(changed.map((name) => [name, after[name] ?? null]))
}
