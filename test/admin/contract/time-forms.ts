import type { Test } from 'tap'
import { serviceId, startOfTests } from '../../support/mock.ts'
import { refusalOf, type OpenAdmin } from '../under-test.ts'

/** Forms of two minutes, where a plain number is one of seconds, and of milliseconds. */
const twoMinutes = ['2m', '120s', '1m 60s', 'PT2M', 'now + 2m', '120000ms']
const seconds = [120, '120', ...twoMinutes]
const milliseconds = [120_000, '120000', ...twoMinutes]

/** Forms of the instant two minutes after the start of the tests. */
const instants = [
  startOfTests + 120_000,
  String(startOfTests + 120_000),
  '2026-01-01T00:02:00Z',
  '2026-01-01T09:02+09:00',
  ...twoMinutes,
]

/** Every duration and every time that an admin call takes has every form. */
export async function timeFormContract(t: Test, open: OpenAdmin): Promise<void> {
  const at = startOfTests + 120_000

  t.test('the end of a token', async (t) => {
    const { admin } = await open(t)
    for (const expiresInSeconds of seconds) {
      t.equal(
        (await admin.mintToken(serviceId, { expiresInSeconds })).expiresAt,
        at,
        String(expiresInSeconds),
      )
      t.equal((await admin.createApiToken({ serviceId, expiresInSeconds })).expiresAt, at)
    }
    for (const expiresAt of instants) {
      t.equal((await admin.mintToken(serviceId, { expiresAt })).expiresAt, at, String(expiresAt))
    }
    const refreshTokens = seconds.map((refreshTokenExpiresInSeconds) =>
      admin.mintToken(serviceId, { refreshToken: true, refreshTokenExpiresInSeconds }),
    )
    await Promise.all(refreshTokens)
    const list = await admin.listTokens(serviceId)
    t.strictSame([...new Set(list.refreshTokens.map(({ expiresAt }) => expiresAt))], [at])
  })

  t.test('a clock', async (t) => {
    const { admin } = await open(t)
    const now = '2026-01-01T00:02:00.000Z'
    for (const offsetSeconds of seconds) {
      const view = { mode: 'offset', now, offsetSeconds: 120 } as const
      t.strictSame(await admin.setClock(serviceId, { mode: 'offset', offsetSeconds }), view)
    }
    for (const time of instants) {
      await admin.setClock(serviceId, { mode: 'real' })
      const clock = await admin.setClock(serviceId, { mode: 'frozen', now: time })
      t.strictSame(clock, { mode: 'frozen', now }, String(time))
    }
    for (const amount of seconds) {
      await admin.setClock(serviceId, { mode: 'real' })
      t.match(await admin.advanceClock(serviceId, { seconds: amount }), { now }, String(amount))
    }
  })

  t.test('a frozen clock moves from where it stands', async (t) => {
    const { admin } = await open(t)
    await admin.setClock(serviceId, { mode: 'frozen', now: '2030-01-01T00:00:00Z' })
    t.equal((await admin.setClock(serviceId, { mode: 'frozen' })).now, '2030-01-01T00:00:00.000Z')
    const { now } = await admin.setClock(serviceId, { mode: 'frozen', now: 'now - 1d' })
    t.equal(now, '2029-12-31T00:00:00.000Z')
  })

  t.test('the settings of a service', async (t) => {
    const { admin } = await open(t)
    for (const iatPastSeconds of seconds) {
      const { mock } = await admin.updateService(serviceId, { mock: { iatPastSeconds } })
      t.equal(mock.iatPastSeconds, 120, String(iatPastSeconds))
    }
    const made = await admin.createService({ mock: { iatFutureSeconds: '2m' } })
    t.match(await admin.getService(made.serviceId), { mock: { iatFutureSeconds: 120, iatPastSeconds: 300 } })
  })

  t.test('faults, which show what they do in one unit', async (t) => {
    const { admin } = await open(t)
    for (const fixed of milliseconds) {
      const { delay } = await admin.addFault(serviceId, { fault: 'latency', delay: { fixed } })
      t.strictSame(delay, { fixed: 120_000 }, String(fixed))
    }
    const between = { fault: 'latency', delay: { uniform: ['500ms', 2000] } } as const
    t.strictSame((await admin.addFault(serviceId, between)).delay, { uniform: [500, 2000] })
    const around = { fault: 'latency', delay: { lognormal: { median: '1s', sigma: 0 } } } as const
    t.strictSame((await admin.addFault(serviceId, around)).delay, { lognormal: { median: 1000, sigma: 0 } })
    for (const retryAfterSeconds of seconds) {
      const view = await admin.addFault(serviceId, { fault: 'too_many_requests', retryAfterSeconds })
      t.equal(view.retryAfterSeconds, 120)
    }
    t.equal((await admin.listFaults(serviceId)).faults.length, milliseconds.length + seconds.length + 2)
  })

  t.test('waits', async (t) => {
    const { admin } = await open(t)
    const barrier = await admin.addBarrier(serviceId, { step: 'arrival' })
    for (const timeoutMs of ['0s', 'PT0S', '1ms', '1']) {
      t.match(await refusalOf(admin.waitForRequests(serviceId, { timeoutMs })), { error: 'requests_missing' })
      t.match(await refusalOf(admin.waitForBarrier(serviceId, barrier.id, { timeoutMs })), {
        error: 'barrier_timeout',
      })
    }
  })

  t.test('the beginning of a list of calls: a duration alone is how long ago it is', async (t) => {
    const { admin, mock } = await open(t)
    await mock.gm({})
    mock.time.now += 120_000
    const from = [
      startOfTests,
      String(startOfTests),
      '2026-01-01T00:00:00Z',
      'now - 2m',
      ...twoMinutes.slice(0, 4),
    ]
    for (const since of from) {
      t.equal((await admin.listRequests(serviceId, { since })).requests.length, 1, String(since))
      t.equal((await admin.exportHar(serviceId, { since })).log.entries.length, 1)
    }
    for (const since of ['119s', 'now - 119s', 'now', 'now + 2m']) {
      t.equal((await admin.listRequests(serviceId, { since })).requests.length, 0, since)
    }
  })

  t.test('the parameters of provider states', async (t) => {
    const { admin } = await open(t)
    for (const expiresInSeconds of ['1h', '-60', 3600]) {
      const params = { serviceId, expiresInSeconds }
      t.match(await admin.changeProviderState({ state: 'an access token exists', params }), { serviceId })
    }
    const frozen = { state: 'the clock is frozen', params: { serviceId, now: 'now + 2m' } }
    t.match(await admin.changeProviderState(frozen), { now: '2026-01-01T00:02:00.000Z' })
  })

  t.test('what is none of the forms is refused by naming them, once', async (t) => {
    const { admin } = await open(t)
    const wrong = ['soon', '1 hour', '2026-13-01T00:00:00Z', '', true, [], 1.5]
    for (const given of wrong as readonly string[]) {
      const refusal = await refusalOf(admin.advanceClock(serviceId, { seconds: given }))
      t.strictSame(refusal.problems, [
        {
          path: '/seconds',
          message:
            'must be a whole number from 0 to 3155760000 (seconds) or a duration such as 90s, 1h 30m, PT90S or now + 1h',
        },
      ])
    }
    for (const since of ['soon', '1 hour ago', true] as readonly string[]) {
      const refusal = await refusalOf(admin.listRequests(serviceId, { since }))
      t.strictSame(refusal.problems, [
        {
          path: '/since',
          message: 'must be epoch milliseconds, an ISO date-time, or a time such as "now + 30m"',
        },
      ])
    }
  })

  t.test('every form stays within the bounds', async (t) => {
    const { admin } = await open(t)
    const beyond = [
      ['/seconds', () => admin.advanceClock(serviceId, { seconds: '-1s' })],
      ['/timeoutMs', () => admin.waitForRequests(serviceId, { timeoutMs: '61s' })],
      ['/delay/fixed', () => admin.addFault(serviceId, { fault: 'latency', delay: { fixed: '6m' } })],
      [
        '/delay/uniform',
        () => admin.addFault(serviceId, { fault: 'latency', delay: { uniform: ['2s', 1999] } }),
      ],
      [
        '/retryAfterSeconds',
        () => admin.addFault(serviceId, { fault: 'too_many_requests', retryAfterSeconds: '25h' }),
      ],
      ['/expiresInSeconds', () => admin.mintToken(serviceId, { expiresInSeconds: '36526d' })],
      ['/mock/iatPastSeconds', () => admin.updateService(serviceId, { mock: { iatPastSeconds: '-1m' } })],
    ] as const
    for (const [path, call] of beyond) {
      t.strictSame(
        (await refusalOf(call())).problems.map((problem) => problem.path),
        [path],
      )
    }
  })
}
