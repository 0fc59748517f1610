import { mock } from 'node:test'
import t from 'tap'
import { startMock } from '../../../src/index.ts'
import { run } from '../run.ts'

const works = [
  ['an operation', ['admin', 'restore-snapshot', '4277000001', 'before'], ''],
  ['reapplying fixtures', ['reapply'], 'service 4277000001: unchanged, left as it is\n'],
  ['waiting for a start', ['healthcheck', '--wait', '30'], ''],
] as const
for (const [what, words, printed] of works) {
  t.test(`${what} that takes long says so, and takes that away`, async (t) => {
    const { baseUrl, close, admin } = await startMock({ logLevel: 'silent' })
    t.teardown(close)
    await admin.saveSnapshot('4277000001', 'before')
    const environment = { GM_MOCK_URL: baseUrl }
    let [milliseconds, step] = [0, 0]
    const passing = mock.method(performance, 'now', () => (milliseconds += step))
    t.teardown(() => passing.mock.restore())
    t.strictSame(await run(words, { environment, columns: 80 }), { code: 0, stdout: printed, stderr: '' })
    step = 1000
    const { stdout, stderr } = await run(words, { environment, columns: 80 })
    t.match(stderr, `\rwaiting for ${baseUrl}`)
    t.match(stderr, /\r +\r$/)
    t.equal(stdout, printed)
  })
}
