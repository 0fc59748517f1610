import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { exec } from '../exec.ts'

const one = `services: [{ serviceId: '700', apiTokens: [{ apiToken: seven-hundred }] }]`
const two = `services: [{ serviceId: '700' }, { serviceId: '701', apiTokens: [{ apiToken: second }] }]`
const which = "tell([AUTHLETE_SERVICE_ID, AUTHLETE_API_TOKEN, (await call('gm', {})).resultCode])"

t.test('the only service of fixtures is the one that the command gets', async (t) => {
  const file = join(t.testdir(), 'world.yaml')
  writeFileSync(file, one)
  const ways = [
    [['--fixtures', file], {}],
    [[], { GM_MOCK_FIXTURES: file }],
    [[], { GM_MOCK_FIXTURES_INLINE: one }],
  ] as const
  for (const [options, variables] of ways) {
    await t.test(JSON.stringify([options, variables]), async (t) => {
      const { code, told } = await exec(t, which, options, variables)
      t.strictSame([code, told], [0, ['700', 'seven-hundred', 'A278201']])
    })
  }
})

t.test('of several services one must be chosen, and they are named', async (t) => {
  const several = { GM_MOCK_FIXTURES_INLINE: two }
  t.strictSame(await exec(t, which, [], several), {
    code: 2,
    stderr: 'gm-mock: the fixtures have 2 services; choose one by --service-id: 700, 701\n',
    told: undefined,
  })
  const { told } = await exec(t, which, ['--service-id', '701'], several)
  t.strictSame(told, ['701', 'second', 'A278201'])
})

t.test('fixtures without a service, and the demo fixtures, leave the command a new one', async (t) => {
  for (const world of [{ GM_MOCK_FIXTURES_INLINE: 'services: []' }, {}]) {
    const { told } = await exec(t, which, [], world)
    t.match(told, [/^\d{14}$/, /^[\w-]{43}$/, 'A278201'])
  }
})

const badTokens =
  "{ apiToken: weak, rights: [VIEW_SERVICE] }, { apiToken: ended, expiresInSeconds: 0 }, { apiToken: past, expiresAt: 'now - 1h' }"
const choices = [
  ['the one that may call the service', `${badTokens}, { apiToken: good }`, 'good'],
  ['the one that lasts', `{ apiToken: brief, expiresInSeconds: 60 }, { apiToken: lasting }`, 'lasting'],
  [
    'the one that ends, if there is no other',
    `${badTokens}, { apiToken: brief, expiresAt: 'now + 1h' }`,
    'brief',
  ],
] as const
for (const [what, tokens, token] of choices) {
  t.test(`of several API tokens the command gets ${what}`, async (t) => {
    const fixtures = { GM_MOCK_FIXTURES_INLINE: `services: [{ serviceId: '700', apiTokens: [${tokens}] }]` }
    t.strictSame((await exec(t, which, [], fixtures)).told, ['700', token, 'A278201'])
  })
}

t.test('a service without a token that may call it gets one', async (t) => {
  const fixtures = { GM_MOCK_FIXTURES_INLINE: `services: [{ serviceId: '700', apiTokens: [${badTokens}] }]` }
  const { told } = await exec(t, which, [], fixtures)
  t.match(told, ['700', /^[\w-]{43}$/, 'A278201'])
})
