import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Har } from '../../schema/admin/journal.ts'
import { describeCalls } from '../../src/cli/journal-text.ts'
import { startMock } from '../../src/index.ts'
import { main, plainly, runMock, spawnCovered } from './child.ts'
import { demo, exec, flaggedCalls } from './exec.ts'
import { run } from './run.ts'

const failingCalls = `
  await call('gm', { gmAction: 'QUERY', grantId: 'g', accessToken: 'unknown' })
  await call('auth/token', { parameters: 'grant_type=x', clientId: '1' })
  process.exit(7)`

t.test('the command finds a mock and a service of its own in its environment', async (t) => {
  const script = "tell({ env: process.env, answer: await call('gm', { gmAction: 'QUERY', grantId: 'g' }) })"
  const runs = [await exec(t, script), await exec(t, script, [], { PORT: '80', GM_MOCK_PORT: '99999' })]
  const told = runs.map(({ code, stderr, told }) => {
    t.strictSame([code, stderr], [0, ''])
    return told as { env: Record<string, string>; answer: unknown }
  })
  for (const { env, answer } of told) {
    t.match(answer, { resultCode: 'A279301' })
    t.match(env['AUTHLETE_BASE_URL'], /^http:\/\/127\.0\.0\.1:\d+$/)
    t.equal(env['GM_MOCK_URL'], env['AUTHLETE_BASE_URL'])
    t.equal(env['AUTHLETE_BEARER'], env['AUTHLETE_API_TOKEN'])
  }
  t.not(told[0]?.env['AUTHLETE_SERVICE_ID'], told[1]?.env['AUTHLETE_SERVICE_ID'])
  t.equal(told[1]?.env['PORT'], '80', 'the port of the server under test is its own')
})

t.test('a command that fails ends the run with its exit code, and the calls are told', async (t) => {
  const { code, stderr } = await exec(t, failingCalls)
  t.equal(code, 7)
  const [head = '', query = '', failed = '', token = ''] = stderr.split('\n')
  t.match(head, /^gm-mock: 2 calls to service \d{14}:$/)
  t.match(
    query,
    /^ {2}\d\d:\d\d:\d\d\.\d{3} {2}gm +QUERY {2}200 {2}UNAUTHORIZED +A279306 {2}access_token_unknown$/,
  )
  t.match(
    failed,
    /^ {6}access-token-known failed \(RFC .*\): expected an access token of this service; actual unknown$/,
  )
  t.match(token, /^ {2}\S+ {2}auth\/token +x +200 {2}\w+ +A\d{6} {2}\w+$/)
})

const tellings = [
  ['never', failingCalls, /^$/],
  ['always', '', /^gm-mock: the mock was not called\.\n$/],
] as const
for (const [when, script, stderr] of tellings) {
  t.test(`with --journal ${when}, the calls are told ${when}`, async (t) => {
    t.match((await exec(t, script, ['--journal', when])).stderr, stderr)
  })
}

t.test('a service of the fixtures is used with the token that they tell, which a reset keeps', async (t) => {
  const script = `
    await fetch(AUTHLETE_BASE_URL + '/_mock/reset', { method: 'POST' })
    const { action } = await call('gm', { gmAction: 'QUERY', grantId: 'demo-grant', accessToken: 'demo-bearer' })
    tell([AUTHLETE_SERVICE_ID, AUTHLETE_API_TOKEN, action])`
  const { told } = await exec(t, script, ['--service-id', '4277000001'])
  t.strictSame(told, ['4277000001', 'demo-service-token', 'OK'])
})

t.test('a service whose fixtures tell no token gets one', async (t) => {
  const world = { GM_MOCK_FIXTURES_INLINE: "services: [{ serviceId: '7' }]" }
  const { told } = await exec(t, "tell((await call('gm', {})).resultCode)", ['--service-id', '7'], world)
  t.equal(told, 'A278201')
})

t.test('a service that is not there ends the run before the command', async (t) => {
  t.strictSame(await exec(t, "tell('ran')", ['--service-id', '7']), {
    code: 1,
    stderr: 'gm-mock: 404 service_unknown: There is no service 7.\n',
    told: undefined,
  })
})

t.test('the settings of start count', async (t) => {
  const data = join(t.testdir(), 'mock.db')
  const script = "tell(await (await fetch(AUTHLETE_BASE_URL + '/_mock/services')).json())"
  const { told } = await exec(t, script, ['--strict-ownership', '--data', data])
  t.match(told, { services: [{ mock: { strictOwnership: true } }, {}] })
  const again = await startMock({ data })
  t.teardown(() => again.close())
  t.equal((await again.admin.listServices()).services.length, 2)
})

t.test('a port is chosen where one is given', async (t) => {
  const mock = await startMock()
  t.teardown(() => mock.close())
  const { port } = new URL(mock.baseUrl)
  const used = await exec(t, '', ['--port', port])
  t.strictSame(
    [used.code, used.stderr],
    [1, `gm-mock: port ${port} is in use. Give another with --port, or 0 for any free one.\n`],
  )
  const bad = await exec(t, '', ['--port', '-5'])
  t.strictSame([bad.code, bad.stderr], [2, 'gm-mock: --port is "-5", not a whole number from 0 to 65535.\n'])
})

