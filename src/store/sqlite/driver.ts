import type { Database, Statement } from 'better-sqlite3'
import type { Driver } from '../driver.ts'
import { Undone, type Query, type Steps, type Transaction, type Unit } from '../units/unit.ts'

/** Runs units of work in SQLite, synchronously. Prepared statements are cached by their text. */
export function sqliteDriver(database: Database): Driver {
  const prepare = statementKeeper(database)
  const answer = (query: Query<unknown>): unknown => {
    const statement = prepare(query.text)
    const read = query.read as (row: unknown) => unknown
    switch (query.kind) {
      case 'change':
        return read(statement.run(...query.values).changes)
      case 'all':
        return statement.all(...query.values).map((row) => read(row))
      case 'exists':
        return statement.get(...query.values) !== undefined
      case 'one':
      case 'returned': {
        const row = statement.get(...query.values)
        return row === undefined ? undefined : read(row)
      }
    }
  }
  const finish = (steps: Steps<unknown>): unknown => {
    let step = steps.next()
    while (step.done !== true) step = steps.next(perform(step.value))
    return step.value
  }
  const begin = database.transaction((work: () => Steps<unknown>) => finish(work()))
  /** A transaction within another one joins it. */
  const transact = ({ kind, work }: Transaction<unknown>): unknown => {
    if (database.inTransaction) return finish(work())
    return orUndone(() => (kind === 'write' ? begin.immediate(work) : begin.deferred(work)))
  }
  const perform = (unit: Unit<unknown>): unknown => ('work' in unit ? transact(unit) : answer(unit))
  return {
    run: <Result, Answer>(unit: Unit<Result>, then: (result: Result) => Answer | Promise<Answer>) =>
      then(perform(unit) as Result),
    isAlone: database.memory,
    version: database.memory ? () => 0 : versionReader(database),
    close: () => void database.close(),
  }
}

function statementKeeper(database: Database): (text: string) => Statement {
  const statements = new Map<string, Statement>()
  return (text) => {
    const kept = statements.get(text)
    if (kept !== undefined) return kept
    const statement = database.prepare(nameIndexes(text))
    statements.set(text, statement)
    return statement
  }
}

/** SQLite would prefer the primary key, which begins with the generation of all statements, to any other index. */
function nameIndexes(text: string): string {
  return text.replaceAll(/\/\* by (\w+) \*\//g, 'INDEXED BY $1')
}

function orUndone(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    if (error instanceof Undone) return error.result
    throw error
  }
}

function versionReader(database: Database): () => number {
  const version = database.prepare<[], number>('PRAGMA data_version').pluck()
  return () => Number(version.get())
}
