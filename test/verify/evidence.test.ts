import t from 'tap'
import { startTestMock } from '../support/mock.ts'
import type { CheckResult, Report } from '../../src/verify/verify.ts'
import { reply } from './flaw.ts'
import { flawless, type Behaviour, type Reply } from './server.ts'
import { listFailed, listen, tryServer } from './trial.ts'

const mock = await startTestMock(t)
const serverURL = await listen(mock)

const list = ({ results }: Report, result: CheckResult['result']): readonly string[] =>
  results.filter((one) => one.result === result).map(({ id }) => id)

/** A server that asks about the first query, and answers everything else alike without asking. */
function answerAlike(answer: Reply | 'hang up'): Partial<Behaviour> {
  let asked = false
  const always = (): Reply => {
    if (answer === 'hang up') throw new Error('hang up')
    return answer
  }
  return {
    findAction: (method) => (asked ? undefined : flawless.findAction(method)),
    refuseMethod: always,
    list: always,
    ask: async (ask, body) => {
      asked = true
      return ask(body)
    },
  }
}

const noStore = { 'cache-control': 'no-store' }
const servers: readonly (readonly [what: string, answer: Reply])[] = [
  ['200', { status: 200, headers: { ...noStore, 'content-type': 'application/json' }, body: '{}' }],
  [
    'a page',
    { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>Hello</body></html>' },
  ],
  ['204', { status: 204, headers: noStore, body: '' }],
  ['302', { status: 302, headers: { location: '/login' }, body: '' }],
  ['400', { status: 400, headers: noStore, body: '' }],
  ['401', { status: 401, headers: { 'www-authenticate': 'Bearer realm="as"' }, body: '' }],
  ['403', { status: 403, headers: noStore, body: '' }],
  ['404', { status: 404, headers: noStore, body: '' }],
  ['405', { status: 405, headers: { allow: 'GET, DELETE' }, body: '' }],
  ['500', { status: 500, headers: noStore, body: '' }],
]

for (const [what, answer] of servers) {
  t.test(`a server that answers ${what} to everything, and asks nobody, passes nothing`, async (t) => {
    const report = await tryServer(t, mock, serverURL, { behaviour: answerAlike(answer) })
    t.strictSame(list(report, 'pass'), [])
    t.ok(listFailed(report).includes('query-status'))
  })
}

t.test('a server that asks, and answers the same whatever it is told, passes only what is so', async (t) => {
  for (const [status, passed] of [
    [404, ['revoke-again', 'not-found-status']],
    [500, ['failure-authlete-error', 'failure-unknown-action']],
  ] as const) {
    const report = await tryServer(t, mock, serverURL, { behaviour: reply(() => ({ status })) })
    for (const id of passed) t.ok(list(report, 'pass').includes(id), id)
    for (const id of ['query-status', 'unauthorized-status', 'forbidden-status', 'revoke-status'])
      t.ok(listFailed(report).includes(id), id)
    for (const id of ['other-scheme', 'no-token-status', 'other-methods', 'no-list'])
      t.ok(list(report, 'skipped').includes(id), id)
  }
})
