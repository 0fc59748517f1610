import type { ClockSetting } from '../../model/clock-setting.ts'
import type { SnapshotKey } from '../../model/snapshot.ts'
import { removeApiTokens } from './api-tokens.ts'
import { setClock } from './due.ts'
import { abandonGeneration, copyGeneration } from './generations.ts'
import { dropService } from './services.ts'
import { listKept, listLive, nameOf, type KeptServiceRow } from './snapshots.ts'
import { change, exists, transaction, type Steps, type Transaction } from './unit.ts'

export function restoreSnapshot(key: SnapshotKey): Transaction<readonly string[] | undefined> {
  return transaction('write', function* () {
    const [owner, name] = nameOf(key)
    if (!(yield* exists('FROM snapshots WHERE owner = ? AND name = ?', [owner, name]))) return undefined
    const kept = yield* listKept([owner, name])
    const ids = kept.map((service) => service.service_id)
    const live = yield* listLive(owner)
    for (const { service_id: serviceId, generation } of live) {
      if (ids.includes(serviceId)) yield* abandonGeneration(generation)
      else yield* dropService(serviceId)
    }
    // A snapshot of all services also replaces the tokens that belong to none.
    yield* owner === '' ? change('DELETE FROM api_tokens', []) : removeApiTokens(owner)
    for (const service of kept) yield* reviveService(service)
    yield* change(
      `INSERT INTO api_tokens SELECT token_hash, service_id, rights, expires_at
       FROM snapshot_api_tokens WHERE owner = ? AND name = ? ON CONFLICT DO NOTHING`,
      [owner, name],
    )
    return [...new Set([...live.map((service) => service.service_id), ...ids])]
  })
}

function* reviveService(service: KeptServiceRow): Steps<void> {
  const { service_id: serviceId, origin, properties, mock, clock, nonce_secret: secret } = service
  const generation = yield* copyGeneration(service.generation)
  yield* setClock(generation, JSON.parse(clock) as ClockSetting)
  for (const table of ['services', 'baselines']) {
    yield* change(`DELETE FROM ${table} WHERE service_id = ?`, [serviceId])
  }
  yield* change('INSERT INTO services VALUES (?, ?, ?, 0, ?, ?, ?, ?)', [
    serviceId,
    generation,
    origin,
    properties,
    mock,
    clock,
    secret,
  ])
  yield* change('INSERT INTO baselines VALUES (?, ?)', [serviceId, service.baseline])
}
