import t from 'tap'
import { createLinter } from '../../src/lint/linter.ts'
import type { JournalEntry } from '../../src/journal/journal.ts'

const call = (body: object, response: Readonly<Record<string, unknown>>): JournalEntry => ({
  id: '1',
  at: 0,
  api: 'gm',
  status: 200,
  durationMs: 1,
  reason: 'queried',
  source: 'observed',
  conditionSource: 'assumed',
  messageSource: 'assumed',
  request: { method: 'POST', path: '/api/700/gm', headers: {}, body },
  response,
  trace: [],
})

t.test('a linter remembers ten thousand tokens, and forgets the oldest first', async (t) => {
  const lint = createLinter(new Map())
  const isFlagged = (accessToken: string) =>
    lint(call({ accessToken }, {})).some(({ rule }) => rule === 'refresh-token-as-access-token')
  for (let count = 0; count <= 10_000; count++) lint(call({}, { refreshToken: `token-${count}` }))
  t.notOk(isFlagged('token-0'))
  t.ok(isFlagged('token-1'))
  t.ok(isFlagged('token-10000'))
})
