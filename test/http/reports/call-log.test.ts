import t from 'tap'
import { buildMock } from '../../../src/app.ts'
import { createLog } from '../../../src/base/log.ts'
import { defaultConfig } from '../../../src/config/config.ts'
import { apiToken, oneService, serviceId, startTestMock } from '../../support/mock.ts'

const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' }

/** What steers a terminal, ends a line or turns a text, as a caller may write it. */
const steering = '\u001B[31m\r\nFAKE\u009B2J\u0085\u2028\u202E\u2066\u007F'

/** Bodies that end in a check whose evidence repeats a part of them. */
const bodies = [
  ['auth/token', { parameters: `grant_type=${encodeURIComponent(steering)}` }],
  ['auth/authorization', { parameters: `response_type=code&client_id=${encodeURIComponent(steering)}` }],
  ['gm', { gmAction: steering }],
] as const

t.test('nothing that a caller writes steers the terminal, in either format', async (t) => {
  for (const format of ['pretty', 'json'] as const) {
    const written: string[] = []
    const log = await createLog('info', format, { write: (text) => void written.push(text) })
    const { app } = await buildMock({ ...defaultConfig(), port: 0 }, { log, fixtures: oneService })
    t.teardown(() => app.close())
    for (const [api, payload] of bodies) {
      const url = `/api/${serviceId}/${api}`
      await app.inject({ method: 'POST', url, headers, payload })
    }
    await app.inject({ method: 'POST', url: `/api/${encodeURIComponent(steering)}/gm`, headers, payload: {} })
    await new Promise(setImmediate)
    // A line of another kind comes after those that wait.
    log.logger.info('end')
    const text = written.join('')
    t.notMatch(text.replaceAll('\n', ''), /[\p{C}\u2028\u2029]/u, format)
    t.notMatch(text, /^FAKE/m)
    t.match(text, format === 'json' ? '\\\\u{9b}' : '\\u{9b}', 'the evidence is still there')
  }
})

t.test('a refused call says in both formats why', async (t) => {
  const mock = await startTestMock(t, { logLevel: 'info' })
  await mock.app.inject({ method: 'POST', url: `/api/${serviceId}/gm`, headers, payload: {} })
  await new Promise(setImmediate)
  t.match(JSON.parse(mock.log()), {
    failed: { check: 'gm-action-present', expected: 'QUERY or REVOKE', actual: 'none' },
  })
})
