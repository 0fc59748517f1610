import type { Database } from 'better-sqlite3'
import type { Driver } from '../driver.ts'
import { Undone, type Steps, type Transaction, type Unit } from '../units/unit.ts'
import { createStatements } from './statements.ts'

/** Runs units of work in SQLite, synchronously. */
export function sqliteDriver(database: Database): Driver {
  const statements = createStatements(database)
  const version = database.memory ? () => 0 : versionReader(database, statements.forgetKept)
  const finish = (steps: Steps<unknown>): unknown => {
    let step = steps.next()
    while (step.done !== true) step = steps.next(perform(step.value))
    return step.value
  }
  const begin = database.transaction((work: () => Steps<unknown>) => {
    version()
    return finish(work())
  })
  /** A transaction within another one joins it; in memory nothing comes between the statements of one that reads. */
  const transact = ({ kind, work }: Transaction<unknown>): unknown => {
    if ((database.memory && kind === 'read') || database.inTransaction) return finish(work())
    return orUndone(() => (kind === 'write' ? begin.immediate(work) : begin.deferred(work)))
  }
  const perform = (unit: Unit<unknown>): unknown => ('work' in unit ? transact(unit) : statements.run(unit))
  return {
    run: <Result, Answer>(unit: Unit<Result>, then: (result: Result) => Answer | Promise<Answer>) =>
      then(perform(unit) as Result),
    isAlone: database.memory,
    version,
    close: () => void database.close(),
  }
}

function orUndone(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    if (error instanceof Undone) return error.result
    throw error
  }
}

/** Reads the version of the data. When another process has written, what was kept is no longer true. */
function versionReader(database: Database, forgetKept: () => void): () => number {
  const statement = database.prepare<[], number>('PRAGMA data_version').pluck()
  let last = Number.NaN
  return () => {
    const version = Number(statement.get())
    if (version !== last) forgetKept()
    last = version
    return version
  }
}
