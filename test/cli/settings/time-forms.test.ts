import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import t from 'tap'
import { startMock } from '../../../src/index.ts'
import { spawnMock } from '../child.ts'
import { run } from '../run.ts'

const uri = 'https://as.example.com/accounts'
const proof = ['dpop', '--key', 'fixtures/keys/demo-dpop.private.jwk.json', '--uri', uri]
const instant = 1_767_225_600_000

for (const now of ['2026-01-01T00:00:00Z', '2026-01-01T09:00+09:00', String(instant)]) {
  t.test(`--now takes ${now}`, async (t) => {
    t.equal(decodeJwt((await run([...proof, '--now', now])).stdout.trim()).iat, instant / 1000)
    const { stdout } = await run(['cert', '--now', now])
    t.match(new X509Certificate(stdout).validFrom, /Jan {2}1 00:00:00 2026/)
  })
}

for (const [now, seconds] of [
  ['now - 1h', -3600],
  ['now + 1h 30m', 5400],
  ['90s', 90],
  ['PT1H', 3600],
] as const) {
  t.test(`--now takes ${now}, from the machine's time`, async (t) => {
    const before = Math.floor(Date.now() / 1000)
    const { iat = 0 } = decodeJwt((await run([...proof, '--now', now])).stdout.trim())
    t.ok(iat >= before + seconds)
    t.ok(iat <= Math.floor(Date.now() / 1000) + seconds)
  })
}

t.test('settings take durations and times in every form', async (t) => {
  const flags = ['--dpop-iat-past-seconds', '5m', '--lock-wait-ms', '2s', '--frozen-time', 'now + 1h']
  const variables = { GM_MOCK_DPOP_IAT_FUTURE_SECONDS: 'PT1M30S' }
  const { stdout } = await run(['config', '--format', 'json', ...flags], { environment: variables })
  t.match(JSON.parse(stdout), {
    dpopIatPastSeconds: { value: 300 },
    dpopIatFutureSeconds: { value: 90 },
    lockWaitMs: { value: 2000 },
    frozenTime: { value: 'now + 1h' },
  })
  const mock = await startMock({
    dpopIatPastSeconds: '5m',
    dpopIatFutureSeconds: 'PT1M30S',
    lockWaitMs: '2s',
    frozenTime: instant,
  })
  t.teardown(() => mock.close())
  const { serviceId } = await mock.admin.createService()
  t.match(await mock.admin.getService(serviceId), { mock: { iatPastSeconds: 300, iatFutureSeconds: 90 } })
  t.match(await mock.admin.getClock(serviceId), { mode: 'frozen', now: '2026-01-01T00:00:00.000Z' })
})

t.test('clocks of a start are frozen relative to the time of the start', async (t) => {
  const before = Date.now()
  const mock = spawnMock(t, ['--port', '0', '--frozen-time', 'now - 1d'])
  const baseUrl = await mock.ready()
  const response = await fetch(`${baseUrl}/_mock/services/4277000001/clock`)
  const { mode, now } = (await response.json()) as { mode: string; now: string }
  t.equal(mode, 'frozen')
  t.ok(Date.parse(now) >= before - 86_400_000)
  t.ok(Date.parse(now) <= Date.now() - 86_400_000)
  const [frozen, offset] = [
    await startMock({ clock: { mode: 'frozen', now: 'now - 1d' } }),
    await startMock({ clock: { mode: 'offset', offsetSeconds: '-1d' } }),
  ]
  for (const { admin, close } of [frozen, offset]) {
    t.teardown(() => close())
    const clock = await admin.getClock('4277000001')
    t.ok(Date.parse(clock.now) <= Date.now() - 86_400_000, clock.mode)
  }
})

t.test('a program that gives another kind of value is refused', async (t) => {
  for (const options of [{ frozenTime: true }, { lockWaitMs: true }, { dpopIatPastSeconds: '5 minutes' }]) {
    await t.rejects(startMock(options as object), /startMock cannot use these options: (?:frozen|lock|dpop)/)
  }
})

t.test('an end of verify-as that is no duration is refused by naming the forms', async (t) => {
  for (const limit of ['0s', '6m', 'soon', '1500ms']) {
    const { code, stderr } = await run(['verify-as', 'http://as', '--timeout-seconds', limit])
    t.equal(code, 2)
    t.equal(
      stderr,
      `gm-mock: --timeout-seconds is "${limit}", not a whole number from 1 to 300 (seconds) or a duration such as 90s, 1h 30m, PT90S or now + 1h.\n`,
    )
  }
  const gone = join(t.testdir(), 'x')
  const { stderr } = await run(['verify-as', 'http://as', '--timeout-seconds', '2m', '--base-url', gone])
  t.match(stderr, /--base-url is/)
})
