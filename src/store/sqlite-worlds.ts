import type { Database } from 'better-sqlite3'
import type { AccessToken, RefreshToken } from '../model/access-token.ts'
import type { RememberedScopes } from '../model/authorization.ts'
import type { Opening } from '../model/baseline.ts'
import { aliasOf, readClientId } from '../base/client-names.ts'
import type { Client } from '../model/client.ts'
import type { Grant } from '../model/grant.ts'
import { endingTables, worldTables } from './tables.ts'

/** How many rows of each table one sweep removes at most, so that a sweep never holds up a call for long. */
const sweptAtOnce = 500

/**
 * Rows of a world, written inside whatever transaction the caller has open. The code that a token goes back to is
 * remembered at least until that token ends.
 */
export interface Worlds {
  begin(): number
  abandon(world: number): void
  fill(world: number, opening: Opening): void
  /** Begins a world with the rows of another one. */
  copy(world: number): number
  /** False when the row exists already. */
  insertClient(world: number, client: Client): boolean
  insertGrant(world: number, grant: Grant): boolean
  insertAccessToken(world: number, token: AccessToken): boolean
  /** False when the row exists already. */
  insertRefreshToken(world: number, token: RefreshToken): boolean
  forgetEnded(world: number, now: number): boolean
  sweepAbandoned(): boolean
}

export function sqliteWorlds(database: Database): Worlds {
  const begin = database.prepare<[], { world: number }>('INSERT INTO worlds DEFAULT VALUES RETURNING world')
  const abandon = database.prepare('UPDATE worlds SET abandoned = 1 WHERE world = ?')
  const inserts = rowInserts(database)
  const sweeps = rowSweeps(database)
  const beginWorld = () => (begin.get() as { world: number }).world
  return {
    begin: beginWorld,
    copy: (world) => {
      const copied = beginWorld()
      for (const table of Object.keys(worldTables)) copyRows(database, table, world, copied)
      return copied
    },
    abandon: (world) => void abandon.run(world),
    fill: (world, { clients, grants, accessTokens, refreshTokens, grantedScopes }) => {
      for (const client of clients) inserts.insertClient(world, client)
      for (const grant of grants) inserts.insertGrant(world, grant)
      for (const token of accessTokens) inserts.insertAccessToken(world, token)
      for (const token of refreshTokens) inserts.insertRefreshToken(world, token)
      for (const scopes of grantedScopes) rememberScopes(database, world, scopes)
    },
    ...inserts,
    ...sweeps,
  }
}

/** Seldom needed, and so not prepared beforehand. */
function copyRows(database: Database, table: string, from: number, to: number): void {
  const columns = database
    .prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
    .all()
  const names = columns.map(({ name }) => name).filter((name) => name !== 'world')
  const list = names.join(', ')
  database
    .prepare(`INSERT INTO ${table} (world, ${list}) SELECT ?, ${list} FROM ${table} WHERE world = ?`)
    .run(to, from)
}

function rememberScopes(database: Database, world: number, scopes: RememberedScopes): void {
  const { clientId, subject, latest, merged, modifiedAt } = scopes
  database
    .prepare('INSERT OR IGNORE INTO granted_scopes VALUES (?, ?, ?, ?, ?, ?)')
    .run(world, clientId, subject, latest.join(' '), merged.join(' '), modifiedAt)
}

function rowInserts(database: Database) {
  const client = database.prepare(
    `INSERT OR IGNORE INTO clients (world, client_id, position, client_type, alias, locked, properties)
     SELECT ?, ?, coalesce(max(position), 0) + 1, ?, ?, ?, ? FROM clients WHERE world = ?`,
  )
  const isNameTaken = prepareNameCheck(database)
  const grant = database.prepare('INSERT OR IGNORE INTO grants VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const accessToken = database.prepare(
    'INSERT OR IGNORE INTO access_tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const refreshToken = database.prepare(
    'INSERT OR IGNORE INTO refresh_tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)',
  )
  const remember = database.prepare(
    'UPDATE codes SET ends_at = max(ends_at, ?) WHERE world = ? AND code_hash = ?',
  )
  const keepCode = (world: number, { codeHash, expiresAt }: RefreshToken) => {
    if (codeHash !== undefined) remember.run(expiresAt, world, codeHash)
  }
  return {
    insertClient: (world: number, row: Client) =>
      !isNameTaken(world, row) && client.run(world, row.clientId, ...clientColumns(row), world).changes === 1,
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
    insertAccessToken: (world: number, row: AccessToken) => {
      keepCode(world, row)
      return accessToken.run(...tokenColumns(world, row), row.refreshTokenHash ?? null).changes === 1
    },
    insertRefreshToken: (world: number, row: RefreshToken) => {
      keepCode(world, row)
      return refreshToken.run(...tokenColumns(world, row)).changes === 1
    },
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
    row.jkt ?? null,
    row.certificateThumbprint ?? null,
    row.codeHash ?? null,
    row.details === undefined ? null : JSON.stringify(row.details),
  ] as const
}

/** What a client row keeps of a client: its type, its alias, whether it is locked, its properties. */
export function clientColumns(client: Client) {
  const { clientType, properties } = client
  const locked = properties.locked === true ? 1 : 0
  return [clientType, findOtherName(client), locked, JSON.stringify(properties)] as const
}

/** The alias of a client, whether it may use it or not; null where it is its id, by which it is found anyway. */
function findOtherName(client: Client): string | null {
  const alias = aliasOf(client)
  return alias === String(client.clientId) ? null : alias
}

/** Whether a name of a client is the id or the alias of another one (Authlete Client `clientIdAlias`). */
export function prepareNameCheck(database: Database): (world: number, client: Client) => boolean {
  const find = database
    .prepare<[object], number>(
      `SELECT EXISTS (SELECT 1 FROM clients INDEXED BY clients_by_alias
                      WHERE world = @world AND alias IN (@id, @alias) AND client_id <> @clientId)
           OR EXISTS (SELECT 1 FROM clients
                      WHERE world = @world AND client_id = @aliasAsId AND client_id <> @clientId)`,
    )
    .pluck()
  return (world, client) => {
    const { clientId } = client
    const alias = aliasOf(client)
    const aliasAsId = readClientId(alias) ?? null
    return find.get({ world, clientId, id: String(clientId), alias, aliasAsId }) === 1
  }
}

/** Tickets and codes are kept for a day after their end, in milliseconds. */
const keptAfterEnd = 86_400_000

function rowSweeps(database: Database): Pick<Worlds, 'forgetEnded' | 'sweepAbandoned'> {
  const forget = (Object.keys(endingTables) as (keyof typeof endingTables)[]).map((table) => {
    const columns = worldTables[table]
    const statement = database.prepare(
      `DELETE FROM ${table} WHERE (world, ${columns}) IN
       (SELECT world, ${columns} FROM ${table} INDEXED BY ${table}_by_end
        WHERE world = ? AND ${endingTables[table]} < ? LIMIT ${sweptAtOnce})`,
    )
    const kept = table === 'proofs' ? 0 : keptAfterEnd
    return (world: number, now: number) => statement.run(world, now - kept).changes === sweptAtOnce
  })
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
    forgetEnded: (world, now) => forget.map((table) => table(world, now)).includes(true),
    sweepAbandoned: () => sweepAbandoned.immediate(),
  }
}
