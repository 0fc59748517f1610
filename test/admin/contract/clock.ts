import type { Test } from 'tap'
import type { ClockRequest } from '../../../schema/admin/requests.ts'
import { serviceId, startOfTests } from '../../support/mock.ts'
import { refusalOf, refusedAs, type OpenAdmin } from '../under-test.ts'

interface ClockCase {
  readonly order: ClockRequest
  readonly view: object
  /** After an advance of 90 seconds. */
  readonly advanced: object
  /** After the machine's clock has gone on by a minute. */
  readonly minuteLater: string
}

const cases: readonly ClockCase[] = [
  {
    order: { mode: 'real' },
    view: { mode: 'real', now: '2026-01-01T00:00:00.000Z' },
    advanced: { mode: 'offset', now: '2026-01-01T00:01:30.000Z', offsetSeconds: 90 },
    minuteLater: '2026-01-01T00:02:30.000Z',
  },
  {
    order: { mode: 'frozen', now: '2030-06-01T12:00:00+02:00' },
    view: { mode: 'frozen', now: '2030-06-01T10:00:00.000Z' },
    advanced: { mode: 'frozen', now: '2030-06-01T10:01:30.000Z' },
    minuteLater: '2030-06-01T10:01:30.000Z',
  },
  {
    order: { mode: 'offset', offsetSeconds: -3600 },
    view: { mode: 'offset', now: '2025-12-31T23:00:00.000Z', offsetSeconds: -3600 },
    advanced: { mode: 'offset', now: '2025-12-31T23:01:30.000Z', offsetSeconds: -3510 },
    minuteLater: '2025-12-31T23:02:30.000Z',
  },
]

export async function clockContract(t: Test, open: OpenAdmin): Promise<void> {
  for (const { order, view, advanced, minuteLater } of cases) {
    t.test(`a ${order.mode} clock is read, advanced and left to run`, async (t) => {
      const { admin, mock } = await open(t)
      t.strictSame(await admin.setClock(serviceId, order), view)
      t.strictSame(await admin.getClock(serviceId), view)
      t.strictSame(await admin.advanceClock(serviceId, { seconds: 90 }), advanced)
      t.strictSame(await admin.getClock(serviceId), advanced)
      mock.time.now += 60_000
      t.equal((await admin.getClock(serviceId)).now, minuteLater)
    })
  }

  t.test('an advance by nothing leaves the time as it is', async (t) => {
    const { admin } = await open(t)
    const { now } = await admin.getClock(serviceId)
    t.equal((await admin.advanceClock(serviceId, { seconds: 0 })).now, now)
  })

  t.test('advances at once add up', async (t) => {
    const { admin } = await open(t)
    await Promise.all([1, 2, 3].map((seconds) => admin.advanceClock(serviceId, { seconds })))
    t.equal((await admin.getClock(serviceId)).offsetSeconds, 6)
  })

  t.test('each service has a clock of its own', async (t) => {
    const { admin } = await open(t)
    await admin.createService({ serviceId: '42' })
    await admin.advanceClock('42', { seconds: 60 })
    t.equal((await admin.getClock(serviceId)).mode, 'real')
  })

  t.test('tokens, refresh tokens and the journal live by the clock of their service', async (t) => {
    const { admin, mock } = await open(t)
    await admin.setClock(serviceId, { mode: 'frozen', now: '2040-01-01T00:00:00Z' })
    const begin = Date.parse('2040-01-01T00:00:00Z')
    const { request = {}, expiresAt } = await admin.mintToken(serviceId, { grant: {}, expiresInSeconds: 60 })
    t.equal(expiresAt, begin + 60_000)
    t.equal((await admin.listGrants(serviceId)).grants[0]?.createdAt, begin)
    t.equal((await mock.gm(request)).action, 'OK')
    t.equal((await admin.listRequests(serviceId)).requests[0]?.at, begin)
    await admin.advanceClock(serviceId, { seconds: 60 })
    t.equal((await mock.gm(request)).resultCode, 'A280303')
    t.equal((await mock.gm(request)).resultCode, 'A279306', 'it was deleted when it was first seen')
  })

  const lastInstant = '9999-12-31T23:59:59.999Z'
  t.test('no clock goes beyond the year 9999', async (t) => {
    const { admin } = await open(t)
    const refused = refusedAs(400, 'invalid_request')
    const beyond = { mode: 'frozen', now: '9999-12-31T23:59:59-01:00' } as const
    t.strictSame(await refusalOf(admin.setClock(serviceId, beyond)), refused)
    t.equal((await admin.getClock(serviceId)).mode, 'real')
    t.equal((await admin.setClock(serviceId, { mode: 'frozen', now: lastInstant })).now, lastInstant)
    t.strictSame(await refusalOf(admin.advanceClock(serviceId, { seconds: 1 })), refused)
    t.equal((await admin.getClock(serviceId)).now, lastInstant)
  })

  t.test('advances in turn do not go beyond the year 9999 either', async (t) => {
    const { admin } = await open(t)
    const century = { seconds: 3_155_760_000 }
    const reached: string[] = []
    const refusals: unknown[] = []
    while (refusals.length === 0 && reached.length < 100) {
      try {
        reached.push((await admin.advanceClock(serviceId, century)).now)
      } catch (refusal) {
        refusals.push(refusal)
      }
    }
    t.equal(reached.length, Math.floor((Date.parse(lastInstant) - startOfTests) / (century.seconds * 1000)))
    t.match(refusals, [{ status: 400, error: 'invalid_request' }])
    t.equal((await admin.getClock(serviceId)).now, reached.at(-1))
  })
}
