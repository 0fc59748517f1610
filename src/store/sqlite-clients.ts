import type { Database } from 'better-sqlite3'
import type { Client } from '../model/client.ts'
import { toClient, type ClientRow } from './rows.ts'
import { clientColumns, prepareNameCheck, type Worlds } from './sqlite-worlds.ts'
import { clientTables } from './tables.ts'
import type { Page } from './store.ts'
import type { Units } from './units.ts'

type ClientMethods = Pick<
  Units,
  'createClient' | 'findClient' | 'findClientByAlias' | 'listClients' | 'updateClient' | 'deleteClient'
>

const columns = 'client_id, client_type, properties'

export function sqliteClients(database: Database, worlds: Worlds): ClientMethods {
  return { ...clientReading(database), ...clientWriting(database, worlds) }
}

function clientReading(database: Database) {
  const find = database.prepare<[number, number], ClientRow>(
    `SELECT ${columns} FROM clients WHERE world = ? AND client_id = ?`,
  )
  const findByAlias = database.prepare<[number, string], ClientRow>(
    `SELECT ${columns} FROM clients INDEXED BY clients_by_alias WHERE world = ? AND alias = ?`,
  )
  const list = clientList(database, '')
  const listHolding = clientList(
    database,
    `AND client_id IN (
       SELECT client_id FROM access_tokens
       WHERE world = @world AND subject = @subject AND expires_at > @now
       UNION SELECT client_id FROM refresh_tokens
       WHERE world = @world AND subject = @subject AND expires_at > @now)`,
  )
  return {
    findClient: (world: number, clientId: number) => {
      const row = find.get(world, clientId)
      return row && toClient(row)
    },
    findClientByAlias: (world: number, alias: string) => {
      const row = findByAlias.get(world, alias)
      return row && toClient(row)
    },
    listClients: (world: number, page: Page, holding?: { subject: string; now: number }) =>
      holding === undefined ? list({ world }, page) : listHolding({ world, ...holding }, page),
  }
}

type Chosen = { readonly world: number; readonly subject?: string; readonly now?: number }

function clientList(database: Database, condition: string) {
  const chosen = `FROM clients WHERE world = @world ${condition}`
  const count = database.prepare<[Chosen], number>(`SELECT count(*) ${chosen}`).pluck()
  const list = database.prepare<[Chosen & { limit: number; offset: number }], ClientRow>(
    `SELECT ${columns} ${chosen} ORDER BY position LIMIT @limit OFFSET @offset`,
  )
  return (wanted: Chosen, { start, end }: Page) => ({
    entries: list.all({ ...wanted, limit: Math.max(0, end - start), offset: start }).map(toClient),
    totalCount: count.get(wanted) as number,
  })
}

function clientWriting(database: Database, worlds: Worlds) {
  const find = database.prepare<[number, number], ClientRow>(
    `SELECT ${columns} FROM clients WHERE world = ? AND client_id = ?`,
  )
  const update = database.prepare(
    `UPDATE clients SET client_type = ?, alias = ?, locked = ?, properties = ?
     WHERE world = ? AND client_id = ?`,
  )
  const isNameTaken = prepareNameCheck(database)
  const removals = clientTables.map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE world = ? AND client_id = ?`),
  )
  const change = database.transaction((world: number, clientId: number, next: (client: Client) => Client) => {
    const row = find.get(world, clientId)
    if (row === undefined) return undefined
    const client = { ...next(toClient(row)), clientId }
    if (isNameTaken(world, client)) return 'alias_taken' as const
    update.run(...clientColumns(client), world, clientId)
    return client
  })
  const remove = database.transaction((world: number, clientId: number) => {
    const [ended = 0] = removals.map((statement) => statement.run(world, clientId).changes)
    return ended === 1
  })
  return {
    createClient: (world: number, client: Client) => worlds.insertClient(world, client),
    updateClient: (world: number, clientId: number, next: (client: Client) => Client) =>
      change.immediate(world, clientId, next),
    deleteClient: (world: number, clientId: number) => remove.immediate(world, clientId),
  }
}
