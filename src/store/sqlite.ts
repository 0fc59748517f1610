import Database from 'better-sqlite3'
import { applicationId, laterIndexes, layoutVersion, tables } from './tables.ts'
import { sqliteAuthorizations } from './sqlite-authorizations.ts'
import { sqliteClients } from './sqlite-clients.ts'
import { sqliteIssues } from './sqlite-issues.ts'
import { sqliteOwnedTokens } from './sqlite-owned-tokens.ts'
import { sqliteServices } from './sqlite-services.ts'
import { sqliteSnapshots } from './sqlite-snapshots.ts'
import { sqliteTokens } from './sqlite-tokens.ts'
import { sqliteGenerations } from './sqlite-generations.ts'
import type { Store } from './store.ts'
import { countWrites } from './counted-units.ts'
import { sqliteCalls } from './sqlite-calls.ts'
import type { NamedUnits, Units } from './units.ts'

/**
 * A store in SQLite, in memory when no file is given. On disk it writes ahead with `synchronous = NORMAL`: what it
 * answered survives the death of the process, a power cut may take the last moments. A unit fails that waits longer than
 * `lockWaitMs` for another process; the wait blocks this one. Throws when the file is not ours.
 */
export function openSqliteStore(file?: string, lockWaitMs = 0): Store {
  const database = new Database(file ?? ':memory:', { timeout: lockWaitMs })
  try {
    prepareLayout(database, file)
    database.exec(laterIndexes)
    if (file !== undefined) {
      database.pragma('journal_mode = WAL')
      database.pragma('synchronous = NORMAL')
    }
    const generations = sqliteGenerations(database)
    return openUnits(database, {
      ping: () => void database.prepare('SELECT count(*) FROM services').get(),
      close: () => void database.close(),
      countStart: () =>
        Number(database.prepare('INSERT INTO starts DEFAULT VALUES').run().lastInsertRowid) - 1,
      ...sqliteServices(database, generations),
      ...sqliteSnapshots(database, generations),
      ...sqliteTokens(database, generations),
      ...sqliteClients(database, generations),
      ...sqliteAuthorizations(database),
      ...sqliteIssues(database, generations),
      ...sqliteOwnedTokens(database, generations),
      forgetEnded: (generation, now) => generations.forgetEnded(generation, now),
      sweepAbandoned: () => generations.sweepAbandoned(),
    })
  } catch (error) {
    database.close()
    throw error
  }
}

function openUnits(database: Database.Database, units: Units): Store {
  const counted = countWrites(units)
  const methods = Object.entries(counted.units as NamedUnits).map(
    ([name, unit]) => [name, async (...values: readonly unknown[]) => unit(...values)] as const,
  )
  return { ...Object.fromEntries(methods), openCall: sqliteCalls(database, counted) } as unknown as Store
}

function prepareLayout(database: Database.Database, file: string | undefined): void {
  const found = database.pragma('user_version', { simple: true })
  const owner = database.pragma('application_id', { simple: true })
  if (found === layoutVersion && owner === applicationId) return
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined
  if (!isEmpty) {
    throw new Error(`${file} is not a database of this version of gm-mock. Give another file with --data.`)
  }
  database.transaction(() => {
    database.exec(tables)
    database.pragma(`user_version = ${layoutVersion}`)
    database.pragma(`application_id = ${applicationId}`)
  })()
}
