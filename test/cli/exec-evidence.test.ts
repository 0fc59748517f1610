import { join } from 'node:path'
import t from 'tap'
import { createSeenCalls } from '../../src/cli/seen-calls.ts'
import { demo, exec, flaggedCalls } from './exec.ts'

const admin = (method: string, path: string): string =>
  `await fetch(AUTHLETE_BASE_URL + '/_mock/${path}', { method: '${method}' })`
const forgettings = [
  ['a reset of the mock', admin('POST', 'reset'), []],
  ['a reset of the service', admin('POST', "services/' + AUTHLETE_SERVICE_ID + '/reset"), []],
  ['the deletion of the service', admin('DELETE', "services/' + AUTHLETE_SERVICE_ID + '"), []],
  ['the deletion of its requests', admin('DELETE', "services/' + AUTHLETE_SERVICE_ID + '/requests"), []],
  ['more calls than the journal holds', "await call('gm', {})", ['--journal-entries', '1']],
  ['a journal that holds nothing', '', ['--journal-entries', '0']],
] as const
for (const [what, script, options] of forgettings) {
  t.test(`what was called is told after ${what}`, async (t) => {
    const failing = await exec(t, `${flaggedCalls}; ${script}; process.exit(3)`, [...demo, ...options])
    t.equal(failing.code, 3)
    t.match(failing.stderr, /^gm-mock: [23] calls to service 4277000001:\n.* gm .*\n/)
    t.notMatch(failing.stderr, /not called/)
    const passing = await exec(t, `${flaggedCalls}; ${script}`, [...demo, ...options, '--lint', 'error'])
    t.equal(passing.code, 1)
    t.match(passing.stderr, /grant-of-other-subject[^]*exit code 1 because of --lint error\n$/)
  })
}

t.test('an archive says how many calls it lacks', async (t) => {
  const file = join(t.testdir(), 'calls.har')
  const script = `await call('gm', {}); ${admin('POST', 'reset')}; await call('gm', {})`
  const { stderr } = await exec(t, script, [...demo, '--har', file])
  t.equal(stderr, 'gm-mock: the archive lacks 1 call that the mock has forgotten\n')
})

t.test('calls to services that are made later count, and those to none are counted', async (t) => {
  const script = `
    const made = await (await fetch(AUTHLETE_BASE_URL + '/_mock/services', { method: 'POST' })).json()
    const headers = { authorization: 'Bearer ' + made.env.AUTHLETE_API_TOKEN, 'content-type': 'application/json' }
    await fetch(AUTHLETE_BASE_URL + '/api/' + made.serviceId + '/gm', { method: 'POST', headers, body: '{}' })
    await fetch(AUTHLETE_BASE_URL + '/api/1/gm', { method: 'POST', headers, body: '{}' })`
  const { stderr } = await exec(t, script, ['--journal', 'always'])
  t.match(
    stderr,
    /^gm-mock: 1 call to service \d+:\n.*A278201[^]*\ngm-mock: 1 call to no service of the mock:\n.*A457101[^]*\n$/,
  )
})

const verdict = {
  id: '1',
  at: 0,
  api: 'gm',
  status: 200,
  durationMs: 1,
  reason: 'queried',
  source: 'observed',
  conditionSource: 'observed',
  messageSource: 'observed',
  request: { method: 'POST', path: '/', headers: {} },
  response: {},
  trace: [],
} as const

t.test('of many services and flags so many are told, and the rest is counted', async (t) => {
  const seen = createSeenCalls()
  for (const count of Array(201).keys()) {
    const lint = [{ rule: 'r', message: `m${count}`, clause: 'c' }]
    seen.onCall(String(count % 101), { ...verdict, lint })
  }
  t.match(
    seen.describe(),
    /^gm-mock: 1 call to service[^]*\ngm-mock: \d+ earlier calls to other services, not listed\n$/,
  )
  t.equal(seen.describe().match(/ to service /g)?.length, 100)
  t.match(seen.describeFlags(), /^ {2}r \(gm\), 201 times: m0 \(c\)\n[^]*\n {2}1 more flags, not listed\n$/)
})

t.test('what the mock itself calls to arrange for an outcome is not flagged', async (t) => {
  for (const api of ['gm', 'userinfo']) {
    const path = `services/' + AUTHLETE_SERVICE_ID + '/outcomes/dpop_proof_replayed`
    const order = `{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"api":"${api}"}' }`
    const script = `tell((await fetch(AUTHLETE_BASE_URL + '/_mock/${path}', ${order})).status)`
    t.strictSame(await exec(t, script, ['--lint', 'error']), { code: 0, stderr: '', told: 201 })
  }
})
