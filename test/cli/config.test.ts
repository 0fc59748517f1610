import t from 'tap'
import { settings } from '../../src/config/config.ts'
import { run } from './run.ts'

t.test('every setting is told with its value and where it came from', async (t) => {
  const environment = { PORT: '5000', GM_MOCK_LOG_LEVEL: 'debug', GM_MOCK_NO_REPLAY_CHECK: 'true' }
  const { code, stdout, stderr } = await run(['config', '--log-level', 'warn', '--strict-ownership'], {
    environment,
  })
  t.strictSame([code, stderr], [0, ''])
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/))
  t.strictSame(
    rows.map(([name]) => name),
    settings.map(({ name }) => name),
  )
  for (const row of [
    ['port', '5000', 'PORT'],
    ['host', '127.0.0.1', 'default'],
    ['data', '(none)', 'default'],
    ['strictOwnership', 'true', '--strict-ownership'],
    ['noReplayCheck', 'true', 'GM_MOCK_NO_REPLAY_CHECK'],
    ['logLevel', 'warn', '--log-level'],
  ]) {
    t.ok(
      rows.some((told) => told.join() === row.join()),
      row.join(' '),
    )
  }
})

t.test('a program gets the same as JSON', async (t) => {
  const { stdout } = await run(['config', '--format', 'json', '--port', '0', '--no-replay-check'])
  const told = JSON.parse(stdout)
  t.strictSame(
    Object.keys(told),
    settings.map(({ name }) => name),
  )
  t.match(told, {
    port: { value: 0, from: '--port' },
    data: { value: null, from: 'default' },
    noReplayCheck: { value: true, from: '--no-replay-check' },
  })
})

t.test('secrets are masked', async (t) => {
  const environment = { GM_MOCK_ADMIN_TOKEN: 'hush', GM_MOCK_FIXTURES_INLINE: 'services: [] # hush' }
  for (const format of ['table', 'json']) {
    const { code, stdout } = await run(['config', '--format', format], { environment })
    t.equal(code, 0)
    t.notOk(stdout.includes('hush'))
    t.equal(stdout.match(/\*{8}/g)?.length, 2)
  }
})

t.test('a flag that may come several times is its values with commas', async (t) => {
  const origins = ['https://a.example', 'http://localhost:3000,http://[::1]:3000']
  const flags = origins.flatMap((origin) => ['--admin-origin', origin])
  const told = JSON.parse((await run(['config', '--format', 'json', ...flags])).stdout)
  t.match(told, { adminOrigin: { value: origins.join(), from: '--admin-origin' } })
  const { code, stderr } = await run(['config', '--admin-origin', 'https://a.example', '--admin-origin', '*'])
  t.equal(code, 2)
  t.match(stderr, /--admin-origin holds "\*"\. It takes origins like https:\/\/tools\.example\.com/)
})

t.test('what cannot be used is told instead', async (t) => {
  const { code, stdout, stderr } = await run(['config'], { environment: { GM_MOCK_PROT: '1', PORT: 'x' } })
  t.strictSame([code, stdout], [2, ''])
  t.equal(
    stderr,
    'gm-mock: PORT is "x", not a whole number from 0 to 65535.\ngm-mock: GM_MOCK_PROT is not a variable of gm-mock. Did you mean GM_MOCK_PORT?\n',
  )
})
