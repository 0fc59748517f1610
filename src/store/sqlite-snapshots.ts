import type { Database } from 'better-sqlite3'
import type { InitialState } from '../model/baseline.ts'
import type { Snapshot, SnapshotContent, SnapshotKey } from '../model/snapshot.ts'
import {
  splitWords,
  toAccessToken,
  toApiToken,
  toClient,
  toGrant,
  toRefreshToken,
  toService,
  type AccessTokenRow,
  type ApiTokenRow,
  type ClientRow,
  type GrantRow,
  type RefreshTokenRow,
  type ServiceRow,
} from './rows.ts'
import type { Generations } from './sqlite-generations.ts'
import type { SnapshotSaving } from './store.ts'
import type { Units } from './units.ts'

type SnapshotMethods = Pick<
  Units,
  'saveSnapshot' | 'listSnapshots' | 'findSnapshot' | 'restoreSnapshot' | 'deleteSnapshot'
>

/** The columns that name a snapshot: whose it is, and what it is called. */
type Name = [owner: string, name: string]

/** Statements are prepared when they are needed: a test saves and restores seldom, and every start would pay. */
export function sqliteSnapshots(database: Database, generations: Generations): SnapshotMethods {
  const save = database.transaction((name: Name, savedAt: number, most: number) =>
    saveSnapshot(database, generations, name, savedAt, most),
  )
  const restore = database.transaction((name: Name) => restoreSnapshot(database, generations, name))
  const read = database.transaction((name: Name) => readSnapshot(database, name))
  const remove = database.transaction((name: Name) => removeSnapshot(database, generations, name))
  return {
    saveSnapshot: (key, savedAt, most) => save.immediate(nameOf(key), savedAt, most),
    listSnapshots: (serviceId = '') => listSnapshots(database, serviceId),
    findSnapshot: (key) => read(nameOf(key)),
    restoreSnapshot: (key) => restore.immediate(nameOf(key)),
    deleteSnapshot: (key) => remove.immediate(nameOf(key)),
  }
}

function nameOf({ serviceId = '', name }: SnapshotKey): Name {
  return [serviceId, name]
}

function saveSnapshot(
  database: Database,
  generations: Generations,
  snapshot: Name,
  savedAt: number,
  most: number,
): SnapshotSaving {
  const [owner, name] = snapshot
  const live = listLive(database).filter((service) => owner === '' || service.service_id === owner)
  if (owner !== '' && live.length === 0) return 'service_unknown'
  const others = listSnapshots(database, owner).filter((other) => other.name !== name)
  if (others.length >= most) return 'snapshots_full'
  removeSnapshot(database, generations, snapshot)
  database.prepare('INSERT INTO snapshots VALUES (?, ?, ?)').run(owner, name, savedAt)
  const keep = database.prepare(
    `INSERT INTO snapshot_services
     SELECT ?, ?, service_id, ?, origin, properties, mock, clock, nonce_secret, baseline
     FROM services JOIN baselines USING (service_id) WHERE service_id = ?`,
  )
  for (const service of live) keep.run(owner, name, generations.copy(service.generation), service.service_id)
  database
    .prepare('INSERT INTO snapshot_api_tokens SELECT ?, ?, * FROM api_tokens WHERE ? IN (service_id, ?)')
    .run(owner, name, owner, '')
  return listSnapshots(database, owner).find((saved) => saved.name === name) as Snapshot
}

function listLive(database: Database) {
  return database
    .prepare<[], Pick<ServiceRow, 'service_id' | 'generation'>>(
      'SELECT service_id, generation FROM services WHERE deleted = 0 ORDER BY generation',
    )
    .all()
}

type KeptServiceRow = ServiceRow & { readonly baseline: string }

/** The services of a snapshot in the order in which they were made; undefined where there is no such snapshot. */
function findKept(database: Database, name: Name) {
  const snapshot = database
    .prepare<Name, { saved_at: number }>('SELECT saved_at FROM snapshots WHERE owner = ? AND name = ?')
    .get(...name)
  if (snapshot === undefined) return undefined
  const services = database
    .prepare<Name, KeptServiceRow>(
      'SELECT * FROM snapshot_services WHERE owner = ? AND name = ? ORDER BY generation',
    )
    .all(...name)
  return { savedAt: snapshot.saved_at, services }
}

function restoreSnapshot(
  database: Database,
  generations: Generations,
  snapshot: Name,
): readonly string[] | undefined {
  const kept = findKept(database, snapshot)
  if (kept === undefined) return undefined
  const [owner] = snapshot
  const ids = kept.services.map((service) => service.service_id)
  const live = listLive(database).filter((service) => owner === '' || service.service_id === owner)
  const made = live.filter((service) => !ids.includes(service.service_id))
  for (const service of made) dropService(database, generations, service.service_id)
  for (const { generation } of live) generations.abandon(generation)
  database.prepare("DELETE FROM api_tokens WHERE ? IN (service_id, '')").run(owner)
  for (const service of kept.services) reviveService(database, generations, service)
  database
    .prepare(
      `INSERT OR IGNORE INTO api_tokens SELECT token_hash, service_id, rights, expires_at
       FROM snapshot_api_tokens WHERE owner = ? AND name = ?`,
    )
    .run(...snapshot)
  return [...new Set([...live.map((service) => service.service_id), ...ids])]
}

