import type { InitialState } from '../../model/baseline.ts'
import type { Snapshot, SnapshotContent, SnapshotKey } from '../../model/snapshot.ts'
import type { SnapshotSaving } from '../values.ts'
import { abandonGeneration, copyGeneration } from './generations.ts'
import {
  splitWords,
  toAccessToken,
  toApiToken,
  toClient,
  toGrant,
  toRefreshToken,
  toService,
  type ServiceRow,
} from './rows.ts'
import { all, change, exists, one, transaction, type Query, type Steps, type Transaction } from './unit.ts'

/** The key of a snapshot: its owner, empty for all services, and its name. */
type Name = readonly [owner: string, name: string]

export type KeptServiceRow = ServiceRow & { readonly baseline: string }

export function nameOf({ serviceId = '', name }: SnapshotKey): Name {
  return [serviceId, name]
}

export function saveSnapshot(key: SnapshotKey, savedAt: number, most: number): Transaction<SnapshotSaving> {
  return transaction('write', function* () {
    const [owner, name] = nameOf(key)
    const live = yield* listLive(owner)
    if (owner !== '' && live.length === 0) return 'service_unknown'
    const others = (yield* listSnapshots(owner)).filter((other) => other.name !== name)
    if (others.length >= most) return 'snapshots_full'
    yield* removeSnapshot([owner, name])
    yield* change('INSERT INTO snapshots VALUES (?, ?, ?)', [owner, name, savedAt])
    for (const service of live) yield* keepService([owner, name], service)
    yield* keepApiTokens([owner, name])
    return (yield* listSnapshots(owner)).find((saved) => saved.name === name) as Snapshot
  })
}

type LiveService = Pick<ServiceRow, 'service_id' | 'generation'>

/** The services of an owner, in the order of their creation. */
export function listLive(owner: string): Query<readonly LiveService[]> {
  const ofOwner = owner === '' ? '' : 'AND service_id = ?'
  return all(
    `SELECT service_id, generation FROM services WHERE deleted = 0 ${ofOwner} ORDER BY generation`,
    owner === '' ? [] : [owner],
    (row: LiveService) => row,
  )
}

function* keepService([owner, name]: Name, { service_id: serviceId, generation }: LiveService): Steps<void> {
  const copy = yield* copyGeneration(generation)
  const row = (yield* one(
    'SELECT * FROM services JOIN baselines USING (service_id) WHERE service_id = ?',
    [serviceId],
    (found: KeptServiceRow) => found,
  )) as KeptServiceRow
  const documents = [row.properties, row.mock, row.clock, row.nonce_secret, row.baseline]
  const values = [owner, name, serviceId, copy, row.origin, ...documents]
  yield* change('INSERT INTO snapshot_services VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', values)
}

function* keepApiTokens([owner, name]: Name): Steps<void> {
  const ofOwner = owner === '' ? '' : 'WHERE service_id = ?'
  yield* change(
    `INSERT INTO snapshot_api_tokens
     SELECT CAST(? AS TEXT), CAST(? AS TEXT), token_hash, service_id, rights, expires_at FROM api_tokens ${ofOwner}`,
    owner === '' ? [owner, name] : [owner, name, owner],
  )
}

export function listSnapshots(serviceId = ''): Query<readonly Snapshot[]> {
  return all(
    `SELECT name, saved_at AS "savedAt",
      (SELECT count(*) FROM snapshot_services s WHERE s.owner = o.owner AND s.name = o.name) AS services,
      ${countRows('clients')} AS clients, ${countRows('grants')} AS grants,
      ${countRows('access_tokens')} AS "accessTokens", ${countRows('refresh_tokens')} AS "refreshTokens"
     FROM snapshots o WHERE owner = ? ORDER BY name`,
    [serviceId],
    (row: Snapshot) => row,
  )
}

/** The number of rows of a table in a snapshot. */
function countRows(table: string): string {
  return `(SELECT count(*) FROM ${table} JOIN snapshot_services s USING (generation)
    WHERE s.owner = o.owner AND s.name = o.name)`
}

/** The services of a snapshot, in the order of their creation. */
export function listKept(name: Name): Query<readonly KeptServiceRow[]> {
  const text = 'SELECT * FROM snapshot_services WHERE owner = ? AND name = ? ORDER BY generation'
  return all(text, name, (row: KeptServiceRow) => row)
}

export function findSnapshot(key: SnapshotKey): Transaction<SnapshotContent | undefined> {
  return transaction('read', function* () {
    const name = nameOf(key)
    const savedAt = yield* one(
      'SELECT saved_at FROM snapshots WHERE owner = ? AND name = ?',
      name,
      (row: { readonly saved_at: number }) => row.saved_at,
    )
    if (savedAt === undefined) return undefined
    const tokens = yield* all(
      `SELECT token_hash, service_id, rights, expires_at FROM snapshot_api_tokens
       WHERE owner = ? AND name = ? ORDER BY token_hash`,
      name,
      toApiToken,
    )
    const services: SnapshotContent['services'][number][] = []
    for (const row of yield* listKept(name)) {
      const apiTokens = tokens.filter(({ serviceId }) => serviceId === row.service_id)
      const initialState = { apiTokens, ...(yield* readGeneration(row.generation)) }
      services.push({ service: toService(row), initialState })
    }
    const organizationTokens = tokens.filter(({ serviceId }) => serviceId === undefined)
    return { savedAt, organizationTokens, services }
  })
}

interface RememberedScopesRow {
  readonly client_id: number
  readonly subject: string
  readonly latest: string
  readonly merged: string
  readonly modified_at: number
}

function* readGeneration(generation: number): Steps<Omit<InitialState, 'apiTokens'>> {
  const rows = <Entry>(table: string, order: string, read: (row: never) => Entry) =>
    all(`SELECT * FROM ${table} WHERE generation = ? ORDER BY ${order}`, [generation], read)
  return {
    clients: yield* rows('clients', 'position', toClient),
    grants: yield* rows('grants', 'grant_id', toGrant),
    accessTokens: yield* rows('access_tokens', 'token_hash', toAccessToken),
    refreshTokens: yield* rows('refresh_tokens', 'token_hash', toRefreshToken),
    grantedScopes: yield* rows('granted_scopes', 'client_id, subject', (row: RememberedScopesRow) => ({
      clientId: row.client_id,
      subject: row.subject,
      latest: splitWords(row.latest),
      merged: splitWords(row.merged),
      modifiedAt: row.modified_at,
    })),
  }
}

export function deleteSnapshot(key: SnapshotKey): Transaction<boolean> {
  return transaction('write', () => removeSnapshot(nameOf(key)))
}

export function* removeSnapshotsOf(serviceId: string): Steps<void> {
  for (const { name } of yield* listSnapshots(serviceId)) yield* removeSnapshot([serviceId, name])
}

/** Deletes a snapshot. False if there was none. */
function* removeSnapshot(snapshot: Name): Steps<boolean> {
  if (!(yield* exists('FROM snapshots WHERE owner = ? AND name = ?', snapshot))) return false
  for (const { generation } of yield* listKept(snapshot)) yield* abandonGeneration(generation)
  for (const table of ['snapshots', 'snapshot_services', 'snapshot_api_tokens']) {
    yield* change(`DELETE FROM ${table} WHERE owner = ? AND name = ?`, snapshot)
  }
  return true
}
