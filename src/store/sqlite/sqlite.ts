import type { Database } from 'better-sqlite3'
import { openStore } from '../open-store.ts'
import type { Store } from '../store.ts'
import { sqliteDriver } from './driver.ts'
import { openDatabase } from './open-database.ts'
import { applicationId, layoutVersion, schema } from './schema.ts'

/**
 * A store in SQLite, in memory without a file. On disk it uses write-ahead logging with `synchronous = NORMAL`:
 * confirmed writes survive the end of the process, a power failure may lose the last ones. A unit fails if it waits
 * longer than `lockWaitMs` for another process; the wait blocks this one. Throws if the file is not the mock's.
 */
export function openSqliteStore(file?: string, lockWaitMs = 0): Store {
  const database = openDatabase(file ?? ':memory:', { timeout: lockWaitMs })
  try {
    // In memory all pages are cached, and a commit that has split pages visits each of them: make them fewer.
    if (file === undefined) database.pragma('page_size = 8192')
    prepareLayout(database, file)
    if (file !== undefined) {
      database.pragma('journal_mode = WAL')
      database.pragma('synchronous = NORMAL')
    }
    return openStore(sqliteDriver(database))
  } catch (error) {
    database.close()
    throw error
  }
}

function prepareLayout(database: Database, file: string | undefined): void {
  const found = database.pragma('user_version', { simple: true })
  const owner = database.pragma('application_id', { simple: true })
  if (found === layoutVersion && owner === applicationId) return
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined
  if (!isEmpty) throw new Error(`${file} ${explainLayout(found, owner)} Give another file with --data.`)
  database.transaction(() => {
    database.exec(schema)
    database.pragma(`user_version = ${layoutVersion}`)
    database.pragma(`application_id = ${applicationId}`)
  })()
}

/** Why a file is refused, and, for one of an older version, how to transfer its state. */
function explainLayout(found: unknown, owner: unknown): string {
  if (owner !== applicationId || Number(found) > layoutVersion) {
    return 'is not a database of this version of gm-mock.'
  }
  return 'was written by an older version of gm-mock. To keep what it holds, start that version with it, save a snapshot of all services (PUT /_mock/snapshots/{name}), download it (GET the same path), and start this version with the download as --fixtures.'
}