function reviveService(database: Database, generations: Generations, service: KeptServiceRow): void {
  const { service_id: serviceId, origin, properties, mock, clock, nonce_secret: secret } = service
  database
    .prepare('INSERT OR REPLACE INTO services VALUES (?, ?, ?, 0, ?, ?, ?, ?)')
    .run(serviceId, generations.copy(service.generation), origin, properties, mock, clock, secret)
  database.prepare('INSERT OR REPLACE INTO baselines VALUES (?, ?)').run(serviceId, service.baseline)
}

function listSnapshots(database: Database, owner: string): readonly Snapshot[] {
  return database
    .prepare<[string], Snapshot>(
      `SELECT name, saved_at AS savedAt,
        (SELECT count(*) FROM snapshot_services
         WHERE owner = snapshots.owner AND name = snapshots.name) AS services,
        ${countRows('clients')} AS clients, ${countRows('grants')} AS grants,
        ${countRows('access_tokens')} AS accessTokens, ${countRows('refresh_tokens')} AS refreshTokens
       FROM snapshots WHERE owner = ? ORDER BY name`,
    )
    .all(owner)
}

/** How many rows of a table a snapshot holds. */
function countRows(table: string): string {
  return `(SELECT count(*) FROM ${table} JOIN snapshot_services USING (generation)
    WHERE owner = snapshots.owner AND name = snapshots.name)`
}

function readSnapshot(database: Database, snapshot: Name): SnapshotContent | undefined {
  const kept = findKept(database, snapshot)
  if (kept === undefined) return undefined
  const tokens = database
    .prepare<Name, ApiTokenRow>(
      `SELECT token_hash, service_id, rights, expires_at
       FROM snapshot_api_tokens WHERE owner = ? AND name = ?`,
    )
    .all(...snapshot)
    .map(toApiToken)
  return {
    savedAt: kept.savedAt,
    organizationTokens: tokens.filter(({ serviceId }) => serviceId === undefined),
    services: kept.services.map((row) => {
      const apiTokens = tokens.filter(({ serviceId }) => serviceId === row.service_id)
      return {
        service: toService(row),
        initialState: { apiTokens, ...readGeneration(database, row.generation) },
      }
    }),
  }
}

interface RememberedScopesRow {
  client_id: number
  subject: string
  latest: string
  merged: string
  modified_at: number
}

function readGeneration(database: Database, generation: number): Omit<InitialState, 'apiTokens'> {
  const read = (table: string, order = ''): readonly unknown[] =>
    database.prepare<[number]>(`SELECT * FROM ${table} WHERE generation = ? ${order}`).all(generation)
  return {
    clients: (read('clients', 'ORDER BY position') as ClientRow[]).map(toClient),
    grants: (read('grants') as GrantRow[]).map(toGrant),
    accessTokens: (read('access_tokens') as AccessTokenRow[]).map(toAccessToken),
    refreshTokens: (read('refresh_tokens') as RefreshTokenRow[]).map(toRefreshToken),
    grantedScopes: (read('granted_scopes') as RememberedScopesRow[]).map((row) => ({
      clientId: row.client_id,
      subject: row.subject,
      latest: splitWords(row.latest),
      merged: splitWords(row.merged),
      modifiedAt: row.modified_at,
    })),
  }
}

/** Removes a snapshot, inside whatever transaction the caller has open. False when there was none. */
function removeSnapshot(database: Database, generations: Generations, snapshot: Name): boolean {
  const kept = findKept(database, snapshot)
  if (kept === undefined) return false
  for (const { generation } of kept.services) generations.abandon(generation)
  for (const table of ['snapshots', 'snapshot_services', 'snapshot_api_tokens']) {
    database.prepare(`DELETE FROM ${table} WHERE owner = ? AND name = ?`).run(...snapshot)
  }
  return true
}

/**
 * Drops a service with its tokens and its snapshots, inside whatever transaction the caller has open. One that came from
 * fixtures is only hidden. False when there was none.
 */
export function dropService(database: Database, generations: Generations, serviceId: string): boolean {
  const service = database
    .prepare<[string], Pick<ServiceRow, 'generation' | 'origin'>>(
      'SELECT generation, origin FROM services WHERE service_id = ? AND deleted = 0',
    )
    .get(serviceId)
  if (service === undefined) return false
  generations.abandon(service.generation)
  for (const { name } of listSnapshots(database, serviceId)) {
    removeSnapshot(database, generations, [serviceId, name])
  }
  database.prepare('DELETE FROM api_tokens WHERE service_id = ?').run(serviceId)
  if (service.origin === 'fixture') {
    database.prepare('UPDATE services SET deleted = 1 WHERE service_id = ?').run(serviceId)
    return true
  }
  database.prepare('DELETE FROM baselines WHERE service_id = ?').run(serviceId)
  database.prepare('DELETE FROM services WHERE service_id = ?').run(serviceId)
  return true
}