const unrunnable = [
  ['is not there', ['no-such-command'], 127, 'gm-mock: no-such-command: command not found.\n'],
  [
    'is a line for a shell',
    ['npm test'],
    127,
    'gm-mock: npm test: command not found. No shell reads it: give its words one by one, without quotes.\n',
  ],
  [
    'is no program',
    [new URL('.', import.meta.url).pathname],
    126,
    /^gm-mock: .* cannot be run: spawn .* EACCES\n$/,
  ],
  ['is missing', [], 2, /^error: missing required argument 'command'/],
] as const
for (const [what, words, code, message] of unrunnable) {
  t.test(`a command that ${what} ends with exit code ${code}`, async (t) => {
    const result = await run(['exec', '--', ...words], { environment: { PATH: process.env['PATH'] ?? '' } })
    t.equal(result.code, code)
    if (typeof message === 'string') t.equal(result.stderr, message)
    else t.match(result.stderr, message)
  })
}

t.test('of many calls the last are told', async (t) => {
  const script = "for (let count = 0; count < 120; count++) await call('gm', {}); process.exit(1)"
  const { stderr } = await exec(t, script, ['--journal-entries', '110'])
  t.match(stderr, /^gm-mock: 120 calls to service \d+, of which these are the last 100:\n/)
  t.equal(stderr.match(/A278201/g)?.length, 100)
})

t.test("the terminal is the command's, and what stands behind it is its own, dashes or not", async (t) => {
  const nested = `
    const [main, dashed] = process.argv.slice(1)
    console.log(dashed)
    process.exit(require('node:child_process').spawnSync(process.execPath, [main, 'config']).status)`
  const { code, stdout, stderr } = await runMock(t, ['exec', process.execPath, '-e', nested, main, '--port'])
  t.strictSame(
    { code, stdout, stderr },
    { code: 0, stdout: '--port\n', stderr: '' },
    'a mock starts in there',
  )
})

t.test('signals are passed on, and an end by one is told as a shell tells it', async (t) => {
  const waiting = "console.log('up'); setInterval(() => {}, 1000)"
  const stubborn = `process.on('SIGTERM', () => process.exit(5)); ${waiting}`
  const ends = [
    ['SIGTERM', waiting, 143],
    ['SIGINT', waiting, 130],
    ['SIGTERM', stubborn, 5],
  ] as const
  const codes = ends.map(async ([signal, script]) => {
    const mock = spawnCovered(t, [
      'exec',
      '--journal',
      'never',
      '--',
      ...plainly(process.execPath, '-e', script),
    ])
    await once(mock.child.stdout as NodeJS.ReadableStream, 'data')
    mock.child.kill(signal)
    return mock.exit
  })
  t.strictSame(
    await Promise.all(codes),
    ends.map(([, , code]) => code),
  )
})

t.test('a check without evidence is told by its name', async (t) => {
  const failed = { check: 'grant', clause: 'RFC 9110' }
  t.equal(
    describeCalls([{ at: 0, api: 'gm', asked: '', status: 404, reason: 'grant_unknown', failed }]),
    '  00:00:00.000  gm    404      grant_unknown\n      grant failed (RFC 9110)',
  )
})

const lintings = [
  [
    'warn',
    0,
    /^gm-mock: calls that should not be made so:\n {2}grant-of-other-subject \(gm\), 2 times: .*\n$/,
  ],
  ['error', 1, /grant-of-other-subject[^]*\ngm-mock: exit code 1 because of --lint error\n$/],
  ['off', 0, /^$/],
] as const
for (const [level, code, stderr] of lintings) {
  t.test(`with --lint ${level}, calls that should not be made end with exit code ${code}`, async (t) => {
    const result = await exec(t, flaggedCalls, [...demo, '--lint', level])
    t.equal(result.code, code)
    t.match(result.stderr, stderr)
  })
}

t.test('a call that was made once is not counted', async (t) => {
  const script = "await call('gm', { gmAction: 'QUERY', grantId: 'demo-grant', accessToken: 'demo-bob' })"
  const { stderr } = await exec(t, script, [...demo, '--journal', 'always'])
  t.match(stderr, /^gm-mock: 1 call to service 4277000001:\n/)
  t.match(stderr, /\n {2}grant-of-other-subject \(gm\): /)
})

t.test('the code of a command that fails stays, flags or not', async (t) => {
  const { code } = await exec(t, `${flaggedCalls}; process.exit(7)`, [
    ...demo,
    '--lint',
    'error',
    '--journal',
    'never',
  ])
  t.equal(code, 7)
})

t.test('the calls to all services are written as one archive, in their order', async (t) => {
  const file = join(t.testdir(), 'calls.har')
  const script = `
    await call('gm', { gmAction: 'QUERY' })
    await fetch(AUTHLETE_BASE_URL + '/api/4277000001/gm', { method: 'POST', headers: { authorization: 'Bearer demo-service-token' } })
    await call('gm', { gmAction: 'REVOKE' })`
  const { code, stderr } = await exec(t, script, ['--har', file])
  t.strictSame([code, stderr], [0, ''])
  const { log } = JSON.parse(readFileSync(file, 'utf8')) as Har
  t.match(log, { version: '1.2', creator: { name: 'authlete-gm-mock' } })
  t.strictSame(
    log.entries.map(({ response }) => response.status),
    [200, 400, 200],
  )
})

t.test('an archive that cannot be written is told', async (t) => {
  const { code, stderr } = await exec(t, '', ['--har', join(t.testdir(), 'missing', 'calls.har')])
  t.equal(code, 1)
  t.match(stderr, /^gm-mock: The archive cannot be written: ENOENT/)
})
