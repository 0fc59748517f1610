import t from 'tap'
import { defaultConfig, readConfig, settings } from '../../src/config/config.ts'

t.test('where nothing is set, everything has its default', async (t) => {
  const { config, problems, hints } = readConfig({}, {})
  t.strictSame([problems, hints], [[], []])
  t.strictSame(config, defaultConfig())
  t.strictSame(config, {
    port: 4277,
    host: '127.0.0.1',
    lockWaitMs: 100,
    watch: false,
    reapply: false,
    strictOwnership: false,
    oneClientAuthentication: false,
    replayCheck: true,
    dpopIatPastSeconds: 300,
    dpopIatFutureSeconds: 60,
    journalEntries: 1000,
    logLevel: 'info',
    logFormat: 'pretty',
    adminOpen: false,
  })
})

const precedence = [
  ['a variable over the default', {}, { GM_MOCK_PORT: '5000' }, { port: 5000 }],
  ['a flag over a variable', { port: '6000' }, { GM_MOCK_PORT: '5000', PORT: '4000' }, { port: 6000 }],
  ['GM_MOCK_PORT over PORT', {}, { GM_MOCK_PORT: '5000', PORT: '4000' }, { port: 5000 }],
  ['PORT over the default', {}, { PORT: '4000' }, { port: 4000 }],
  [
    'PORT over what Kubernetes injects',
    {},
    { GM_MOCK_PORT: 'tcp://10.0.0.1:4277', PORT: '4000' },
    { port: 4000 },
  ],
  [
    'a flag over a variable of another value',
    { logLevel: 'warn' },
    { GM_MOCK_LOG_LEVEL: 'debug' },
    { logLevel: 'warn' },
  ],
  [
    'a flag over a variable that is bad',
    { logLevel: 'warn' },
    { GM_MOCK_LOG_LEVEL: 'x' },
    { logLevel: 'warn' },
  ],
  [
    'a variable that says no over the default',
    {},
    { GM_MOCK_NO_REPLAY_CHECK: 'false' },
    { replayCheck: true },
  ],
  ['a flag that takes away', { noReplayCheck: 'true' }, {}, { replayCheck: false }],
] as const
for (const [what, flags, environment, expected] of precedence) {
  t.test(`${what} wins`, async (t) => {
    const { config, problems } = readConfig(flags, environment)
    t.strictSame(problems, [])
    t.strictSame(config, { ...defaultConfig(), ...expected })
  })
}

/** One good value of every setting that is not its default. */
const goodValues: Readonly<Record<string, readonly [text: string, name: string, value: unknown]>> = {
  port: ['0', 'port', 0],
  host: ['::1', 'host', '::1'],
  data: ['mock.db', 'data', 'mock.db'],
  lockWaitMs: ['60000', 'lockWaitMs', 60_000],
  fixtures: ['world.yaml', 'fixtures', 'world.yaml'],
  fixturesInline: ['services: []', 'fixturesInline', 'services: []'],
  watch: ['true', 'watch', true],
  reapply: ['true', 'reapply', true],
  strictOwnership: ['true', 'strictOwnership', true],
  oneClientAuthentication: ['true', 'oneClientAuthentication', true],
  dpopIatPastSeconds: ['0', 'dpopIatPastSeconds', 0],
  dpopIatFutureSeconds: ['3155760000', 'dpopIatFutureSeconds', 3_155_760_000],
  noReplayCheck: ['true', 'replayCheck', false],
  journalEntries: ['10000', 'journalEntries', 10_000],
  logLevel: ['silent', 'logLevel', 'silent'],
  logFormat: ['json', 'logFormat', 'json'],
  randomSeed: ['seed', 'randomSeed', 'seed'],
  frozenTime: ['2026-01-01T09:00:00.5+09:00', 'frozenTime', '2026-01-01T09:00:00.5+09:00'],
  adminToken: ['secret', 'adminToken', 'secret'],
  adminOpen: ['true', 'adminOpen', true],
  adminOrigin: [
    'https://a.example, http://[::1]:3000',
    'adminOrigin',
    'https://a.example, http://[::1]:3000',
  ],
}
for (const { name, environment, flag, description } of settings) {
  const [value = '', member = '', expected] = goodValues[name] ?? []
  t.test(`the setting ${name} is described and can be set in every way`, async (t) => {
    t.ok(description)
    t.match(environment, /^GM_MOCK_[A-Z_]+$/)
    const expectedConfig = { ...defaultConfig(), [member]: expected }
    const { config, problems, hints, origins } = readConfig({}, { [environment]: value })
    t.strictSame({ config, problems, hints }, { config: expectedConfig, problems: [], hints: [] })
    t.strictSame(origins, { [name]: environment })
    const flagged = readConfig({ [name]: value }, {})
    t.strictSame([flagged.config, flagged.problems], [expectedConfig, []])
    if (flag === undefined) return
    t.strictSame(flagged.origins, { [name]: flag.split(' ')[0] })
    const twin = flag.split(' ')[0]?.replace('--', 'GM_MOCK_').replaceAll('-', '_').toUpperCase()
    t.equal(environment, twin, 'the variable is the flag in capitals')
  })
}

