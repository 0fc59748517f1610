import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import t from 'tap'
import type { Fixtures } from '../../schema/fixtures.ts'
import { createProblemFinder } from '../../src/admin/order-reader.ts'
import { readFixtures } from '../../src/admin/fixtures.ts'
import { FixturesError } from '../../src/admin/load-fixtures.ts'
import { buildMock, type Mock } from '../../src/app.ts'
import { defaultConfig } from '../../src/config/config.ts'
import { build } from '../support/build.ts'

const findProblems = createProblemFinder()

function problemsOf(text: string): readonly { readonly path: string; readonly message: string }[] {
  const reading = readFixtures(text, findProblems)
  return 'problems' in reading ? reading.problems : []
}

const world: Fixtures = {
  apiTokens: [{ apiToken: 'organization', rights: ['ADMIN'], expiresInSeconds: 60 }],
  services: [
    {
      serviceId: '700',
      grantManagementEndpoint: 'https://as.example.com/grants',
      mock: { strictOwnership: true },
      apiTokens: [{ apiToken: 'service-token', expiresInSeconds: 60 }],
      clients: [{ clientId: 5, clientType: 'PUBLIC' }, { clientId: 6 }],
      tokens: [
        { accessToken: 'one', grant: { grantId: 'g' }, refreshToken: true },
        { accessToken: 'two', clientId: 7, grantId: 'g', expiresAt: 5 },
      ],
    },
  ],
}

const yaml = `
services:
  - serviceId: '700'
    serviceName: From YAML # a comment
    tokens:
      - { accessToken: one, grant: { grantId: g } }
`

t.test('a world is read from YAML, JSON and the text of a variable', async (t) => {
  const directory = t.testdir({ 'world.yaml': yaml, 'world.json': JSON.stringify(world) })
  const fromYaml = await build(t, { fixtures: join(directory, 'world.yaml') })
  t.match(await fromYaml.admin.getService('700'), { serviceName: 'From YAML' })
  const fromJson = await build(t, { fixtures: join(directory, 'world.json') })
  t.strictSame(fromJson.fixtures, world)
  const fromText = await build(t, { fixturesInline: yaml })
  t.strictSame(fromText.fixtures, fromYaml.fixtures)
})

t.test('what a world declares is there when the mock is built', async (t) => {
  const { admin } = await build(t, { fixturesInline: JSON.stringify(world) })
  const { mock, ...properties } = await admin.getService('700')
  const { createdAt, modifiedAt, ...declared } = properties as Readonly<Record<string, unknown>>
  t.strictSame(declared, { serviceId: '700', grantManagementEndpoint: 'https://as.example.com/grants' })
  t.equal(createdAt, modifiedAt)
  t.strictSame(mock, {
    strictOwnership: true,
    oneClientAuthentication: false,
    replayCheck: true,
    iatPastSeconds: 300,
    iatFutureSeconds: 60,
  })
  const { accessTokens, refreshTokens } = await admin.listTokens('700')
  t.strictSame(new Set(accessTokens.map(({ clientId }) => clientId)), new Set([5, 7]))
  t.equal(accessTokens.find(({ clientId }) => clientId === 7)?.expiresAt, 5)
  t.equal(refreshTokens.length, 1)
  t.equal((await admin.mintToken('700')).clientId, 5, 'the first client is the first that is declared')
})

const clientWorlds = [
  ['that tokens name first', [{ accessToken: 'one' }, { accessToken: 'two', clientId: 8 }], [8, 8]],
  ['made on the spot', [{ accessToken: 'one' }, { accessToken: 'two' }], undefined],
] as const
for (const [what, tokens, expected] of clientWorlds) {
  t.test(`tokens without a client get the client ${what}`, async (t) => {
    const fixtures = { services: [{ serviceId: '700', tokens }] }
    const { admin } = await build(t, { fixturesInline: JSON.stringify(fixtures) })
    const { accessTokens } = await admin.listTokens('700')
    const ids = accessTokens.map(({ clientId }) => clientId)
    t.strictSame(ids, expected ?? [ids[0], ids[0]])
    t.equal((await admin.mintToken('700')).clientId, ids[0])
  })
}

