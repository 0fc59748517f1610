import { mock } from 'node:test'
import t from 'tap'
import { startMock } from '../../../src/index.ts'
import { run } from '../run.ts'

t.test('an operation that takes long says that it waits, and takes that away', async (t) => {
  const { baseUrl, close, admin } = await startMock({ logLevel: 'silent' })
  t.teardown(close)
  await admin.saveSnapshot('4277000001', 'before')
  const environment = { GM_MOCK_URL: baseUrl }
  const args = ['admin', 'restore-snapshot', '4277000001', 'before']
  let [milliseconds, step] = [0, 0]
  const passing = mock.method(performance, 'now', () => (milliseconds += step))
  t.teardown(() => passing.mock.restore())
  t.strictSame(await run(args, { environment, columns: 80 }), { code: 0, stdout: '', stderr: '' })
  step = 1000
  const { stdout, stderr } = await run(args, { environment, columns: 80 })
  t.match(stderr, `\rwaiting for ${baseUrl}`)
  t.match(stderr, /\r +\r$/)
  t.equal(stdout, '')
})
