import autocannon from 'autocannon'
import { quantile } from './statistics.ts'

/** The process that makes the load, so that neither the servers nor the clock of the run share its event loop. */

const connections = 50

/** One call of what is done over and over. */
export interface Step {
  readonly path: string
  /** One body that is sent over and over, or, where it is the only step, as many as there are calls. */
  readonly bodies: readonly string[]
  /** What every right answer contains. */
  readonly expected: string
  /** The member of the answer that stands in the next step's body as `{kept}`. */
  readonly keep?: string
}

export interface LoadOptions {
  readonly baseUrl: string
  readonly authorization: string
  readonly steps: readonly Step[]
  readonly warmUpSeconds: number
  readonly seconds: number
}

/** What came of a load; where it has several steps, a request is all of them. */
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
  readonly used: number
}

interface Sample {
  readonly at: number
  readonly latency: number
}

interface Tally {
  answers: number
  wrong: number
  used: number
}

async function load(options: LoadOptions): Promise<LoadResult> {
  const samples: Sample[] = []
  const tally: Tally = { answers: 0, wrong: 0, used: 0 }
  const { errors, non2xx } = await new Promise<autocannon.Result>((resolve, reject) => {
    const settle = (error: unknown, result: autocannon.Result): void => {
      if (error === null || error === undefined) resolve(result)
      else reject(error)
    }
    const start = performance.now()
    const sample = (latency: number): void => void samples.push({ at: performance.now() - start, latency })
    const running = autocannon(describeLoad(options, tally, sample), settle)
    if (options.steps.length === 1)
      running.on('response', (_client, _status, _octets, latency) => sample(latency))
  })
  return { ...tally, ...summarise(samples, options), errors: errors + non2xx }
}

function describeLoad(
  options: LoadOptions,
  tally: Tally,
  sample: (latency: number) => void,
): autocannon.Options {
  const { baseUrl: url, steps } = options
  return {
    ...(steps.length === 1 ? describeCalls(steps, tally) : { requests: describeFlow(steps, sample) }),
    url,
    connections,
    duration: options.warmUpSeconds + options.seconds,
    sampleInt: 100,
    method: 'POST',
    headers: { authorization: `Bearer ${options.authorization}`, 'content-type': 'application/json' },
    verifyBody: (body) => {
      const isRight = steps.some(({ expected }) => String(body).includes(expected))
      tally.answers += 1
      if (!isRight) tally.wrong += 1
      return isRight
    },
  }
}

function describeCalls([step]: readonly Step[], tally: Tally): Partial<autocannon.Options> {
  const { path = '', bodies = [] } = step ?? {}
  const [body = ''] = bodies
  if (bodies.length === 1) return { requests: [{ path, body }] }
  const setupRequest = (request: autocannon.Request): autocannon.Request => {
    const next = bodies[tally.used]
    if (next === undefined) throw new Error('a body would have been sent twice')
    tally.used += 1
    return { ...request, body: next }
  }
  return { requests: [{ path, setupRequest }], maxOverallRequests: bodies.length }
}

/** What a connection remembers between the steps of one flow. */
interface Flow {
  begunAt?: number
  kept?: string
}

/** Steps that follow each other on one connection, each with what the one before was answered. */
function describeFlow(steps: readonly Step[], sample: (latency: number) => void): autocannon.Request[] {
  return steps.map(({ path, bodies: [body = ''], keep }, index) => ({
    path,
    setupRequest: (request, context) => {
      const flow: Flow = context
      if (index === 0) flow.begunAt = performance.now()
      return { ...request, body: body.replace('{kept}', flow.kept ?? '') }
    },
    onResponse: (_status, answer, context) => {
      const flow: Flow = context
      if (keep !== undefined) flow.kept = readMember(answer, keep)
      if (index === steps.length - 1) sample(performance.now() - (flow.begunAt ?? Number.NaN))
    },
  }))
}

function readMember(answer: string, name: string): string {
  return String((JSON.parse(answer) as Readonly<Record<string, unknown>>)[name])
}

function summarise(samples: readonly Sample[], { warmUpSeconds, seconds }: LoadOptions) {
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

process.on('message', (options: LoadOptions) => {
  load(options).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
