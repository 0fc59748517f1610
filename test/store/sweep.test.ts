import t from 'tap'
import { serviceId, startTestMock } from '../support/mock.ts'
import { mintBound } from '../support/requests/proof.ts'

t.test('a sweep keeps up with whatever is over, also when no service is left', async (t) => {
  const data = `${t.testdir()}/state.sqlite`
  const mock = await startTestMock(t, { data })
  for (let made = 0; made < 100; made += 1) {
    const other = await mock.admin.createService()
    await mock.admin.mintToken(other.serviceId, { grant: {} })
    await mock.admin.deleteService(other.serviceId)
    await mock.admin.reset(serviceId)
  }
  await mock.admin.deleteService(serviceId)
  await Promise.all([mock.sweep(), mock.sweep()])
  const { default: Database } = await import('better-sqlite3')
  const database = new Database(data)
  const count = (table: string) => database.prepare(`SELECT count(*) AS n FROM ${table}`).pluck().get()
  t.same(['generations', 'access_tokens', 'grants', 'proofs'].map(count), [0, 0, 0, 0])
  database.close()
})

t.test('a sweep that fails is reported and tried again', async (t) => {
  const data = `${t.testdir()}/state.sqlite`
  const mock = await startTestMock(t, { data })
  await (await mintBound(mock)).request()
  const { default: Database } = await import('better-sqlite3')
  const database = new Database(data)
  database.exec('ALTER TABLE generations RENAME TO elsewhere')
  await t.rejects(mock.sweep())
  await t.rejects(mock.sweep())
  database.exec('ALTER TABLE elsewhere RENAME TO generations')
  database.close()
  await t.resolves(mock.sweep())
})

t.test('a sweep reads no service, however many there are', async (t) => {
  const data = `${t.testdir()}/state.sqlite`
  const mock = await startTestMock(t, { data })
  const { default: Database } = await import('better-sqlite3')
  const database = new Database(data)
  database.exec('ALTER TABLE services RENAME TO elsewhere')
  database.close()
  await t.resolves(mock.sweep())
})
