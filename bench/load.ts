import autocannon from 'autocannon'
import { quantile } from './statistics.ts'

/** The process that makes the load, so that neither the servers nor the clock of the run share its event loop. */

const connections = 50

export interface LoadOrder {
  readonly url: string
  readonly authorization: string
  /** One body that is sent over and over, or as many as there are calls: those are sent once each. */
  readonly bodies: readonly string[]
  readonly warmUpSeconds: number
  readonly seconds: number
  /** What every right answer contains. */
  readonly expected: string
}

export interface LoadResult {
  readonly requestsPerSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly answers: number
  readonly wrong: number
  /** Connections that failed, calls that timed out, answers other than 2xx. */
  readonly errors: number
  /** How many of the bodies were sent. */
  readonly spent: number
}

interface Sample {
  readonly at: number
  readonly latency: number
}

interface Tally {
  answers: number
  wrong: number
  spent: number
}

async function load(order: LoadOrder): Promise<LoadResult> {
  const samples: Sample[] = []
  const tally: Tally = { answers: 0, wrong: 0, spent: 0 }
  const { errors, non2xx } = await new Promise<autocannon.Result>((resolve, reject) => {
    const settle = (error: unknown, result: autocannon.Result): void => {
      if (error === null || error === undefined) resolve(result)
      else reject(error)
    }
    const begin = performance.now()
    autocannon(describeLoad(order, tally), settle).on('response', (_client, _status, _octets, latency) => {
      samples.push({ at: performance.now() - begin, latency })
    })
  })
  return { ...tally, ...summarise(samples, order), errors: errors + non2xx }
}

function describeLoad(order: LoadOrder, tally: Tally): autocannon.Options {
  return {
    ...describeCalls(order, tally),
    url: order.url,
    connections,
    duration: order.warmUpSeconds + order.seconds,
    sampleInt: 100,
    method: 'POST',
    headers: { authorization: `Bearer ${order.authorization}`, 'content-type': 'application/json' },
    verifyBody: (body) => {
      const isRight = String(body).includes(order.expected)
      tally.answers += 1
      if (!isRight) tally.wrong += 1
      return isRight
    },
  }
}

function describeCalls({ bodies }: LoadOrder, tally: Tally): Partial<autocannon.Options> {
  const [body = ''] = bodies
  if (bodies.length === 1) return { body }
  const setupRequest = (request: autocannon.Request): autocannon.Request => {
    const next = bodies[tally.spent]
    if (next === undefined) throw new Error('a body would have been sent twice')
    tally.spent += 1
    return { ...request, body: next }
  }
  return { requests: [{ setupRequest }], maxOverallRequests: bodies.length }
}

function summarise(samples: readonly Sample[], { warmUpSeconds, seconds }: LoadOrder) {
  const from = warmUpSeconds * 1000
  const measured = samples.filter(({ at }) => at >= from && at < from + seconds * 1000)
  const latencies = measured.map(({ latency }) => latency)
  const last = measured.at(-1)?.at ?? from
  return {
    requestsPerSecond: (measured.length * 1000) / (last - from),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  }
}

process.on('message', (order: LoadOrder) => {
  load(order).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
