import type { RememberedScopes } from '../../model/authorization.ts'
import type { InitialState } from '../../model/baseline.ts'
import { generationTables, keyColumns, nameRows, type GenerationTable } from './tables.ts'
import { insertClient } from './clients.ts'
import { insertGrant } from './grants.ts'
import { insertAccessToken, insertRefreshToken } from './token-rows.ts'
import {
  change,
  exists,
  one,
  returned,
  transaction,
  type Query,
  type Steps,
  type Transaction,
} from './unit.ts'

/** How many rows of each table one sweep deletes at most, so that a sweep never delays a call for long. */
const sweptAtOnce = 500

/** Pending records are kept for a day after their end, in milliseconds, so that they are reported as expired. */
const keptAfterEnd = 86_400_000

function readGeneration({ generation }: { readonly generation: number }): number {
  return generation
}

export function* beginGeneration(): Steps<number> {
  return (yield* returned(
    'INSERT INTO generations DEFAULT VALUES RETURNING generation',
    [],
    readGeneration,
  )) as number
}

export function abandonGeneration(generation: number): Query<number> {
  return change('UPDATE generations SET abandoned = 1 WHERE generation = ?', [generation])
}

export function isCurrent(generation: number): Query<boolean> {
  return exists('FROM generations WHERE generation = ? AND abandoned = 0', [generation])
}

export function* fillGeneration(generation: number, state: InitialState): Steps<void> {
  for (const client of state.clients) yield* insertClient(generation, client)
  for (const grant of state.grants) yield* insertGrant(generation, grant)
  for (const token of state.accessTokens) yield* insertAccessToken(generation, token)
  for (const token of state.refreshTokens) yield* insertRefreshToken(generation, token)
  for (const scopes of state.grantedScopes) yield* insertGrantedScopes(generation, scopes)
}

function insertGrantedScopes(generation: number, scopes: RememberedScopes): Query<number> {
  const { clientId, subject, latest, merged, modifiedAt } = scopes
  return change('INSERT INTO granted_scopes VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING', [
    generation,
    clientId,
    subject,
    latest.join(' '),
    merged.join(' '),
    modifiedAt,
  ])
}

/** Begins a generation with the rows of another one. */
export function* copyGeneration(from: number): Steps<number> {
  const generation = yield* beginGeneration()
  for (const [table, columns] of Object.entries(generationTables)) {
    yield* change(
      `INSERT INTO ${table} (generation, ${columns})
       SELECT CAST(? AS BIGINT), ${columns} FROM ${table} WHERE generation = ?`,
      [generation, from],
      [nameRows(table, generation)],
    )
  }
  return generation
}

export function forgetEnded(generation: number, now: number): Transaction<boolean> {
  return transaction('write', function* () {
    const proofs = '/* by proofs_by_end */ WHERE generation = ? AND forget_at < ?'
    const pending = '/* by pending_by_end */ WHERE generation = ? AND ends_at < ?'
    const mayHaveProofs = yield* removeSome('proofs', proofs, [generation, now])
    const mayHavePending = yield* removeSome('pending', pending, [generation, now - keptAfterEnd])
    return mayHaveProofs || mayHavePending
  })
}

export function sweepAbandoned(): Transaction<boolean> {
  return transaction('write', function* () {
    const generation = yield* one(
      'SELECT generation FROM generations WHERE abandoned = 1 LIMIT 1',
      [],
      readGeneration,
    )
    if (generation === undefined) return false
    let mayHaveMore = false
    for (const table of Object.keys(generationTables)) {
      if (yield* removeSome(table as GenerationTable, 'WHERE generation = ?', [generation]))
        mayHaveMore = true
    }
    if (!mayHaveMore) yield* change('DELETE FROM generations WHERE generation = ?', [generation])
    return true
  })
}

/** Deletes a bounded number of rows. True if there may be more. */
function* removeSome(
  table: GenerationTable,
  chosen: string,
  values: readonly [generation: number, end?: number],
): Steps<boolean> {
  const key = `generation, ${keyColumns[table]}`
  const rows = yield* change(
    `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} ${chosen} LIMIT ${sweptAtOnce})`,
    values as readonly number[],
    [nameRows(table, values[0])],
  )
  return rows === sweptAtOnce
}