const broken: readonly (readonly [name: string, value: unknown, paths: readonly string[]])[] = [
  ['that is empty', null, ['']],
  ['without services', {}, ['']],
  ['with unknown members', { services: [], service: [], x: 1 }, ['/service', '/x']],
  [
    'with wrong shapes all over',
    {
      apiTokens: [{ apiToken: 'a b' }],
      services: [
        { serviceId: 700, mock: { x: 1 }, clients: [{}], tokens: [{ accessToken: 'one', scope: 'openid' }] },
        { serviceId: '0', apiTokens: [{ rights: ['NONE'] }] },
      ],
    },
    [
      '/apiTokens/0/apiToken',
      '/services/0/clients/0',
      '/services/0/mock/x',
      '/services/0/serviceId',
      '/services/0/tokens/0/scope',
      '/services/1/apiTokens/0',
      '/services/1/apiTokens/0/rights/0',
      '/services/1/serviceId',
    ],
  ],
  [
    'with names that are given twice',
    {
      apiTokens: [{ apiToken: 'same' }, { apiToken: 'same' }],
      services: [
        {
          serviceId: '1',
          apiTokens: [{ apiToken: 'same' }],
          clients: [{ clientId: 5 }, { clientId: 5 }],
          tokens: [
            { accessToken: 'one', grant: { grantId: 'g' } },
            { accessToken: 'one', grant: { grantId: 'g' } },
          ],
        },
        { serviceId: '1' },
      ],
    },
    [
      '/apiTokens/1/apiToken',
      '/services/0/apiTokens/0/apiToken',
      '/services/0/clients/1/clientId',
      '/services/0/tokens/1/accessToken',
      '/services/0/tokens/1/grant/grantId',
      '/services/1/serviceId',
    ],
  ],
  [
    'with contradictions and grants that nobody declares',
    {
      services: [
        {
          serviceId: '1',
          tokens: [
            { accessToken: 'one', grantId: 'missing', expiresInSeconds: 1, expiresAt: 1 },
            { accessToken: 'two', grantId: 'g', grant: { grantId: 'g' } },
            { accessToken: 'three', refreshTokenExpiresInSeconds: 1 },
          ],
        },
        { serviceId: '2', tokens: [{ accessToken: 'one', grantId: 'g' }] },
      ],
    },
    [
      '/services/0/tokens/0/expiresAt',
      '/services/0/tokens/0/grantId',
      '/services/0/tokens/1/grant',
      '/services/0/tokens/2/refreshTokenExpiresInSeconds',
      '/services/1/tokens/0/grantId',
    ],
  ],
]
for (const [name, value, paths] of broken) {
  t.test(`a world ${name} is refused with every problem at once`, async (t) => {
    const problems = problemsOf(JSON.stringify(value))
    t.strictSame([...new Set(problems.map(({ path }) => path))].toSorted(), paths)
    t.ok(problems.every(({ message }) => message !== ''))
  })
}

t.test('two services may use the same names for what is their own', async (t) => {
  const service = { clients: [{ clientId: 5 }], tokens: [{ accessToken: 'one', grant: { grantId: 'g' } }] }
  const services = [
    { serviceId: '1', ...service },
    { serviceId: '2', ...service },
  ]
  t.strictSame(problemsOf(JSON.stringify({ services })), [])
})

const syntax = [
  ['that is cut off', 'services: [', /line 1/],
  ['with a key given twice', 'services: []\nservices: []', /unique/],
  ['of two documents', 'services: []\n---\nservices: []', /multiple documents/],
  ['with tabs for blanks', 'services:\n\t- x', /Tabs.*line 2/],
] as const
for (const [name, text, message] of syntax) {
  t.test(`YAML ${name} is refused with the place`, async (t) => {
    t.match(problemsOf(text)[0], { path: '', message })
  })
}

