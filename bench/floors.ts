import Database from 'better-sqlite3'
import fastify from 'fastify'
import { GmRequestSchema, type GmRequest } from '../schema/gm.ts'

/**
 * What the server is compared with, in a process of its own: a bare Fastify route with a body schema and, when called
 * with `lookups`, two prepared look-ups in SQLite. Its answer is as long as that of the demo world's QUERY.
 */
const rows = 5000
const padding = 'x'.repeat(400)

type LookUp = (request: GmRequest) => string

function prepareLookUps(): LookUp {
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
      insertGrant.run(grantId, padding)
    }
  })()
  const findToken = database.prepare<[string]>('SELECT client_id FROM tokens WHERE token = ?')
  const findGrant = database.prepare<[string], { content: string }>(
    'SELECT content FROM grants WHERE grant_id = ?',
  )
  return ({ accessToken = '', grantId = '' }) =>
    findToken.get(accessToken) === undefined ? '' : (findGrant.get(grantId)?.content ?? '')
}

/** The token and the grant of the load, among many others. */
function listRows(): readonly (readonly [string, string, number])[] {
  const others = Array.from({ length: rows - 1 }, (_, number) => {
    return [`token-${number}`, `grant-${number}`, number] as const
  })
  return [...others, ['demo-bearer', 'demo-grant', rows]]
}

const lookUp: LookUp = process.argv.includes('lookups') ? prepareLookUps() : () => padding

const app = fastify()
app.post<{ Body: GmRequest }>(
  '/api/:serviceId/gm',
  { schema: { body: GmRequestSchema } },
  async (request) => {
    const responseContent = lookUp(request.body)
    const action = responseContent === '' ? 'NOT_FOUND' : 'OK'
    return {
      resultCode: 'floor',
      resultMessage: '[floor] What the server is compared with.',
      action,
      responseContent,
    }
  },
)
console.log(`floor on ${await app.listen({ port: 0, host: '127.0.0.1' })}`)
