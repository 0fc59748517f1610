import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import t, { type Test } from 'tap'
import { openSqliteStore } from '../../src/store/sqlite/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { storeContract } from './contract.ts'
import { generationTables } from '../../src/store/units/tables.ts'
import { Overtaken } from '../../src/base/overtaken.ts'
import {
  toEmpty,
  accessTokensOf,
  clientOf,
  codeOf,
  issueOf,
  proofOf,
  serviceOf,
  ticketOf,
  tokenOf,
  generationOf,
} from './samples.ts'

function openStore(t: Test, file?: string): Store {
  const store = openSqliteStore(file)
  t.teardown(() => store.close())
  return store
}

const fileIn = (t: Test): string => join(t.testdir(), 'mock.db')

t.test('SQLite in memory', (t) => storeContract(t, async (t) => openStore(t)))
t.test('SQLite on a file', (t) => storeContract(t, async (t) => openStore(t, fileIn(t))))

t.test('a file keeps everything when it is opened again', async (t) => {
  const file = fileIn(t)
  const before = openSqliteStore(file)
  await before.createServices([serviceOf('1'), serviceOf('2', { origin: 'fixture' })])
  await before.deleteService('2')
  const generation = await generationOf(before, '1')
  await before.saveToken(generation, tokenOf('one'))
  await before.recordProof(generation, proofOf('jti'))
  await before.saveApiToken({ tokenHash: 'organization', rights: ['ADMIN'] })
  const service = await before.findService('1')
  const found = await before.findAccessToken(generation, { tokenHash: 'one' })
  const grants = await before.listGrants(generation)
  await before.close()

  const after = openStore(t, file)
  t.strictSame(await after.findService('1'), service)
  t.equal(await after.findService('2'), undefined)
  t.strictSame(await after.listFixtureServices(), ['2'])
  t.strictSame(await after.findAccessToken(generation, { tokenHash: 'one' }), found)
  t.strictSame(await after.listGrants(generation), grants)
  t.equal(await after.recordProof(generation, proofOf('jti')), false)
  t.strictSame(await after.findApiToken('organization'), { tokenHash: 'organization', rights: ['ADMIN'] })
})

t.test('a file of an older layout is refused, and the message names the way out', async (t) => {
  const file = fileIn(t)
  alterOwn(file, 'user_version = 5')
  t.throws(() => openSqliteStore(file), {
    message: `${file} was written by an older version of gm-mock. To keep what it holds, start that version with it, save a snapshot of all services (PUT /_mock/snapshots/{name}), download it (GET the same path), and start this version with the download as --fixtures. Give another file with --data.`,
  })
})

t.test(
  'an expired token that another process has just taken is unknown, and a grant that it has ended is not ended again',
  async (t) => {
    const file = fileIn(t)
    const store = openStore(t, file)
    await store.createServices([serviceOf('1')])
    const generation = await generationOf(store, '1')
    await store.saveToken(generation, tokenOf('one'))
    withDatabase(file, (database) =>
      database.exec(`
      CREATE TRIGGER faster BEFORE DELETE ON access_tokens BEGIN SELECT RAISE(IGNORE); END;
      CREATE TRIGGER sooner BEFORE DELETE ON grants BEGIN SELECT RAISE(IGNORE); END;
    `),
    )
    t.equal(await store.takeAccessToken(generation, 'one', Number.MAX_SAFE_INTEGER), undefined)
    t.equal(await store.revokeGrant(generation, 'one-grant'), false)
  },
)

t.test('a file that is refused is left as it was', async (t) => {
  const file = fileIn(t)
  withDatabase(file, (database) => database.exec('CREATE TABLE x (y)'))
  const before = readFileSync(file)
  t.throws(() => openSqliteStore(file))
  t.ok(readFileSync(file).equals(before))
})

t.test('two stores on one file see what the other has written', async (t) => {
  const file = fileIn(t)
  const [one, other] = [openStore(t, file), openStore(t, file)]
  await one.createServices([serviceOf('1')])
  const generation = await generationOf(other, '1')
  await one.saveToken(generation, tokenOf('one'))
  const ended = await Promise.all([one, other].map((store) => store.revokeGrant(generation, 'one-grant')))
  t.equal(ended.filter(Boolean).length, 1)
  await one.savePending(generation, 'ticket', ticketOf('ticket'))
  t.equal(await other.issueCode(generation, 'ticket', codeOf('code')), 'issued')
  const redeemed = await Promise.all(
    [one, other].map((store, index) =>
      store.redeemPending(generation, 'code', 'code', issueOf(`token-${index}`)),
    ),
  )
  t.strictSame(redeemed, [{}, { refused: 'spent' }])
})

t.test('a call is overtaken by what another process has written', async (t) => {
  const file = fileIn(t)
  const [one, other] = [openStore(t, file), openStore(t, file)]
  await one.createServices([serviceOf('1')])
  const generation = await generationOf(one, '1')
  await one.createClient(generation, clientOf(1))
  const call = one.openCall()
  await call.ask('findClient', [generation, { clientId: 1 }])
  await other.deleteClient(generation, 1)
  await t.rejects(call.ask('issueTokens', [generation, issueOf('token')]), Overtaken)
  await t.rejects(call.confirm(), Overtaken)
  t.strictSame(await accessTokensOf(other, generation), [])
})

