import { aliasOf, readClientId } from '../../base/client-names.ts'
import type { Client } from '../../model/client.ts'
import type { ClientKey, Holding, Page, Part } from '../values.ts'
import { toClient } from './rows.ts'
import { clientTables, nameRow, nameRows, namesOf } from './tables.ts'
import { change, changeOne, exists, kept, listPart, transaction } from './unit.ts'
import type { Query, Steps, Transaction, Value } from './unit.ts'

const select = 'SELECT client_id, client_type, properties FROM clients'
const selectById = `${select} WHERE generation = ? AND client_id = ?`
const selectByAlias = `${select} /* by clients_by_alias */ WHERE generation = ? AND alias = ?`

export function findClient(generation: number, key: ClientKey): Query<Client | undefined> {
  const rows = ({ clientId }: Client) => namesOf('clients', generation, clientId)
  return 'alias' in key
    ? kept(selectByAlias, [generation, key.alias], toClient, rows)
    : kept(selectById, [generation, key.clientId], toClient, rows)
}

export function listClients(generation: number, page: Page, holding?: Holding): Transaction<Part<Client>> {
  const [chosen, values] = chooseClients(generation, holding)
  return listPart({ select, from: 'clients', chosen, order: 'position' }, values, page, toClient)
}

function chooseClients(generation: number, holding: Holding | undefined): [string, readonly Value[]] {
  if (holding === undefined) return ['WHERE generation = ?', [generation]]
  const { subject, now } = holding
  const held = 'WHERE generation = ? AND subject = ? AND expires_at > ?'
  const chosen = `WHERE generation = ? AND client_id IN (
    SELECT client_id FROM access_tokens ${held} UNION SELECT client_id FROM refresh_tokens ${held})`
  return [chosen, [generation, generation, subject, now, generation, subject, now]]
}

export function createClient(generation: number, client: Client): Transaction<boolean> {
  return transaction('write', () => insertClient(generation, client))
}

/** False if the id or the alias is the id or the alias of another one. */
export function* insertClient(generation: number, client: Client): Steps<boolean> {
  if (yield* isNameTaken(generation, client)) return false
  return yield* changeOne(
    `INSERT INTO clients (generation, client_id, position, client_type, alias, locked, properties)
     VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM clients WHERE generation = ?), ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
    [generation, client.clientId, generation, ...valuesOf(client)],
    [nameRow('clients', generation, client.clientId)],
  )
}

export function updateClient(
  generation: number,
  clientId: number,
  next: (client: Client) => Client,
): Transaction<Client | 'alias_taken' | undefined> {
  return transaction('write', function* () {
    const found = yield* findClient(generation, { clientId })
    if (found === undefined) return undefined
    const client = { ...next(found), clientId }
    if (yield* isNameTaken(generation, client)) return 'alias_taken'
    yield* change(
      `UPDATE clients SET client_type = ?, alias = ?, locked = ?, properties = ?
       WHERE generation = ? AND client_id = ?`,
      [...valuesOf(client), generation, clientId],
      [nameRow('clients', generation, clientId)],
    )
    return client
  })
}

export function deleteClient(generation: number, clientId: number): Transaction<boolean> {
  return transaction('write', function* () {
    let isDeleted = false
    for (const table of clientTables) {
      const rows = yield* change(
        `DELETE FROM ${table} WHERE generation = ? AND client_id = ?`,
        [generation, clientId],
        [nameRows(table, generation)],
      )
      if (table === 'clients') isDeleted = rows === 1
    }
    return isDeleted
  })
}

/** The columns of a client: its type, its alias, whether it is locked, its properties. */
function valuesOf(client: Client): readonly Value[] {
  const { clientType, properties } = client
  return [clientType, findOtherName(client), properties.locked === true ? 1 : 0, JSON.stringify(properties)]
}

/** The alias of a client, enabled or not; null if it equals its id. */
function findOtherName(client: Client): string | null {
  const alias = aliasOf(client)
  return alias === String(client.clientId) ? null : alias
}

/** Whether a name of a client is the id or the alias of another one (Authlete Client `clientIdAlias`). */
function isNameTaken(generation: number, client: Client): Query<boolean> {
  const { clientId } = client
  const alias = aliasOf(client)
  return exists(
    `FROM clients /* by clients_by_alias */ WHERE generation = ? AND alias IN (?, ?) AND client_id <> ?
     UNION ALL SELECT 1 FROM clients WHERE generation = ? AND client_id = ? AND client_id <> ?`,
    [generation, String(clientId), alias, clientId, generation, readClientId(alias) ?? null, clientId],
  )
}
