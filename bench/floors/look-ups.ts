import Database from 'better-sqlite3'
import type { GmRequest } from '../../schema/gm.ts'
import { content, serveFloor, type FloorAnswer } from './floor.ts'

/** Floor 1, and floor 2 when called with `look-ups`: two prepared look-ups in SQLite before the same answer. */
const rows = 5000

function prepareLookUps(): (request: GmRequest) => FloorAnswer {
  const database = new Database(':memory:')
  database.exec(`
    CREATE TABLE tokens (token TEXT PRIMARY KEY, client_id INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE grants (grant_id TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `)
  const insertToken = database.prepare('INSERT INTO tokens VALUES (?, ?)')
  const insertGrant = database.prepare('INSERT INTO grants VALUES (?, ?)')
  database.transaction(() => {
    for (const [token, grantId, number] of listRows()) {
      insertToken.run(token, number)
      insertGrant.run(grantId, content)
    }
  })()
  const findToken = database.prepare<[string]>('SELECT client_id FROM tokens WHERE token = ?')
  const findGrant = database.prepare<[string], { content: string }>(
    'SELECT content FROM grants WHERE grant_id = ?',
  )
  return ({ accessToken = '', grantId = '' }) => {
    const grant = findToken.get(accessToken) === undefined ? undefined : findGrant.get(grantId)
    return grant === undefined ? { action: 'NOT_FOUND' } : { action: 'OK', responseContent: grant.content }
  }
}

/** The token and the grant of the load, among many others. */
function listRows(): readonly (readonly [string, string, number])[] {
  const others = Array.from({ length: rows - 1 }, (_, number) => {
    return [`token-${number}`, `grant-${number}`, number] as const
  })
  return [...others, ['demo-bearer', 'demo-grant', rows]]
}

const withLookUps = process.argv.includes('look-ups')
await serveFloor(withLookUps ? prepareLookUps() : () => ({ action: 'OK', responseContent: content }))
