import { setImmediate } from 'node:timers/promises'
import Database from 'better-sqlite3'
import t from 'tap'
import type { Driver } from '../../src/store/driver.ts'
import { openStore } from '../../src/store/open-store.ts'
import { sqliteDriver } from '../../src/store/sqlite/driver.ts'
import { schema } from '../../src/store/sqlite/schema.ts'
import { Undone, type Steps, type Unit } from '../../src/store/units/unit.ts'
import { storeContract } from './contract.ts'

/** Runs the same units as a database over a socket would: the event loop turns before each statement. */
function asyncDriver(): Driver {
  const database = new Database(':memory:')
  database.exec(schema)
  const statements = sqliteDriver(database)
  const answer = async (unit: Unit<unknown>): Promise<unknown> => {
    await setImmediate()
    return statements.run(unit, (result) => result)
  }
  const transact = async (steps: Steps<unknown>): Promise<unknown> => {
    database.exec('BEGIN')
    try {
      let step = steps.next()
      while (step.done !== true) step = steps.next(await answer(step.value))
      database.exec('COMMIT')
      return step.value
    } catch (error) {
      database.exec('ROLLBACK')
      if (error instanceof Undone) return error.result
      throw error
    }
  }
  let last: Promise<unknown> = Promise.resolve()
  return {
    run: async (unit, then) => {
      const result = last.then(() => ('work' in unit ? transact(unit.work()) : answer(unit)))
      last = result.catch(() => undefined)
      return then((await result) as never)
    },
    isAlone: false,
    version: () => Number.NaN,
    close: () => void database.close(),
  }
}

t.test('an engine that answers later', (t) =>
  storeContract(t, async (t) => {
    const store = openStore(asyncDriver())
    t.teardown(() => store.close())
    return store
  }),
)
