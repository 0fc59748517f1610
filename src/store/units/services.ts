import type { Baseline } from '../../model/baseline.ts'
import type { Service } from '../../model/service.ts'
import type { NewService, ServiceChange, ServiceReset } from '../values.ts'
import { removeApiTokens, saveApiToken } from './api-tokens.ts'
import { setClock } from './due.ts'
import { abandonGeneration, beginGeneration, fillGeneration } from './generations.ts'
import { toService, type ServiceRow } from './rows.ts'
import { nameRow } from './tables.ts'
import { removeSnapshotsOf } from './snapshots.ts'
import {
  all,
  change,
  exists,
  kept,
  one,
  transaction,
  type Query,
  type Steps,
  type Transaction,
} from './unit.ts'

const columns = 'service_id, generation, origin, properties, mock, clock, nonce_secret'
const findText = `SELECT ${columns} FROM services WHERE service_id = ? AND deleted = 0`

export function findService(serviceId: string): Query<Service | undefined> {
  return kept(findText, [serviceId], toService, () => [nameService(serviceId)])
}

function nameService(serviceId: string): string {
  return nameRow('services', '', serviceId)
}

export function listServices(most = Number.MAX_SAFE_INTEGER): Query<readonly Service[]> {
  const text = `SELECT ${columns} FROM services WHERE deleted = 0 ORDER BY generation LIMIT ?`
  return all(text, [most], toService)
}

export function listFixtureServices(): Query<readonly string[]> {
  return all(
    "SELECT service_id FROM services WHERE origin = 'fixture' ORDER BY service_id",
    [],
    (row: Pick<ServiceRow, 'service_id'>) => row.service_id,
  )
}

export function createServices(services: readonly NewService[]): Transaction<readonly string[]> {
  return transaction('write', function* () {
    const created: string[] = []
    for (const service of services) if (yield* createService(service)) created.push(service.serviceId)
    return created
  })
}

function* createService(service: NewService): Steps<boolean> {
  const { serviceId, origin, clock, nonceSecret, baseline, initialState } = service
  if (yield* exists('FROM services WHERE service_id = ?', [serviceId])) return false
  const generation = yield* beginGeneration(clock)
  yield* change(
    'INSERT INTO services VALUES (?, ?, ?, 0, ?, ?, ?, ?)',
    [serviceId, generation, origin, ...documents(service), nonceSecret],
    [nameService(serviceId)],
  )
  yield* change('INSERT INTO baselines VALUES (?, ?)', [serviceId, JSON.stringify(baseline)])
  yield* fillGeneration(generation, initialState)
  for (const token of initialState.apiTokens) yield* saveApiToken(token)
  return true
}

function documents({ properties, mock, clock }: Required<ServiceChange>): readonly string[] {
  return [properties, mock, clock].map((document) => JSON.stringify(document))
}

export function updateService(
  serviceId: string,
  next: (service: Service) => ServiceChange,
): Transaction<Service | undefined> {
  return transaction('write', function* () {
    const service = yield* findService(serviceId)
    if (service === undefined) return undefined
    const changed = { ...service, ...next(service) }
    yield* writeService(serviceId, changed)
    if (changed.clock !== service.clock) yield* setClock(service.generation, changed.clock)
    return changed
  })
}

function writeService(serviceId: string, service: Required<ServiceChange>): Query<number> {
  const values = [...documents(service), serviceId]
  const text = 'UPDATE services SET properties = ?, mock = ?, clock = ? WHERE service_id = ?'
  return change(text, values, [nameService(serviceId)])
}

export function resetService(
  serviceId: string,
  reset: (baseline: Baseline) => ServiceReset | undefined,
): Transaction<boolean> {
  return transaction('write', function* () {
    const found = yield* one(
      'SELECT generation, baseline FROM services JOIN baselines USING (service_id) WHERE service_id = ?',
      [serviceId],
      (row: { generation: number; baseline: string }) => row,
    )
    if (found === undefined) return false
    const result = reset(JSON.parse(found.baseline) as Baseline)
    if (result === undefined) return false
    const { baseline, initialState, replacement } = result
    if (replacement !== undefined) yield* replaceBaseline(serviceId, replacement)
    yield* abandonGeneration(found.generation)
    yield* removeApiTokens(serviceId)
    const generation = yield* beginGeneration(baseline.clock)
    yield* writeService(serviceId, baseline)
    const values = [generation, serviceId]
    const text = 'UPDATE services SET generation = ?, deleted = 0 WHERE service_id = ?'
    yield* change(text, values, [nameService(serviceId)])
    yield* fillGeneration(generation, initialState)
    for (const token of initialState.apiTokens) yield* saveApiToken(token)
    return true
  })
}

function* replaceBaseline(serviceId: string, baseline: Baseline): Steps<void> {
  const about = [nameService(serviceId)]
  yield* change('UPDATE baselines SET baseline = ? WHERE service_id = ?', [
    JSON.stringify(baseline),
    serviceId,
  ])
  yield* change("UPDATE services SET origin = 'fixture' WHERE service_id = ?", [serviceId], about)
}

export function deleteService(serviceId: string): Transaction<boolean> {
  return transaction('write', () => dropService(serviceId))
}

/** Deletes a service with its tokens and its snapshots. One from fixtures is only hidden. */
export function* dropService(serviceId: string): Steps<boolean> {
  const service = yield* findService(serviceId)
  if (service === undefined) return false
  yield* abandonGeneration(service.generation)
  yield* removeSnapshotsOf(serviceId)
  yield* removeApiTokens(serviceId)
  const about = [nameService(serviceId)]
  if (service.origin === 'fixture') {
    yield* change('UPDATE services SET deleted = 1 WHERE service_id = ?', [serviceId], about)
    return true
  }
  yield* change('DELETE FROM baselines WHERE service_id = ?', [serviceId])
  yield* change('DELETE FROM services WHERE service_id = ?', [serviceId], about)
  return true
}