const strangers: Readonly<Record<string, (file: string) => void>> = {
  'that another application made': (file) =>
    withDatabase(file, (database) => database.exec('CREATE TABLE x (y)')),
  'with another layout number': (file) => alterOwn(file, 'user_version = 99'),
  'with the tables but not the mark of this application': (file) => alterOwn(file, 'application_id = 1'),
}
for (const [what, make] of Object.entries(strangers)) {
  t.test(`a database file ${what} is refused`, async (t) => {
    const file = fileIn(t)
    make(file)
    const message = `${file} is not a database of this version of gm-mock. Give another file with --data.`
    t.throws(() => openSqliteStore(file), { message })
    withDatabase(file, (database) => t.ok(database.prepare('SELECT 1 FROM sqlite_schema').get()))
  })
}

t.test('a file that is no database is refused', async (t) => {
  const file = fileIn(t)
  writeFileSync(file, 'plain text that is longer than the header of a database file'.repeat(10))
  t.throws(() => openSqliteStore(file), { code: 'SQLITE_NOTADB' })
})

function withDatabase(file: string, use: (database: Database.Database) => unknown): void {
  const database = new Database(file)
  use(database)
  database.close()
}

function alterOwn(file: string, pragma: string): void {
  const store = openSqliteStore(file)
  void store.close()
  withDatabase(file, (database) => database.pragma(pragma))
}

for (const wait of [0, 50]) {
  t.test(`a write fails ${wait} ms after another process has locked the file`, async (t) => {
    const file = fileIn(t)
    const store = openSqliteStore(file, wait)
    t.teardown(() => store.close())
    const other = new Database(file)
    t.teardown(() => other.close())
    other.exec('BEGIN IMMEDIATE')
    const begun = performance.now()
    await t.rejects(store.createServices([serviceOf('1')]), { code: 'SQLITE_BUSY' })
    t.ok(performance.now() - begun >= wait)
    other.exec('ROLLBACK')
    t.strictSame(await store.createServices([serviceOf('1')]), ['1'])
  })
}

t.test('a revocation that was answered survives the death of the process', async (t) => {
  const file = fileIn(t)
  const store = openSqliteStore(file)
  await store.createServices([serviceOf('1')])
  const generation = await generationOf(store, '1')
  await store.saveToken(generation, tokenOf('one'))
  await store.close()

  const module = new URL('../../src/store/sqlite/sqlite.js', import.meta.url).href
  const script = `
    const { openSqliteStore } = await import(${JSON.stringify(module)})
    const store = openSqliteStore(${JSON.stringify(file)})
    console.log((await store.revokeGrant(${generation}, 'one-grant')) ? 'done' : 'nothing to revoke')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  t.equal(said.toString().trim(), 'done')
  child.kill('SIGKILL')
  await once(child, 'exit')

  const reopened = openStore(t, file)
  t.equal(await reopened.findGrant(generation, 'one-grant'), undefined)
  t.strictSame(await reopened.listRefreshTokens(generation), [])
  t.equal((await accessTokensOf(reopened, generation)).length, 1)
  t.equal(await reopened.revokeGrant(generation, 'one-grant'), false)
})

t.test(
  'a reset writes as many rows for a service that holds much as for one that holds little',
  async (t) => {
    const file = fileIn(t)
    const store = openStore(t, file)
    await store.createServices([serviceOf('1'), serviceOf('2')])
    for (let count = 0; count < 300; count++)
      await store.saveToken(await generationOf(store, '2'), tokenOf(`${count}`))
    withDatabase(file, (database) => {
      database.exec('CREATE TABLE written (rows INTEGER); INSERT INTO written VALUES (0)')
      for (const table of ['generations', 'services', 'api_tokens', ...Object.keys(generationTables)]) {
        for (const change of ['INSERT', 'UPDATE', 'DELETE']) {
          database.exec(`CREATE TRIGGER ${table}_${change} AFTER ${change} ON ${table}
          BEGIN UPDATE written SET rows = rows + 1; END`)
        }
      }
    })
    const countWritten = async (work: () => Promise<unknown>): Promise<unknown> => {
      withDatabase(file, (database) => database.exec('UPDATE written SET rows = 0'))
      await work()
      const reader = new Database(file)
      const { rows } = reader.prepare<[], { rows: number }>('SELECT rows FROM written').get() ?? {}
      reader.close()
      return rows
    }
    const reset = (serviceId: string) => countWritten(() => store.resetService(serviceId, toEmpty))
    const little = await reset('1')
    t.equal(await reset('2'), little)
    t.ok(Number(little) < 10)
    t.ok(
      Number(await countWritten(() => store.sweepAbandoned())) < 5000,
      'what is left is swept piece by piece',
    )
  },
)
