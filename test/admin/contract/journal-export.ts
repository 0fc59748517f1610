import type { Test } from 'tap'
import { packageVersion } from '../../../src/base/package-files.ts'
import { findHarProblems } from '../../support/har.ts'
import { serviceId } from '../../support/mock.ts'
import type { OpenAdmin } from '../under-test.ts'

export async function journalExportContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('an archive of an empty journal is an archive', async (t) => {
    const { admin } = await open(t)
    const har = await admin.exportHar(serviceId)
    t.strictSame(har, {
      log: {
        version: '1.2',
        creator: { name: 'authlete-gm-mock', version: packageVersion() },
        entries: [],
        _gmMock: { serviceId, dropped: 0, cursor: '0' },
      },
    })
    t.strictSame(findHarProblems(har), [])
  })

  t.test('an archive has every call, oldest first, with what was answered and why', async (t) => {
    const { admin, mock } = await open(t)
    const { request = {} } = await admin.mintToken(serviceId, { grant: {} })
    const answer = await mock.gm(request)
    await mock.gm({})
    const har = await admin.exportHar(serviceId)
    t.strictSame(findHarProblems(har), [])
    const [first, second] = har.log.entries
    t.match(first, {
      startedDateTime: /^20\d\d-/,
      request: {
        method: 'POST',
        url: /^http:\/\/.+\/api\/700\/gm$/,
        postData: { text: JSON.stringify(request) },
      },
      response: { status: 200, statusText: 'OK', content: { text: JSON.stringify(answer) } },
      _gmMock: {
        id: '1',
        api: 'gm',
        reason: 'queried',
        action: 'OK',
        trace: [{ verdict: 'pass' }],
        lint: [],
      },
    })
    t.match(second, { _gmMock: { id: '2', reason: 'gm_action_missing' } })
  })

  t.test('an archive can be filtered, and says what is missing', async (t) => {
    const { admin, mock } = await open(t, { journalEntries: 2 })
    for (const grantId of ['a', 'b', 'c']) await mock.gm({ gmAction: 'QUERY', grantId, accessToken: 'x' })
    const { log } = await admin.exportHar(serviceId, { grantId: 'c' })
    t.equal(log.entries.length, 1)
    t.match(log, { _gmMock: { serviceId, dropped: 1, cursor: '3' } })
  })

  t.test('no API token leaves in an archive', async (t) => {
    const { admin, mock } = await open(t)
    await mock.gm({})
    const text = JSON.stringify(await admin.exportHar(serviceId))
    t.notMatch(text, 'service-token')
    t.match(text, 'Bearer [not kept]')
  })
}
