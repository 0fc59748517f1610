import fc from 'fast-check'
import t from 'tap'
import type { Service, ServiceProperties } from '../../../src/model/service.ts'
import { isNonceRequired, readNonceWindow } from '../../../src/oauth/dpop/nonce.ts'
import { startOfTests } from '../../support/mock.ts'
import { readVectors } from '../vectors.ts'

const service: Service = {
  serviceId: '700',
  generation: 1,
  origin: 'api',
  properties: { dpopNonceDuration: 60 },
  mock: {
    strictOwnership: false,
    oneClientAuthentication: false,
    replayCheck: true,
    iatPastSeconds: 300,
    iatFutureSeconds: 60,
  },
  clock: { mode: 'real' },
  nonceSecret: 'secret',
}

function withDuration(dpopNonceDuration?: number): Service {
  const properties: ServiceProperties = dpopNonceDuration === undefined ? {} : { dpopNonceDuration }
  return { ...service, properties }
}

/** 2026-01-01T00:00:00Z is the start of a window of a minute and of one of five. */
const start = startOfTests
const grammar = /^[\x21\x23-\x5B\x5D-\x7E]+$/

t.test('the nonce stays the same within a window and changes at its end', async (t) => {
  const { current } = readNonceWindow(service, start)
  for (const after of [1, 30_000, 59_999]) t.equal(readNonceWindow(service, start + after).current, current)
  t.not(readNonceWindow(service, start + 60_000).current, current)
  t.not(readNonceWindow(service, start - 1).current, current)
})

t.test('the nonce of one window is the previous one of the next, and then it is over', async (t) => {
  const { current, previous } = readNonceWindow(service, start + 59_999)
  const next = readNonceWindow(service, start + 60_000)
  t.equal(next.previous, current)
  t.not(next.current, current)
  t.not(next.previous, previous)
  const last = readNonceWindow(service, start + 119_999)
  t.equal(last.previous, current)
  const over = readNonceWindow(service, start + 120_000)
  t.notOk([over.current, over.previous].includes(current))
})

t.test('a window says when the last of its nonces ends', async (t) => {
  for (const after of [0, 1, 59_999]) t.equal(readNonceWindow(service, start + after).until, start + 120_000)
  t.equal(readNonceWindow(service, start + 60_000).until, start + 180_000)
})

t.test('where a service sets no duration a window lasts 300 seconds', async (t) => {
  const expected = readNonceWindow(withDuration(300), start)
  t.equal(expected.until, start + 600_000)
  for (const duration of [undefined, 0, -1]) {
    t.strictSame(readNonceWindow(withDuration(duration), start), expected, String(duration))
  }
})

t.test('another service, another secret or another duration has other nonces', async (t) => {
  const others: readonly Service[] = [
    service,
    { ...service, serviceId: '701' },
    { ...service, nonceSecret: 'another secret' },
    withDuration(61),
    withDuration(300),
    { ...withDuration(30), serviceId: '7' },
  ]
  const nonces = others.flatMap((other) => {
    const { current, previous } = readNonceWindow(other, start)
    return [current, previous]
  })
  t.equal(new Set(nonces).size, nonces.length)
})

t.test('what else a service has does not change its nonces', async (t) => {
  const other: Service = {
    ...service,
    generation: 2,
    origin: 'fixture',
    properties: {
      ...service.properties,
      dpopNonceRequired: true,
      grantManagementEndpoint: 'https://as.example.com',
    },
  }
  t.strictSame(readNonceWindow(other, start), readNonceWindow(service, start))
})

const durations = fc.integer({ min: 1, max: 100_000 })
const times = fc.integer({ min: 0, max: 10_000_000_000_000 })

t.test(
  'a rotation never strands a client: a nonce is good for at least one whole duration more',
  async () => {
    fc.assert(
      fc.property(times, durations, fc.double({ min: 0, max: 1, noNaN: true }), (now, duration, share) => {
        const own = withDuration(duration)
        const { current } = readNonceWindow(own, now)
        const later = readNonceWindow(own, now + Math.floor(duration * 1000 * share))
        return later.current === current || later.previous === current
      }),
    )
  },
)

t.test('a nonce is over when its window says so, and not before', async () => {
  fc.assert(
    fc.property(times, durations, (now, duration) => {
      const own = withDuration(duration)
      const { current, until } = readNonceWindow(own, now)
      const last = readNonceWindow(own, until - 1)
      const over = readNonceWindow(own, until)
      return last.previous === current && over.previous !== current && over.current !== current
    }),
  )
})

t.test('every nonce has the grammar of RFC 9449 and carries 256 bits', async () => {
  fc.assert(
    fc.property(times, durations, (now, duration) => {
      const { current, previous } = readNonceWindow(withDuration(duration), now)
      return [current, previous].every((nonce) => grammar.test(nonce) && /^[A-Za-z0-9_-]{43}$/.test(nonce))
    }),
  )
})

t.test('the grammar that the nonces are held to is that of the vectors', async (t) => {
  const { nonces } = readVectors('dpop')
  t.equal(nonces.length, 8)
  for (const { id, nonce, wellFormed } of nonces) t.equal(grammar.test(nonce), wellFormed, id)
})

t.test('a call can demand a nonce and never waive it', async (t) => {
  const rows: readonly (readonly [property: boolean | undefined, requested: boolean, required: boolean])[] = [
    [undefined, false, false],
    [false, false, false],
    [true, false, true],
    [undefined, true, true],
    [false, true, true],
    [true, true, true],
  ]
  for (const [property, requested, required] of rows) {
    const properties = property === undefined ? {} : { dpopNonceRequired: property }
    const name = `service ${String(property)}, call ${requested}`
    t.equal(isNonceRequired({ ...service, properties }, requested), required, name)
  }
})
