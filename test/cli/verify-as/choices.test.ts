import { mock } from 'node:test'
import t from 'tap'
import { flawless, type Behaviour } from '../../verify/server.ts'
import { run } from '../run.ts'
import { startWorld } from './world.ts'

const readBearer: Behaviour['readCredentials'] = (incoming) => {
  const credentials = flawless.readCredentials(incoming)
  return credentials?.scheme === 'DPoP' ? undefined : credentials
}

t.test('checks are chosen by name and topic, and left out with what the server lacks', async (t) => {
  const { mockUrl, endpoint } = await startWorld(t, { readCredentials: readBearer }, false)
  const args = ['verify-as', endpoint, '--base-url', mockUrl]
  const all = await run(args)
  t.equal(all.code, 1)
  t.match(all.stdout, 'A server that takes no DPoP is tested with --without dpop.')
  const without = await run([...args, '--without', 'dpop,mtls', '--strict'])
  t.equal(without.code, 0)
  t.match(without.stdout, /\d\d passed, 0 failed, 0 warnings, 0 skipped, 15 left out on request: http/)
  const only = await run([
    ...args,
    '--only',
    'query-status, revoke',
    '--skip',
    'revoke-once',
    '--only',
    'head',
  ])
  t.strictSame(
    [...only.stdout.matchAll(/^ {2}ok +(\S+)/gm)].map(([, id]) => id),
    [
      'query-status',
      'revoke-status',
      'revoke-empty',
      'revoke-action',
      'revoke-again',
      'revoke-query-after',
      'head',
    ],
  )
  const none = await run([...args, '--only', 'certificates'])
  t.equal(none.code, 2)
  t.equal(none.stderr, 'gm-mock: No check could be made.\n')
  t.match(none.stdout, 'The endpoint is not https, so there is no client certificate.')
})

t.test('--list lists every check under its topic, and tests nothing', async (t) => {
  const { code, stdout } = await run(['verify-as', '--list'])
  t.equal(code, 0)
  t.match(stdout, /^query {2,}Querying a grant\n {2}query-status {2,}must {4}A query that Authlete/)
  t.match(stdout, /\n {2}failure-recovery {2,}should {2}A query after all this/)
})

t.test('on a terminal a line shows how far the run is, and does not get into the report', async (t) => {
  let milliseconds = 0
  const passing = mock.method(performance, 'now', () => (milliseconds += 1000))
  t.teardown(() => passing.mock.restore())
  const { mockUrl, endpoint } = await startWorld(t, {}, false)
  const args = ['verify-as', endpoint, '--base-url', mockUrl, '--only', 'query-status,query-fresh,head']
  const { stdout, stderr } = await run([...args, '--json'], { columns: 80 })
  t.match(stderr, /\rcheck \d of 3, (?:query-fresh|head)/)
  t.match(stderr, /\r +\r$/, 'it is taken away')
  t.match(JSON.parse(stdout), { finished: true })
})
