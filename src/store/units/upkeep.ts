import { readGeneration } from './generations.ts'
import { anyPending } from './pending.ts'
import { generationTables, keyColumns, nameRows, type GenerationTable } from './tables.ts'
import { change, one, returned, transaction, type Query, type Steps, type Transaction } from './unit.ts'

/** How many rows of each table one sweep deletes at most, so that a sweep never delays a call for long. */
const sweptAtOnce = 500

export function ping(): Query<unknown> {
  return one('SELECT generation FROM services LIMIT 1', [], (row) => row)
}

export function countStart(): Transaction<number> {
  return transaction('write', function* () {
    const start = yield* returned('INSERT INTO starts DEFAULT VALUES RETURNING start', [], readStart)
    return Number(start) - 1
  })
}

function readStart({ start }: { readonly start: number }): number {
  return start
}

export function forgetEnded(now: number): Transaction<boolean> {
  return transaction('write', function* () {
    const mayHaveProofs = yield* removeSome('proofs', '/* by proofs_by_due */ WHERE due < ?', now)
    const pending = '/* by pending_by_due */ WHERE due < ?'
    const mayHavePending = yield* removeSome('pending', pending, now, [anyPending])
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
    for (const table of Object.keys(generationTables) as GenerationTable[]) {
      const about = [nameRows(table, generation)]
      if (yield* removeSome(table, 'WHERE generation = ?', generation, about)) mayHaveMore = true
    }
    if (!mayHaveMore) yield* change('DELETE FROM generations WHERE generation = ?', [generation])
    return true
  })
}

/** Deletes a bounded number of rows. True if there may be more. */
function* removeSome(
  table: GenerationTable,
  chosen: string,
  value: number,
  about?: readonly string[],
): Steps<boolean> {
  const key = `generation, ${keyColumns[table]}`
  const rows = yield* change(
    `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} ${chosen} LIMIT ${sweptAtOnce})`,
    [value],
    about,
  )
  return rows === sweptAtOnce
}
