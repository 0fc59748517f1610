import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import Database from 'better-sqlite3'
import t from 'tap'
import { runCommand } from '../../src/cli/command.ts'
import { subcommands } from '../../src/cli/subcommands.ts'
import { settings } from '../../src/config/config.ts'
import { packageVersion } from '../../src/base/package-files.ts'
import { startMock } from '../../src/index.ts'
import { freePort, runMock } from './child.ts'
import { run } from './run.ts'

/** Command lines, variables and worlds that cannot be used. */
const unusable: readonly (readonly [
  what: string,
  args: readonly string[],
  variables: Record<string, string>,
  stderr: RegExp,
])[] = [
  ['an unknown flag', ['--prot', '5'], {}, /unknown option '--prot'\n\(Did you mean --port\?\)/],
  ['an unknown command', ['strat'], {}, /strat is not a command\. Did you mean start\?/],
  ['a flag without its value', ['--port'], {}, /argument missing/],
  [
    'a bad value',
    ['--port', 'http'],
    {},
    /^gm-mock: --port is "http", not a whole number from 0 to 65535\.\n$/,
  ],
  [
    'a bad variable',
    [],
    { PORT: '99999' },
    /^gm-mock: PORT is "99999", not a whole number from 0 to 65535\.\n$/,
  ],
  [
    'an unknown variable',
    [],
    { GM_MOCK_PROT: '5' },
    /^gm-mock: GM_MOCK_PROT is not .*Did you mean GM_MOCK_PORT\?\n$/,
  ],
  [
    'several problems',
    ['--log-level', 'loud', '--dpop-iat-past-seconds', '-1'],
    { GM_MOCK_LOG_FORMAT: 'xml', GM_MOCK_SERVICE_HOST: '10.0.0.1' },
    /GM_MOCK_SERVICE_HOST looks like .*\n.*--dpop-iat-past-seconds .*\n.*--log-level .*\n.*GM_MOCK_LOG_FORMAT .*\n$/,
  ],
  [
    'broken fixtures',
    ['--port', '0'],
    { GM_MOCK_FIXTURES_INLINE: '{"services":[{"serviceId":5},{"serviceId":"1","mock":{"x":1}}]}' },
    /^gm-mock: The fixtures \(GM_MOCK_FIXTURES_INLINE\) cannot be used:\n {2}\/services\/0\/serviceId must be string\n {2}\/services\/1\/mock\/x is not a known member\n$/,
  ],
  [
    'fixtures that are no YAML',
    ['--port', '0'],
    { GM_MOCK_FIXTURES_INLINE: 'services: [' },
    /cannot be used:\n.*line 1/,
  ],
]
for (const [what, args, variables, stderr] of unusable) {
  t.test(`${what} ends with exit code 2 and says why`, async (t) => {
    const result = await run(args, { environment: variables })
    t.equal(result.code, 2)
    t.match(result.stderr, stderr)
    t.equal(result.stdout, '')
  })
}

t.test('the command does the same in a process of its own', async (t) => {
  const samples = unusable.filter(([what]) => ['an unknown flag', 'several problems'].includes(what))
  t.equal(samples.length, 2)
  for (const [what, args, variables, stderr] of samples) {
    t.match(await runMock(t, args, variables), { code: 2, stderr, stdout: '' }, what)
  }
})

t.test('a fixtures file that is not there is named', async (t) => {
  const fixtures = join(t.testdir(), 'missing.yaml')
  const { code, stderr } = await run(['--port', '0', '--fixtures', fixtures])
  t.equal(code, 2)
  t.match(stderr, `The fixtures (${fixtures}) cannot be used:\n  ENOENT: no such file or directory`)
})

t.test('a port in use ends with exit code 1', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const { code, stderr } = await run(['--port', String(port)])
  t.equal(code, 1)
  t.equal(stderr, `gm-mock: port ${port} is in use. Give another with --port, or 0 for any free one.\n`)
})

t.test('an address that is not of this machine ends with exit code 1', async (t) => {
  const { code, stderr } = await run(['--port', '0', '--host', '192.0.2.1'])
  t.equal(code, 1)
  t.match(stderr, /^gm-mock: cannot listen on 192\.0\.2\.1:0: .*\n$/)
})

