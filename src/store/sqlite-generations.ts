import type { Database } from 'better-sqlite3'
import type { AccessToken, RefreshToken } from '../model/access-token.ts'
import type { RememberedScopes } from '../model/authorization.ts'
import type { InitialState } from '../model/baseline.ts'
import { aliasOf, readClientId } from '../base/client-names.ts'
import type { Client } from '../model/client.ts'
import type { Grant } from '../model/grant.ts'
import { endingTables, generationTables } from './tables.ts'

/** How many rows of each table one sweep removes at most, so that a sweep never holds up a call for long. */
const sweptAtOnce = 500

/**
 * Rows of a generation, written inside whatever transaction the caller has open. The code that a token goes back to is
 * remembered at least until that token ends.
 */
export interface Generations {
  begin(): number
  abandon(generation: number): void
  fill(generation: number, initialState: InitialState): void
  /** Begins a generation with the rows of another one. */
  copy(generation: number): number
  /** False when the row exists already. */
  insertClient(generation: number, client: Client): boolean
  insertGrant(generation: number, grant: Grant): boolean
  insertAccessToken(generation: number, token: AccessToken): boolean
  /** False when the row exists already. */
  insertRefreshToken(generation: number, token: RefreshToken): boolean
  forgetEnded(generation: number, now: number): boolean
  sweepAbandoned(): boolean
}

export function sqliteGenerations(database: Database): Generations {
  const begin = database.prepare<[], { generation: number }>(
    'INSERT INTO generations DEFAULT VALUES RETURNING generation',
  )
  const abandon = database.prepare('UPDATE generations SET abandoned = 1 WHERE generation = ?')
  const inserts = rowInserts(database)
  const sweeps = rowSweeps(database)
  const beginGeneration = () => (begin.get() as { generation: number }).generation
  return {
    begin: beginGeneration,
    copy: (generation) => {
      const copied = beginGeneration()
      for (const table of Object.keys(generationTables)) copyRows(database, table, generation, copied)
      return copied
    },
    abandon: (generation) => void abandon.run(generation),
    fill: (generation, { clients, grants, accessTokens, refreshTokens, grantedScopes }) => {
      for (const client of clients) inserts.insertClient(generation, client)
      for (const grant of grants) inserts.insertGrant(generation, grant)
      for (const token of accessTokens) inserts.insertAccessToken(generation, token)
      for (const token of refreshTokens) inserts.insertRefreshToken(generation, token)
      for (const scopes of grantedScopes) rememberScopes(database, generation, scopes)
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
  const names = columns.map(({ name }) => name).filter((name) => name !== 'generation')
  const list = names.join(', ')
  database
    .prepare(
      `INSERT INTO ${table} (generation, ${list}) SELECT ?, ${list} FROM ${table} WHERE generation = ?`,
    )
    .run(to, from)
}

function rememberScopes(database: Database, generation: number, scopes: RememberedScopes): void {
  const { clientId, subject, latest, merged, modifiedAt } = scopes
  database
    .prepare('INSERT OR IGNORE INTO granted_scopes VALUES (?, ?, ?, ?, ?, ?)')
    .run(generation, clientId, subject, latest.join(' '), merged.join(' '), modifiedAt)
}

function rowInserts(database: Database) {
  const client = database.prepare(
    `INSERT OR IGNORE INTO clients (generation, client_id, position, client_type, alias, locked, properties)
     SELECT ?, ?, coalesce(max(position), 0) + 1, ?, ?, ?, ? FROM clients WHERE generation = ?`,
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
    'UPDATE codes SET ends_at = max(ends_at, ?) WHERE generation = ? AND code_hash = ?',
  )
  const keepCode = (generation: number, { codeHash, expiresAt }: RefreshToken) => {
    if (codeHash !== undefined) remember.run(expiresAt, generation, codeHash)
  }
  return {
    insertClient: (generation: number, row: Client) =>
      !isNameTaken(generation, row) &&
      client.run(generation, row.clientId, ...clientColumns(row), generation).changes === 1,
    insertGrant: (generation: number, row: Grant) =>
      grant.run(
        generation,
        row.grantId,
        row.clientId,
        row.subject ?? null,
        JSON.stringify(row.scopes),
        JSON.stringify(row.claims),
        JSON.stringify(row.authorizationDetails),
        row.createdAt,
      ).changes === 1,
    insertAccessToken: (generation: number, row: AccessToken) => {
      keepCode(generation, row)
      return accessToken.run(...tokenColumns(generation, row), row.refreshTokenHash ?? null).changes === 1
    },
    insertRefreshToken: (generation: number, row: RefreshToken) => {
      keepCode(generation, row)
      return refreshToken.run(...tokenColumns(generation, row)).changes === 1
    },
  }
}

function tokenColumns(generation: number, row: RefreshToken) {
  return [
    generation,
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
export function prepareNameCheck(database: Database): (generation: number, client: Client) => boolean {
  const find = database
    .prepare<[object], number>(
      `SELECT EXISTS (SELECT 1 FROM clients INDEXED BY clients_by_alias
                      WHERE generation = @generation AND alias IN (@id, @alias) AND client_id <> @clientId)
           OR EXISTS (SELECT 1 FROM clients
                      WHERE generation = @generation AND client_id = @aliasAsId AND client_id <> @clientId)`,
    )
    .pluck()
  return (generation, client) => {
    const { clientId } = client
    const alias = aliasOf(client)
    const aliasAsId = readClientId(alias) ?? null
    return find.get({ generation, clientId, id: String(clientId), alias, aliasAsId }) === 1
  }
}

/** Tickets and codes are kept for a day after their end, in milliseconds. */
const keptAfterEnd = 86_400_000

function rowSweeps(database: Database): Pick<Generations, 'forgetEnded' | 'sweepAbandoned'> {
  const forget = (Object.keys(endingTables) as (keyof typeof endingTables)[]).map((table) => {
    const columns = generationTables[table]
    const statement = database.prepare(
      `DELETE FROM ${table} WHERE (generation, ${columns}) IN
       (SELECT generation, ${columns} FROM ${table} INDEXED BY ${table}_by_end
        WHERE generation = ? AND ${endingTables[table]} < ? LIMIT ${sweptAtOnce})`,
    )
    const kept = table === 'proofs' ? 0 : keptAfterEnd
    return (generation: number, now: number) => statement.run(generation, now - kept).changes === sweptAtOnce
  })
  const findAbandoned = database.prepare<[], { generation: number }>(
    'SELECT generation FROM generations WHERE abandoned = 1',
  )
  const remove = database.prepare('DELETE FROM generations WHERE generation = ?')
  const clear = Object.entries(generationTables).map(([table, columns]) =>
    database.prepare(
      `DELETE FROM ${table} WHERE (generation, ${columns}) IN
       (SELECT generation, ${columns} FROM ${table} WHERE generation = ? LIMIT ${sweptAtOnce})`,
    ),
  )
  const sweepAbandoned = database.transaction(() => {
    const generation = findAbandoned.get()?.generation
    if (generation === undefined) return false
    const removed = clear.map((statement) => statement.run(generation).changes)
    if (removed.every((count) => count < sweptAtOnce)) remove.run(generation)
    return true
  })
  return {
    forgetEnded: (generation, now) => forget.map((table) => table(generation, now)).includes(true),
    sweepAbandoned: () => sweepAbandoned.immediate(),
  }
}
