import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { buildMock } from '../../src/app.ts'
import { createLog } from '../../src/base/log.ts'
import { writeBanner } from '../../src/cli/banner.ts'
import { defaultConfig } from '../../src/config/config.ts'
import { startMock } from '../../src/index.ts'
import { build } from '../support/build.ts'
import { beginCall, refusesConnections, spawnCovered, spawnMock } from './child.ts'
import { run } from './run.ts'

t.test('a start prints the banner and one line that says ready, and the call in it works', async (t) => {
  const mock = spawnCovered(t, ['--port', '0'])
  const baseUrl = await mock.ready()
  const text = mock.stdout()
  t.equal(text.match(/gm-mock ready on/g)?.length, 1)
  t.match(text, `gm-mock ready on ${baseUrl} (service 4277000001)`)
  t.notMatch(text, 'serviceId:', 'what the sentence says is not repeated')
  for (const fact of [
    `Base URL    ${baseUrl}`,
    'Service ID  4277000001',
    'API token   demo-service-token',
    'Grant ID    demo-grant',
    `Contract    ${baseUrl}/docs`,
  ]) {
    t.ok(text.includes(fact), fact)
  }
  const [, url = '', headers = '', body = ''] =
    /curl -s (\S+) \\\n((?: +-H '[^']*' \\\n)+) +-d '([^']*)'/.exec(text) ?? []
  const parsed = [...headers.matchAll(/-H '([^:]*): ([^']*)'/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ])
  const response = await fetch(url, { method: 'POST', headers: parsed as [string, string][], body })
  t.equal(response.status, 200)
  t.match(await response.json(), { action: 'OK' })
  t.equal(mock.stderr(), '')
})

t.test('a start without a service says so', async (t) => {
  const mock = spawnCovered(t, ['start', '--port', '0'], { GM_MOCK_FIXTURES_INLINE: 'services: []' })
  await mock.ready()
  t.match(mock.stdout(), /no service yet/)
  for (const word of ['Service ID', 'Try it']) t.notOk(mock.stdout().includes(word), word)
})

/** The banner of a mock with these fixtures. */
async function bannerOf(t: Test, fixturesInline: string): Promise<string> {
  return writeBanner(await build(t, { fixturesInline }), 'http://127.0.0.1:4277')
}

const banners = [
  ['without an API token', "services: [{ serviceId: '1' }]", ['API token', 'Try it'], /Service ID {2}1\n/],
  [
    'without a token that can query',
    "services: [{ serviceId: '1', apiTokens: [{ apiToken: a }], tokens: [{ accessToken: none }, { accessToken: ended, expiresInSeconds: 0, grant: { grantId: g } }] }]",
    ['Grant ID', 'Try it'],
    /API token {3}a/,
  ],
] as const
for (const [what, fixtures, absent, present] of banners) {
  t.test(`the banner of a world ${what} leaves out what does not work`, async (t) => {
    const banner = await bannerOf(t, fixtures)
    t.match(banner, present)
    for (const word of absent) t.notOk(banner.includes(word), word)
  })
}

t.test('the call in the banner survives a shell, whatever the grant is called', async (t) => {
  const tokens = [{ accessToken: 'good', grant: { grantId: "it's" } }]
  const apiTokens = [
    { apiToken: 'brief', expiresInSeconds: 5 },
    { apiToken: 'dated', expiresAt: '2999-01-01T00:00:00Z' },
    { apiToken: 'weak', rights: [] },
    { apiToken: 'lasting' },
  ]
  const world = { services: [{ serviceId: '1', apiTokens, tokens }] }
  const banner = await bannerOf(t, JSON.stringify(world))
  const command = /curl -s[^]*?-d '.*'/.exec(banner)?.[0] ?? ''
  t.match(command, 'Bearer lasting')
  const printed = execFileSync('sh', ['-c', command.replace('curl -s', "printf '%s\\n'")], {
    encoding: 'utf8',
  })
  t.ok(printed.includes(`{"accessToken":"good","gmAction":"QUERY","grantId":"it's"}`), printed)
})

t.test('a start on a data file whose first service was dropped has no call to print', async (t) => {
  const data = join(t.testdir(), 'mock.db')
  const first = await startMock({ data })
  await first.admin.deleteService('4277000001')
  await first.close()
  const banner = await writeBanner(await build(t, { data }), 'http://127.0.0.1:4277')
  t.match(banner, 'API token')
  t.notOk(banner.includes('Try it'))
})

t.test('the banner takes the first token that can query', async (t) => {
  const tokens = [
    { accessToken: 'ended', expiresInSeconds: -1, grant: { grantId: 'g' } },
    { accessToken: 'good', grantId: 'g' },
  ]
  const world = { services: [{ serviceId: '1', apiTokens: [{ apiToken: 'a' }], tokens }] }
  const banner = await bannerOf(t, JSON.stringify(world))
  t.ok(banner.includes(`-d '{"accessToken":"good","gmAction":"QUERY","grantId":"g"}'`))
})

t.test('flags reach the mock', async (t) => {
  const flags = ['--strict-ownership', '--no-replay-check', '--dpop-iat-past-seconds', '7']
  const mock = spawnMock(t, ['--port', '0', ...flags], { GM_MOCK_DPOP_IAT_PAST_SECONDS: '8' })
  const baseUrl = await mock.ready()
  const service = await (await fetch(`${baseUrl}/_mock/services/4277000001`)).json()
  t.match(service, {
    mock: {
      strictOwnership: true,
      oneClientAuthentication: false,
      replayCheck: false,
      iatPastSeconds: 7,
      iatFutureSeconds: 60,
    },
  })
})

t.test('a log in JSON is all that is printed', async (t) => {
  const mock = spawnCovered(t, ['--port', '0', '--log-format', 'json', '--log-level', 'debug'])
  const baseUrl = await mock.ready()
  await fetch(`${baseUrl}/_mock/requests?path=/secret-value`)
  mock.child.kill('SIGTERM')
  t.equal(await mock.exit, 0)
  const lines = mock.stdout().trimEnd().split('\n')
  const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  const ready = entries.filter(({ msg }) => String(msg).includes('ready on'))
  t.match(ready, [{ baseUrl, serviceId: '4277000001' }])
  t.equal(ready.length, 1)
  t.ok(
    entries.some(
      ({ msg, path, status }) => msg === 'answered' && path === '/_mock/requests' && status === 200,
    ),
  )
  t.notMatch(mock.stdout(), 'secret-value')
  t.equal(mock.stderr(), '')
})

t.test('a start beyond loopback says that the admin interface is closed, and how to open it', async (t) => {
  const beyond = ['--port', '0', '--host', '0.0.0.0']
  const closed = spawnCovered(t, beyond)
  await closed.ready()
  t.match(closed.stdout(), /WARN.*\/_mock, is closed.*Set GM_MOCK_ADMIN_TOKEN, or GM_MOCK_ADMIN_OPEN=true/)
  const open = spawnMock(t, beyond, { GM_MOCK_ADMIN_TOKEN: 'secret' })
  await open.ready()
  t.notMatch(open.stdout(), /is closed/)
})

t.test('a member of the fixtures that looks misspelt is warned of', async (t) => {
  const world = JSON.stringify({ services: [{ serviceId: '1', isuer: 'x' }] })
  const lines: string[] = []
  const log = await createLog('info', 'pretty', { write: (line) => void lines.push(line) })
  const { app } = await buildMock({ ...defaultConfig(), fixturesInline: world }, { log })
  t.teardown(() => app.close())
  t.match(lines.join(''), /WARN.*\/services\/0\/isuer is kept, but not known. Did you mean issuer\?/)
})

t.test('a hint about variables of Kubernetes does not keep the mock from starting', async (t) => {
  const mock = spawnMock(t, [], { GM_MOCK_PORT: 'tcp://10.0.0.1:4277', PORT: '0' })
  await mock.ready()
  t.match(mock.stderr(), /^gm-mock: GM_MOCK_PORT looks like a variable that Kubernetes sets/)
})

t.test('a data file outlives the process', async (t) => {
  const data = join(t.testdir(), 'mock.db')
  const first = spawnMock(t, ['--port', '0', '--data', data])
  const service = '/_mock/services/4277000001'
  await fetch(`${await first.ready()}${service}/grants/demo-grant`, { method: 'DELETE' })
  first.child.kill('SIGKILL')
  await first.exit
  const second = spawnMock(t, ['--port', '0', '--data', data])
  const answer = await fetch(`${await second.ready()}${service}/grants`)
  const { grants } = (await answer.json()) as { grants: { grantId: string }[] }
  t.strictSame(grants.map(({ grantId }) => grantId).toSorted(), [
    'demo-grant-of-bob',
    'demo-grant-of-second-client',
  ])
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(`${signal} lets a call in flight end, takes no new one, and exits with 0`, async (t) => {
    const mock = spawnMock(t, ['--port', '0'])
    const baseUrl = await mock.ready()
    const call = await beginCall(t, baseUrl)
    mock.child.kill(signal)
    await refusesConnections(baseUrl)
    const answer = await call.finish()
    t.match(answer, /HTTP\/1\.1 200 OK/)
    t.match(answer, '"action":"OK"')
    t.equal(await mock.exit, 0)
  })
}

t.test('a connection that is idle does not hold up the end', async (t) => {
  const mock = spawnMock(t, ['--port', '0'])
  const response = await fetch(`${await mock.ready()}/livez`, { headers: { connection: 'keep-alive' } })
  await response.text()
  mock.child.kill('SIGTERM')
  t.equal(await mock.exit, 0)
})

t.test('a second mock does not get the port of the first', async (t) => {
  const first = await startMock()
  t.teardown(() => first.close())
  const { port } = new URL(first.baseUrl)
  t.equal((await run(['--port', port])).code, 1)
})