t.test('a world that multiplies itself by aliases is refused at once', async (t) => {
  const levels = Array.from({ length: 12 }, (_, level) => {
    const items = Array(10).fill(level === 0 ? 'x' : `*a${level - 1}`)
    return `  - &a${level} [${items.join(', ')}]`
  })
  const begin = process.hrtime.bigint()
  await t.rejects(build(t, { fixturesInline: ['services:', ...levels].join('\n') }), { message: /alias/i })
  t.ok(process.hrtime.bigint() - begin < 5_000_000_000n)
})

for (const [name, text] of [
  ['with an alias of nothing', 'services: [*nothing]'],
  ['that contains itself', 'services: [{ serviceId: "1", loop: &a { again: *a } }]'],
  ['nested without end', `services: ${'['.repeat(20_000)}`],
  ['with hundreds of problems', `services: [${'{},'.repeat(300)}]`],
] as const) {
  t.test(`a world ${name} is refused in a few lines`, async (t) => {
    const refused: unknown = await build(t, { fixturesInline: text }).catch((error: unknown) => error)
    t.ok(refused instanceof FixturesError)
    t.ok(String(refused).split('\n').length < 120)
  })
}

t.test('of a world with a problem nothing is loaded', async (t) => {
  const data = join(t.testdir(), 'mock.db')
  const services = [
    { serviceId: '1' },
    { serviceId: '2', tokens: [{ accessToken: 'one', grantId: 'missing' }] },
  ]
  await t.rejects(build(t, { data, fixturesInline: JSON.stringify({ services }) }), {
    name: 'FixturesError',
    message: /GM_MOCK_FIXTURES_INLINE[^]*\/services\/1\/tokens\/0\/grantId names a grant/,
    problems: [{ path: '/services/1/tokens/0/grantId' }],
  })
  const after = await build(t, { data, fixturesInline: 'services: []' })
  t.strictSame(await after.admin.listServices(), { services: [] })
})

t.test('a start neither overwrites nor revives what the data file holds', async (t) => {
  const data = join(t.testdir(), 'mock.db')
  const fixturesInline = JSON.stringify({
    services: [world.services[0], { serviceId: '701', tokens: [{ accessToken: 'x' }] }],
  })
  const first = await buildMock(
    { ...defaultConfig(), data, fixturesInline },
    { logger: pino({ level: 'silent' }) },
  )
  await first.admin.updateService('700', { dpopNonceRequired: true })
  await first.admin.deleteGrant('700', 'g')
  await first.admin.deleteService('701')
  await first.admin.createService({ serviceId: '42' })
  const describe = async ({ admin }: Mock): Promise<unknown> => [
    await admin.listServices(),
    await admin.listTokens('700'),
    await admin.listGrants('700'),
  ]
  const before = await describe(first)
  await first.app.close()

  const second = await build(t, { data, fixturesInline })
  t.strictSame(await describe(second), before)
  await second.admin.reset()
  t.strictSame((await second.admin.listServices()).services.map(({ serviceId }) => serviceId).toSorted(), [
    '700',
    '701',
  ])
  t.equal((await second.admin.listGrants('700')).grants.length, 1)
  t.notOk('dpopNonceRequired' in (await second.admin.getService('700')))
})

t.test('a start adds the services that the data file has never held', async (t) => {
  const data = join(t.testdir(), 'mock.db')
  const logger = pino({ level: 'silent' })
  const first = await buildMock(
    { ...defaultConfig(), data, fixturesInline: JSON.stringify(world) },
    { logger },
  )
  await first.app.close()
  const more = { services: [{ serviceId: '700', issuer: 'https://changed' }, { serviceId: '701' }] }
  const { admin } = await build(t, { data, fixturesInline: JSON.stringify(more) })
  t.notOk('issuer' in (await admin.getService('700')))
  t.equal((await admin.getService('701')).serviceId, '701')
})

t.test('the demo world is whole, and is what a mock begins with', async (t) => {
  const { fixtures } = await build(t, {})
  const text = readFileSync(new URL('../../../fixtures/demo.yaml', import.meta.url), 'utf8')
  t.strictSame(readFixtures(text, findProblems), { fixtures })
})
