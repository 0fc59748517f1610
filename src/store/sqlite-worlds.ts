import type { Database } from 'better-sqlite3'
import type { AccessToken, RefreshToken } from '../model/access-token.ts'
import type { Opening } from '../model/baseline.ts'
import type { Client } from '../model/client.ts'
import type { Grant } from '../model/grant.ts'
import { worldTables } from './tables.ts'

/** How many rows of each table one sweep removes at most, so that a sweep never holds up a call for long. */
const sweptAtOnce = 500

/** Rows of a world, written inside whatever transaction the caller has open. */
export interface Worlds {
  begin(): number
  abandon(world: number): void
  fill(world: number, opening: Opening): void
  /** False when the row exists already. */
  insertClient(world: number, client: Client): boolean
  insertGrant(world: number, grant: Grant): boolean
  insertAccessToken(world: number, token: AccessToken): boolean
  insertRefreshToken(world: number, token: RefreshToken): void
  forgetProofs(world: number, now: number): boolean
  sweepAbandoned(): boolean
}

export function sqliteWorlds(database: Database): Worlds {
  const begin = database.prepare<[], { world: number }>('INSERT INTO worlds DEFAULT VALUES RETURNING world')
  const abandon = database.prepare('UPDATE worlds SET abandoned = 1 WHERE world = ?')
  const inserts = rowInserts(database)
  const sweeps = rowSweeps(database)
  return {
    begin: () => (begin.get() as { world: number }).world,
    abandon: (world) => void abandon.run(world),
    fill: (world, { clients, grants, accessTokens, refreshTokens }) => {
      for (const client of clients) inserts.insertClient(world, client)
      for (const grant of grants) inserts.insertGrant(world, grant)
      for (const token of accessTokens) inserts.insertAccessToken(world, token)
      for (const token of refreshTokens) inserts.insertRefreshToken(world, token)
    },
    ...inserts,
    ...sweeps,
  }
}

function rowInserts(database: Database) {
  const client = database.prepare(
    `INSERT OR IGNORE INTO clients (world, client_id, position, client_type, properties)
     SELECT ?, ?, count(*), ?, ? FROM clients WHERE world = ?`,
  )
  const grant = database.prepare('INSERT OR IGNORE INTO grants VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const accessToken = database.prepare(
    'INSERT OR IGNORE INTO access_tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const refreshToken = database.prepare('INSERT INTO refresh_tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  return {
    insertClient: (world: number, { clientId, clientType, properties }: Client) =>
      client.run(world, clientId, clientType, JSON.stringify(properties), world).changes === 1,
    insertGrant: (world: number, row: Grant) =>
      grant.run(
        world,
        row.grantId,
        row.clientId,
        row.subject ?? null,
        JSON.stringify(row.scopes),
        JSON.stringify(row.claims),
        JSON.stringify(row.authorizationDetails),
        row.createdAt,
      ).changes === 1,
    insertAccessToken: (world: number, row: AccessToken) =>
      accessToken.run(
        ...tokenColumns(world, row),
        row.jkt ?? null,
        row.certificateThumbprint ?? null,
        row.refreshTokenHash ?? null,
      ).changes === 1,
    insertRefreshToken: (world: number, row: RefreshToken) =>
      void refreshToken.run(...tokenColumns(world, row)),
  }
}

function tokenColumns(world: number, row: RefreshToken) {
  return [
    world,
    row.tokenHash,
    row.clientId,
    row.subject ?? null,
    row.scopes.join(' '),
    row.createdAt,
    row.expiresAt,
    row.grantId ?? null,
  ] as const
}

function rowSweeps(database: Database): Pick<Worlds, 'forgetProofs' | 'sweepAbandoned'> {
  const forget = database.prepare(
    `DELETE FROM proofs WHERE (world, api, jkt, jti_hash) IN
     (SELECT world, api, jkt, jti_hash FROM proofs INDEXED BY proofs_by_end
      WHERE world = ? AND forget_at < ? LIMIT ${sweptAtOnce})`,
  )
  const findAbandoned = database.prepare<[], { world: number }>(
    'SELECT world FROM worlds WHERE abandoned = 1',
  )
  const remove = database.prepare('DELETE FROM worlds WHERE world = ?')
  const clear = Object.entries(worldTables).map(([table, columns]) =>
    database.prepare(
      `DELETE FROM ${table} WHERE (world, ${columns}) IN
       (SELECT world, ${columns} FROM ${table} WHERE world = ? LIMIT ${sweptAtOnce})`,
    ),
  )
  const sweepAbandoned = database.transaction(() => {
    const world = findAbandoned.get()?.world
    if (world === undefined) return false
    const removed = clear.map((statement) => statement.run(world).changes)
    if (removed.every((count) => count < sweptAtOnce)) remove.run(world)
    return true
  })
  return {
    forgetProofs: (world, now) => forget.run(world, now).changes === sweptAtOnce,
    sweepAbandoned: () => sweepAbandoned.immediate(),
  }
}
