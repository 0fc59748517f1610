import { tokenColumns } from './rows.ts'

/** The tables whose rows are deleted with their generation, each with its other columns. */
export const generationTables = {
  clients: 'client_id, position, client_type, alias, locked, properties',
  grants: 'grant_id, client_id, subject, scopes, claims, authorization_details, created_at',
  access_tokens: `${tokenColumns}, refresh_token_hash`,
  refresh_tokens: `${tokenColumns}, renews_token_hash, expired_access_token_hash`,
  pending: 'kind, key_hash, client_id, content, used, ends_at',
  granted_scopes: 'client_id, subject, latest, merged, modified_at',
  proofs: 'api, jkt, jti_hash, forget_at',
} as const

export type GenerationTable = keyof typeof generationTables

/** The columns that identify a row within its generation. */
export const keyColumns: Readonly<Record<GenerationTable, string>> = {
  clients: 'client_id',
  grants: 'grant_id',
  access_tokens: 'token_hash',
  refresh_tokens: 'token_hash',
  pending: 'kind, key_hash',
  granted_scopes: 'client_id, subject',
  proofs: 'api, jkt, jti_hash',
}

/** The tables whose rows are deleted with their client. */
export const clientTables = [
  'clients',
  'grants',
  'access_tokens',
  'refresh_tokens',
  'pending',
  'granted_scopes',
] as const

/** The tables whose rows an engine may keep in memory: a change of any other concerns nothing that is kept. */
export const keptTables = [
  'services',
  'api_tokens',
  'clients',
  'grants',
  'access_tokens',
  'refresh_tokens',
  'pending',
] as const

type KeptTable = (typeof keptTables)[number]

/** The generation of a row; that of API tokens is their service, and services have none. */
type Scope = number | string

/**
 * The name of a row: a read names the rows that its result comes from, and a change those that it is about. A database
 * stores a lone surrogate as U+FFFD, so both are one name.
 */
export function nameRow(table: KeptTable, scope: Scope, key: string | number): string {
  return `${table} ${scope} ${key}`.toWellFormed()
}

/** The name of all rows of a generation. */
export function nameRows(table: string, scope: Scope): string {
  return `${table} ${scope}`
}

/** Both names of a row. */
export function namesOf(table: KeptTable, scope: Scope, key: string | number): readonly string[] {
  return [nameRow(table, scope, key), nameRows(table, scope)]
}
