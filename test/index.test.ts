import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import t, { type Test } from 'tap'
import type { Fixtures } from '../schema/fixtures.ts'
import { AdminError, startMock, type MockOptions, type RunningMock } from '../src/index.ts'

async function start(t: Test, options?: MockOptions): Promise<RunningMock> {
  const mock = await startMock(options)
  t.teardown(() => mock.close())
  return mock
}

async function query({ baseUrl, services }: RunningMock, request: object): Promise<Response> {
  const [service] = services
  return fetch(`${baseUrl}/api/${service?.serviceId}/gm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${service?.serviceToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
}

const world: Fixtures = {
  services: [{ serviceId: '700', apiTokens: [{ apiToken: 'service-token' }] }, { serviceId: '701' }],
}

t.test('a mock starts in one line, with the demo world', async (t) => {
  const mock = await start(t)
  t.match(mock.baseUrl, /^http:\/\/127\.0\.0\.1:\d+$/)
  t.strictSame(
    mock.services.map(({ env }) => env),
    [
      {
        AUTHLETE_BASE_URL: mock.baseUrl,
        AUTHLETE_SERVICE_ID: '4277000001',
        AUTHLETE_API_TOKEN: 'demo-service-token',
        AUTHLETE_BEARER: 'demo-service-token',
      },
    ],
  )
  const request = { gmAction: 'QUERY', accessToken: 'demo-bearer', grantId: 'demo-grant' }
  t.match(await (await query(mock, request)).json(), { action: 'OK' })
})

t.test('a world is given inline or by its path', async (t) => {
  const directory = t.testdir({ 'world.json': JSON.stringify(world) })
  const inline = await start(t, { fixtures: world })
  const file = await start(t, { fixtures: join(directory, 'world.json') })
  for (const { services, admin } of [inline, file]) {
    t.strictSame(
      services.map(({ serviceId, serviceToken }) => [serviceId, serviceToken]),
      [['700', 'service-token']],
    )
    t.equal((await admin.listServices()).services.length, 2)
  }
})

t.test('two mocks run side by side and share nothing', async (t) => {
  const [one, other] = [await start(t, { fixtures: world }), await start(t, { fixtures: world })]
  t.not(one.baseUrl, other.baseUrl)
  const { request = {} } = await one.admin.mintToken('700', { grant: {} })
  await other.admin.advanceClock('700', { seconds: 60 })
  t.match(await (await query(one, request)).json(), { action: 'OK' })
  t.match(await (await query(other, request)).json(), { resultCode: 'A279306' })
  t.equal((await one.admin.getClock('700')).mode, 'real')
})

t.test('the admin in process and over HTTP are the same', async (t) => {
  const { baseUrl, admin } = await start(t, { fixtures: world })
  const created = (await (await fetch(`${baseUrl}/_mock/services`, { method: 'POST' })).json()) as {
    serviceId: string
    baseUrl: string
  }
  t.equal(created.baseUrl, baseUrl)
  t.equal((await admin.getService(created.serviceId)).serviceId, created.serviceId)
  t.equal((await admin.createService()).baseUrl, baseUrl)
  const refused = await admin.getService('999').catch((error: unknown) => error)
  t.ok(refused instanceof AdminError)
})

t.test('the options are the settings of the command', async (t) => {
  const data = join(t.testdir(), 'mock.db')
  const options = { fixtures: world, strictOwnership: true, data, adminToken: 'secret', host: '::1' }
  const mock = await start(t, options)
  t.match(mock.baseUrl, /^http:\/\/\[::1\]:\d+$/)
  t.equal((await mock.admin.getService('700')).mock.strictOwnership, true)
  t.equal((await fetch(`${mock.baseUrl}/_mock/services`)).status, 401)
  await mock.admin.createService({ serviceId: '42' })
  await mock.close()
  const again = await start(t, { fixtures: world, data })
  t.equal((await again.admin.getService('42')).serviceId, '42')
})

t.test('a mock that listens everywhere tells an address at which it is reached', async (t) => {
  const mock = await start(t, { fixtures: world, host: '0.0.0.0' })
  t.match(mock.baseUrl, /^http:\/\/127\.0\.0\.1:\d+$/)
  t.equal((await fetch(`${mock.baseUrl}/readyz`)).status, 200)
})

t.test('the clock of every service begins as it is told', async (t) => {
  const clock = { mode: 'frozen', now: '2030-01-01T00:00:00Z' } as const
  const { admin } = await start(t, { fixtures: world, clock })
  await admin.createService({ serviceId: '42' })
  for (const serviceId of ['700', '42']) {
    t.strictSame(await admin.getClock(serviceId), { mode: 'frozen', now: '2030-01-01T00:00:00.000Z' })
  }
  const { expiresAt } = await admin.mintToken('700', { expiresInSeconds: 1 })
  t.equal(expiresAt, Date.parse('2030-01-01T00:00:01Z'))
  await admin.advanceClock('700', { seconds: 60 })
  await admin.reset('700')
  t.equal((await admin.getClock('700')).now, '2030-01-01T00:00:00.000Z')
})

t.test('a clock that is frozen without an instant stands where time is', async (t) => {
  const before = Date.now()
  const { admin } = await start(t, { fixtures: world, clock: { mode: 'frozen' } })
  const { mode, now } = await admin.getClock('700')
  t.equal(mode, 'frozen')
  t.ok(Date.parse(now) >= before && Date.parse(now) <= Date.now())
  await admin.createService({ serviceId: '42' })
  t.equal((await admin.getClock('42')).now, now)
})

t.test('a clock in fixtures that is frozen without an instant stands where services start', async (t) => {
  const fixtures = { services: [{ serviceId: '700', clock: { mode: 'frozen' } }] } as const
  const { admin } = await start(t, { fixtures, frozenTime: '2030-01-01T00:00:00Z' })
  t.strictSame(await admin.getClock('700'), { mode: 'frozen', now: '2030-01-01T00:00:00.000Z' })
})

t.test('the clock of every service can be told by its instant alone', async (t) => {
  const { admin } = await start(t, { fixtures: world, frozenTime: '2030-01-01T09:00:00+09:00' })
  t.strictSame(await admin.getClock('700'), { mode: 'frozen', now: '2030-01-01T00:00:00.000Z' })
})

t.test('a seed makes two mocks alike', async (t) => {
  const options = {
    fixtures: world,
    randomSeed: 'seed',
    clock: { mode: 'frozen', now: '2030-01-01T00:00:00Z' },
  } as const
  const minted = async (options: MockOptions): Promise<unknown> => {
    const { admin } = await start(t, options)
    const { privateJwk, accessToken, grantId } = await admin.mintToken('700', { bind: 'dpop', grant: {} })
    return { privateJwk, accessToken, grantId, serviceId: (await admin.createService()).serviceId }
  }
  const first = await minted(options)
  t.strictSame(await minted(options), first)
  t.notSame(await minted({ ...options, randomSeed: 'another' }), first)
})

t.test('a port in use rejects the start and leaves nothing open', async (t) => {
  const { baseUrl, close } = await startMock()
  t.teardown(close)
  const data = join(t.testdir(), 'mock.db')
  await t.rejects(startMock({ port: Number(new URL(baseUrl).port), data }), { code: 'EADDRINUSE' })
  t.notOk(existsSync(`${data}-wal`), 'the database was closed')
})

t.test('a store that cannot be filled rejects the start', async (t) => {
  const data = join(t.testdir(), 'mock.db')
  await (await startMock({ data, fixtures: { services: [] } })).close()
  const other = new Database(data)
  other.exec('DROP TABLE starts')
  other.close()
  await t.rejects(startMock({ data, randomSeed: 'seed' }), /no such table: starts/)
})

const unusable: readonly (readonly [string, object, RegExp])[] = [
  [
    'that it does not know',
    { prot: 1, noReplayCheck: true, colour: 1 },
    /prot is not an option\. Did you mean port\?; noReplayCheck is not an option\. Did you mean replayCheck\?; colour is not an option\. There are port, host, /,
  ],
  [
    'of a wrong value',
    { dpopIatPastSeconds: -1, adminToken: '' },
    /dpopIatPastSeconds is "-1".*; adminToken is empty/,
  ],
  [
    'of a wrong type',
    { port: '0', replayCheck: 1, listens: 'no', host: 5, data: null, watch: {}, logLevel: ['info'] },
    /port is a string, not a number; host is the number 5, not a string; data is null, not a string; watch is an object, not a boolean; replayCheck is the number 1, not true or false; logLevel is an array, not a string; listens is a string, not true or false/,
  ],
  [
    'that are fixtures of another kind',
    { fixtures: 5 },
    /^startMock cannot use these options: fixtures is the number 5, not a string$/,
  ],
  ['that are fixtures in no file', { fixtures: '' }, /options: fixtures is empty$/],
  [
    'that set the clock twice',
    { frozenTime: '2030-01-01T00:00:00Z', clock: { mode: 'real' } },
    /clock and frozenTime both set the clock/,
  ],
  [
    'that are no clock',
    { clock: { mode: 'frozen', at: 5, now: 'noon' } },
    /: clock is not usable: its at is not a known member; its now must be epoch milliseconds, [^;]*$/,
  ],
  ['that are a clock of no kind', { clock: 5 }, /: clock is not usable: it must be object$/],
]
const noOptions: readonly (readonly [unknown, string])[] = [
  ['fixtures.yaml', 'a string'],
  [null, 'null'],
  [[], 'an array'],
  [new URL('http://127.0.0.1'), 'an object of the kind URL'],
]
for (const [given, what] of noOptions) {
  t.test(`options that are ${what} reject the start`, async (t) => {
    const message = new RegExp(
      `^startMock takes an object with port, host, .*, listens, and was given ${what}$`,
    )
    await t.rejects(startMock(given as object), { name: 'TypeError', message })
  })
}

for (const [what, options, message] of unusable) {
  t.test(`options ${what} reject the start`, async (t) => {
    await t.rejects(startMock(options), { name: 'TypeError', message })
  })
}

t.test('an option that is undefined is one that is not given', async (t) => {
  const { baseUrl } = await start(t, { port: undefined, replayCheck: false } as object)
  t.ok(baseUrl)
})

t.test('an order that is no object is refused like any other', async (t) => {
  const { admin } = await start(t)
  for (const order of [[], 5, 'x']) {
    await t.rejects(admin.mintToken('4277000001', order as never), { name: 'AdminError', status: 400 })
    await t.rejects(admin.setClock('4277000001', order as never), { name: 'AdminError', status: 400 })
  }
})

t.test('close does not wait for a connection on which nothing was asked', async (t) => {
  const mock = await startMock()
  const socket = connect(Number(new URL(mock.baseUrl).port), '127.0.0.1')
  t.teardown(() => socket.destroy())
  await once(socket, 'connect')
  const closed = once(socket, 'close')
  socket.resume()
  await mock.close()
  await closed
})

t.test('close frees the port', async (t) => {
  const mock = await startMock({ fixtures: world })
  const port = Number(new URL(mock.baseUrl).port)
  await t.rejects(startMock({ fixtures: world, port }), { code: 'EADDRINUSE' })
  await mock.close()
  await t.rejects(fetch(`${mock.baseUrl}/livez`))
  const again = await start(t, { fixtures: world, port })
  t.equal(again.baseUrl, mock.baseUrl)
})

t.test('a bad world rejects the start with all its problems', async (t) => {
  const fixtures = { services: [{ serviceId: '1' }, { serviceId: '1' }, { serviceId: '1' }] }
  await t.rejects(startMock({ fixtures }), {
    name: 'FixturesError',
    problems: [
      { path: '/services/1/serviceId', message: 'is given twice' },
      { path: '/services/2/serviceId', message: 'is given twice' },
    ],
  })
})

t.test('a world at a path where nothing is rejects the start', async (t) => {
  await t.rejects(startMock({ fixtures: 'no-such-world.yaml' }), { message: /no-such-world\.yaml/ })
})
