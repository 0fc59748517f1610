import { join } from 'node:path'
import Database from 'better-sqlite3'
import t from 'tap'
import { startTestMock } from '../support/mock.ts'

t.test("a healthy mock is alive, ready and well by Authlete's own health check", async (t) => {
  const { inject } = await startTestMock(t)
  const answers = await Promise.all(
    ['/livez', '/readyz', '/api/lifecycle/healthcheck?extended=true'].map((url) => inject({ url })),
  )
  t.same(
    answers.map(({ statusCode, body }) => [statusCode, body]),
    [
      [200, '{"status":"alive"}'],
      [200, '{"status":"ready"}'],
      [200, 'OK'],
    ],
  )
})

t.test('a mock whose storage fails is alive and not ready', async (t) => {
  const data = join(t.testdir(), 'state.sqlite')
  const { inject, log } = await startTestMock(t, { data })
  const other = new Database(data)
  other.exec('DROP TABLE services')
  other.close()
  t.equal((await inject({ url: '/livez' })).statusCode, 200)
  t.equal((await inject({ url: '/readyz' })).statusCode, 503)
  t.equal((await inject({ url: '/api/lifecycle/healthcheck' })).statusCode, 500)
  t.match(log(), /the storage does not answer/)
})