const databases: Readonly<Record<string, readonly [make: (file: string) => void, stderr: RegExp]>> = {
  'is no database': [
    (file) => writeFileSync(file, 'plain text '.repeat(100)),
    /^gm-mock: cannot use the database .*mock\.db: file is not a database\n$/,
  ],
  'belongs to another application': [
    (file) => new Database(file).exec('CREATE TABLE x (y)').close(),
    /^gm-mock: .*mock\.db is not a database of this version of gm-mock\. Give another file with --data\.\n$/,
  ],
}
for (const [what, [make, message]] of Object.entries(databases)) {
  t.test(`a data file that ${what} ends with exit code 1`, async (t) => {
    const file = join(t.testdir(), 'mock.db')
    make(file)
    const { code, stderr } = await run(['--port', '0', '--data', file])
    t.equal(code, 1)
    t.match(stderr, message)
  })
}

t.test('--version tells the version of the package', async (t) => {
  t.strictSame(await run(['--version']), { code: 0, stdout: `${packageVersion()}\n`, stderr: '' })
})

t.test('every file that describes a command is listed by --help and has examples', async (t) => {
  const sources = readdirSync('src/cli/commands').filter((file) =>
    readFileSync(`src/cli/commands/${file}`, 'utf8').includes('export const subcommand: Subcommand'),
  )
  t.strictSame(
    sources.map((file) => file.replace('.ts', '')).toSorted(),
    subcommands.map(({ name }) => name).toSorted(),
  )
  const { code, stdout } = await run(['--help'])
  t.equal(code, 0)
  for (const { name, summary } of subcommands) {
    t.ok(stdout.includes(`\n  ${name} `), name)
    t.ok(stdout.replaceAll(/\s+/g, ' ').includes(summary), summary)
    const [helped, asked] = [await run(['help', name]), await run([name, '--help'])]
    t.strictSame(helped, asked, name)
    t.match(asked.stdout, /\nExamples:\n {2}\S.*\n {6}\S/, name)
  }
})

t.test('an argument where none is taken is refused, and the order of words is told', async (t) => {
  t.match(await run(['start', 'now']), { code: 2, stderr: /^error: start takes no argument now\.\n/ })
  t.match(await run(['--port', '0', 'healthcheck']), {
    code: 2,
    stderr: /^error: start takes no argument healthcheck\. The command comes first: gm-mock healthcheck …\n/,
  })
})

t.test('the help of a command tells all its settings', async (t) => {
  const start = await run(['start', '--help'])
  t.equal(start.code, 0)
  const words = settings.flatMap(({ flag, environment }) => [
    environment,
    ...(flag === undefined ? [] : [flag]),
  ])
  for (const word of words) t.ok(start.stdout.includes(word), word)
  const text = start.stdout.replaceAll(/\s+/g, ' ')
  t.ok(text.includes('--port <number> port to listen on; 0 picks a free one (default: 4277)'))
})

const healthchecks = [
  ['by its port', (port: string) => [['--port', port], {}] as const],
  ['by variables', (port: string) => [[], { GM_MOCK_PORT: port, GM_MOCK_HOST: '0.0.0.0' }] as const],
] as const
t.test('healthcheck ends with 0 for a mock that is ready', async (t) => {
  const mock = await startMock()
  t.teardown(() => mock.close())
  const { port } = new URL(mock.baseUrl)
  for (const [what, address] of healthchecks) {
    const [args, variables] = address(port)
    t.strictSame(
      await run(['healthcheck', ...args], { environment: variables }),
      { code: 0, stdout: '', stderr: '' },
      what,
    )
  }
})

t.test('healthcheck ends with 1 where nothing answers', async (t) => {
  const port = await freePort()
  const { code, stderr } = await run(['healthcheck', '--port', String(port), '--host', '::1'])
  t.equal(code, 1)
  t.equal(stderr, `gm-mock: http://[::1]:${port}/readyz does not answer\n`)
})

t.test('healthcheck ends with 1 for a server that is not ready', async (t) => {
  const server = createServer((_request, response) => response.writeHead(503).end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const { code, stderr } = await run(['healthcheck', '--port', String(port)])
  t.equal(code, 1)
  t.equal(stderr, `gm-mock: http://127.0.0.1:${port}/readyz answered 503\n`)
})

t.test('an error that nobody foresaw is shown whole', async (t) => {
  const terminal = {
    environment: {},
    isColoured: false,
    input: Readable.from([]),
    report: () => undefined,
    print: () => {
      throw new RangeError('no room')
    },
  }
  await t.rejects(runCommand(['node', 'gm-mock', 'config'], terminal), new RangeError('no room'))
})
