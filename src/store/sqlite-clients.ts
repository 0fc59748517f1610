import type { Database } from 'better-sqlite3'
import type { Client } from '../model/client.ts'
import { toClient, type ClientRow } from './rows.ts'
import { clientColumns, prepareNameCheck, type Generations } from './sqlite-generations.ts'
import { clientTables } from './tables.ts'
import type { Page } from './store.ts'
import type { Units } from './units.ts'

type ClientMethods = Pick<
  Units,
  'createClient' | 'findClient' | 'findClientByAlias' | 'listClients' | 'updateClient' | 'deleteClient'
>

const columns = 'client_id, client_type, properties'

export function sqliteClients(database: Database, generations: Generations): ClientMethods {
  return { ...clientReading(database), ...clientWriting(database, generations) }
}

function clientReading(database: Database) {
  const find = database.prepare<[number, number], ClientRow>(
    `SELECT ${columns} FROM clients WHERE generation = ? AND client_id = ?`,
  )
  const findByAlias = database.prepare<[number, string], ClientRow>(
    `SELECT ${columns} FROM clients INDEXED BY clients_by_alias WHERE generation = ? AND alias = ?`,
  )
  const list = clientList(database, '')
  const listHolding = clientList(
    database,
    `AND client_id IN (
       SELECT client_id FROM access_tokens
       WHERE generation = @generation AND subject = @subject AND expires_at > @now
       UNION SELECT client_id FROM refresh_tokens
       WHERE generation = @generation AND subject = @subject AND expires_at > @now)`,
  )
  return {
    findClient: (generation: number, clientId: number) => {
      const row = find.get(generation, clientId)
      return row && toClient(row)
    },
    findClientByAlias: (generation: number, alias: string) => {
      const row = findByAlias.get(generation, alias)
      return row && toClient(row)
    },
    listClients: (generation: number, page: Page, holding?: { subject: string; now: number }) =>
      holding === undefined ? list({ generation }, page) : listHolding({ generation, ...holding }, page),
  }
}

type Chosen = { readonly generation: number; readonly subject?: string; readonly now?: number }

function clientList(database: Database, condition: string) {
  const chosen = `FROM clients WHERE generation = @generation ${condition}`
  const count = database.prepare<[Chosen], number>(`SELECT count(*) ${chosen}`).pluck()
  const list = database.prepare<[Chosen & { limit: number; offset: number }], ClientRow>(
    `SELECT ${columns} ${chosen} ORDER BY position LIMIT @limit OFFSET @offset`,
  )
  return (wanted: Chosen, { start, end }: Page) => ({
    entries: list.all({ ...wanted, limit: Math.max(0, end - start), offset: start }).map(toClient),
    totalCount: count.get(wanted) as number,
  })
}

function clientWriting(database: Database, generations: Generations) {
  const find = database.prepare<[number, number], ClientRow>(
    `SELECT ${columns} FROM clients WHERE generation = ? AND client_id = ?`,
  )
  const update = database.prepare(
    `UPDATE clients SET client_type = ?, alias = ?, locked = ?, properties = ?
     WHERE generation = ? AND client_id = ?`,
  )
  const isNameTaken = prepareNameCheck(database)
  const removals = clientTables.map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE generation = ? AND client_id = ?`),
  )
  const change = database.transaction(
    (generation: number, clientId: number, next: (client: Client) => Client) => {
      const row = find.get(generation, clientId)
      if (row === undefined) return undefined
      const client = { ...next(toClient(row)), clientId }
      if (isNameTaken(generation, client)) return 'alias_taken' as const
      update.run(...clientColumns(client), generation, clientId)
      return client
    },
  )
  const remove = database.transaction((generation: number, clientId: number) => {
    const [ended = 0] = removals.map((statement) => statement.run(generation, clientId).changes)
    return ended === 1
  })
  return {
    createClient: (generation: number, client: Client) => generations.insertClient(generation, client),
    updateClient: (generation: number, clientId: number, next: (client: Client) => Client) =>
      change.immediate(generation, clientId, next),
    deleteClient: (generation: number, clientId: number) => remove.immediate(generation, clientId),
  }
}
