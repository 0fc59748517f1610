import Database from 'better-sqlite3'
import type { GmRequest } from '../../schema/gm.ts'
import { serveFloor, type FloorAnswer } from './floor.ts'

/**
 * The floor of REVOKE on disk: what somebody would write who had only this to do, as durably as the server. It looks the
 * token up, and deletes the grant and its refresh tokens in one transaction, in tables as wide as the server's. The
 * first parameter is the database file, the second how many grants to write into it.
 */
const [, , file = '', count = ''] = process.argv

function openFile(): Database.Database {
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.exec(`
    CREATE TABLE access_tokens (token TEXT PRIMARY KEY, client_id INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE grants (
      grant_id TEXT PRIMARY KEY, client_id INTEGER NOT NULL, subject TEXT, scopes TEXT NOT NULL, claims TEXT NOT NULL,
      authorization_details TEXT NOT NULL, created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE refresh_tokens (
      token TEXT PRIMARY KEY, client_id INTEGER NOT NULL, subject TEXT, scopes TEXT NOT NULL,
      created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, grant_id TEXT, jkt TEXT, certificate_thumbprint TEXT,
      code_hash TEXT, details TEXT, renews_token TEXT, expired_access_token TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX refresh_tokens_of_grant ON refresh_tokens (grant_id);
  `)
  return database
}

function fill(database: Database.Database): void {
  database.prepare("INSERT INTO access_tokens VALUES ('revoker', 1)").run()
  const insertGrant = database.prepare("INSERT INTO grants VALUES (?, 1, 'alice', '[]', '[]', '[]', ?)")
  const insertToken = database.prepare(`
    INSERT INTO refresh_tokens VALUES (?, 1, 'alice', '', ?, ?, ?, NULL, NULL, NULL, NULL, NULL, NULL)
  `)
  const now = Date.now()
  database.transaction(() => {
    for (let number = 0; number < Number(count); number += 1) {
      const grantId = `g${number}`
      insertGrant.run(grantId, now)
      insertToken.run(`refresh-token-of-${grantId}-that-is-as-long`, now, now + 864e5, grantId)
    }
  })()
}

function prepareRevocation(database: Database.Database): (request: GmRequest) => FloorAnswer {
  const findToken = database.prepare<[string]>('SELECT client_id FROM access_tokens WHERE token = ?')
  const deleteTokens = database.prepare<[string]>('DELETE FROM refresh_tokens WHERE grant_id = ?')
  const deleteGrant = database.prepare<[string]>('DELETE FROM grants WHERE grant_id = ?')
  const revoke = database.transaction((grantId: string): boolean => {
    deleteTokens.run(grantId)
    return deleteGrant.run(grantId).changes === 1
  })
  return ({ accessToken = '', grantId = '' }) => {
    if (findToken.get(accessToken) === undefined) return { action: 'UNAUTHORIZED' }
    return { action: revoke(grantId) ? 'NO_CONTENT' : 'NOT_FOUND' }
  }
}

const database = openFile()
fill(database)
await serveFloor(prepareRevocation(database))