t.test('only what must not stand on a command line has no flag', async (t) => {
  const withoutFlag = settings.filter(({ flag }) => flag === undefined).map(({ name }) => name)
  t.strictSame(withoutFlag, ['fixturesInline', 'adminToken', 'adminOpen'])
})

const badValues = [
  ['GM_MOCK_PORT', '65536', 'GM_MOCK_PORT is "65536", not a whole number from 0 to 65535.'],
  ['GM_MOCK_PORT', '-1', 'GM_MOCK_PORT is "-1", not a whole number from 0 to 65535.'],
  ['GM_MOCK_PORT', '80.5', 'GM_MOCK_PORT is "80.5", not a whole number from 0 to 65535.'],
  ['GM_MOCK_PORT', '0x50', 'GM_MOCK_PORT is "0x50", not a whole number from 0 to 65535.'],
  ['PORT', 'http', 'PORT is "http", not a whole number from 0 to 65535.'],
  ['GM_MOCK_HOST', '', 'GM_MOCK_HOST is empty.'],
  ['GM_MOCK_STRICT_OWNERSHIP', 'yes', 'GM_MOCK_STRICT_OWNERSHIP is "yes", not true or false.'],
  [
    'GM_MOCK_JOURNAL_ENTRIES',
    '100001',
    'GM_MOCK_JOURNAL_ENTRIES is "100001", not a whole number from 0 to 10000.',
  ],
  [
    'GM_MOCK_LOG_LEVEL',
    'inof',
    'GM_MOCK_LOG_LEVEL is "inof". Did you mean info? It takes: fatal, error, warn, info, debug, trace, silent.',
  ],
  ...[
    'yesterday',
    '2026-01-01',
    '2026-13-01T00:00:00Z',
    '2026-01-01T00:00:00',
    '253402300800000',
    '1h ago',
  ].map(
    (text) =>
      [
        'GM_MOCK_FROZEN_TIME',
        text,
        `GM_MOCK_FROZEN_TIME is "${text}", not an instant like 2026-01-01T00:00:00Z, now - 1h or epoch milliseconds.`,
      ] as const,
  ),
  ...(
    [
      ['', ''],
      ['*', ''],
      ['null', ''],
      ['tools.example.com', ''],
      ['https://*.example.com', ''],
      ['https://a.example/tools', ' Did you mean https://a.example?'],
      ['https://a.example/', ' Did you mean https://a.example?'],
      ['https://a.example:443', ' Did you mean https://a.example?'],
      ['HTTPS://A.example', ' Did you mean https://a.example?'],
      ['https://me@a.example', ' Did you mean https://a.example?'],
      ['http://127.1:3000', ' Did you mean http://127.0.0.1:3000?'],
      ['https://bücher.example', ' Did you mean https://xn--bcher-kva.example?'],
      ['https://', ''],
      ['https://a.example:99999', ''],
      ['file:///tools', ''],
      ['app://localhost', ''],
    ] as const
  ).map(
    ([text, advice]) =>
      [
        'GM_MOCK_ADMIN_ORIGIN',
        `http://good.example,${text}`,
        `GM_MOCK_ADMIN_ORIGIN holds "${text}".${advice} It takes origins like https://tools.example.com, with commas between.`,
      ] as const,
  ),
  ['GM_MOCK_LOG_FORMAT', 'jsno', 'GM_MOCK_LOG_FORMAT is "jsno". Did you mean json? It takes: pretty, json.'],
] as const
for (const [name, value, problem] of badValues) {
  t.test(`${name}="${value}" is refused in clear words`, async (t) => {
    t.strictSame(readConfig({}, { [name]: value }).problems, [problem])
  })
}

t.test('a bad flag is named as it was written', async (t) => {
  const { problems } = readConfig({ dpopIatPastSeconds: 'old' }, { GM_MOCK_DPOP_IAT_PAST_SECONDS: '5' })
  t.strictSame(problems, [
    '--dpop-iat-past-seconds is "old", not a whole number from 0 to 3155760000 (seconds) or a duration such as 90s, 1h 30m, PT90S or now + 1h.',
  ])
})

const strangers = [
  ['GM_MOCK_PROT', 'GM_MOCK_PROT is not a variable of gm-mock. Did you mean GM_MOCK_PORT?'],
  ['GM_MOCK_LOGLEVEL', 'GM_MOCK_LOGLEVEL is not a variable of gm-mock. Did you mean GM_MOCK_LOG_LEVEL?'],
  ['GM_MOCK_SOMETHING_ELSE_ALTOGETHER', 'GM_MOCK_SOMETHING_ELSE_ALTOGETHER is not a variable of gm-mock.'],
] as const
for (const [name, problem] of strangers) {
  t.test(`the unknown variable ${name} is refused`, async (t) => {
    t.strictSame(readConfig({}, { [name]: 'x' }).problems, [problem])
  })
}

const injected = {
  GM_MOCK_PORT: 'tcp://10.0.0.1:4277',
  GM_MOCK_SERVICE_HOST: '10.0.0.1',
  GM_MOCK_SERVICE_PORT: '4277',
  GM_MOCK_SERVICE_PORT_HTTP: '4277',
  GM_MOCK_PORT_4277_TCP: 'tcp://10.0.0.1:4277',
  GM_MOCK_PORT_4277_TCP_PROTO: 'tcp',
  GM_MOCK_PORT_4277_TCP_PORT: '4277',
  GM_MOCK_PORT_4277_TCP_ADDR: '10.0.0.1',
} as const
for (const [name, value] of Object.entries(injected)) {
  t.test(`${name}, which Kubernetes sets, is passed over with a hint`, async (t) => {
    const { config, problems, hints } = readConfig({}, { [name]: value })
    t.strictSame(config, defaultConfig())
    t.strictSame(problems, [])
    t.strictSame(hints, [`${name} looks like a variable that Kubernetes sets for a service; passed over.`])
  })
}

t.test('variables of other programs are left alone', async (t) => {
  const environment = { PATH: '/bin', GM_MOCKERY: 'x', gm_mock_port: 'x', GM_MOCK_HOST: undefined }
  const { config, problems, hints } = readConfig({}, environment)
  t.strictSame({ config, problems, hints }, { config: defaultConfig(), problems: [], hints: [] })
})

t.test('every problem is told at once', async (t) => {
  const environment = {
    GM_MOCK_LOG_LEVEL: 'x',
    GM_MOCK_PROT: '1',
    GM_MOCK_HSOT: 'x',
    GM_MOCK_SERVICE_HOST: 'x',
  }
  const { problems, hints } = readConfig({ port: 'x', journalEntries: '-1' }, environment)
  t.strictSame(
    problems.map((problem) => problem.split(' ')[0]),
    ['--port', '--journal-entries', 'GM_MOCK_LOG_LEVEL', 'GM_MOCK_PROT', 'GM_MOCK_HSOT'],
  )
  t.equal(hints.length, 1)
})

t.test('fixtures in a file and inline exclude each other', async (t) => {
  const inline = { GM_MOCK_FIXTURES_INLINE: 'services: []' }
  const both = readConfig({ fixtures: 'world.yaml' }, inline)
  t.strictSame(both.problems, ['--fixtures and GM_MOCK_FIXTURES_INLINE cannot be given together.'])
  t.strictSame(readConfig({}, inline).problems, [])
})

t.test('what gm-mock exec sets for a command does not keep a mock from starting in there', async (t) => {
  const { config, problems } = readConfig({}, { GM_MOCK_URL: 'http://127.0.0.1:4277' })
  t.strictSame([config, problems], [defaultConfig(), []])
})

t.test('settings that are not accepted keep their defaults, whatever is set', async (t) => {
  const accepted = settings.filter(({ name }) => name === 'host')
  const { config, problems, values } = readConfig({}, { GM_MOCK_HOST: '::1', GM_MOCK_PORT: 'x' }, accepted)
  t.strictSame([config, problems], [{ ...defaultConfig(), host: '::1' }, []])
  t.strictSame(values, { host: '::1' })
})
