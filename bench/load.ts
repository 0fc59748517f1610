import autocannon from 'autocannon'
import { summariseSamples, type Sample } from './samples.ts'

/** The process that makes the load, so that neither the servers nor the clock of the run share its event loop. */

const connections = 50

/** One call of what is done over and over. */
export interface Step {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** From the root; `{kept}` stands for what was kept of an answer before. */
  readonly path?: string
  readonly body?: string
  /** What differs from call to call; only where it is the only step. */
  readonly varied?: Variation
  /** What every right answer contains. */
  readonly expected: string
  /** The member of the answer that stands for `{kept}` in the steps that follow. */
  readonly keep?: string
}

/** Each call sends the next value. When all are sent they begin again, or the load ends. */
export interface Variation {
  readonly member: 'body' | 'path' | 'dpop'
  readonly values: readonly string[]
  readonly repeats: boolean
}

export interface LoadOptions {
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
  readonly warmUpSeconds: number
  readonly seconds: number
  /** How many calls to make, in place of a time. */
  readonly calls?: number
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
  /** How many of the varied values were sent. */
  readonly used: number
  /** The share of one core that this process took: near 1, the rate is its own and not the server's. */
  readonly busy: number
}

interface Tally {
  answers: number
  wrong: number
  used: number
}

async function load(options: LoadOptions): Promise<LoadResult> {
  const samples: Sample[] = []
  const tally: Tally = { answers: 0, wrong: 0, used: 0 }
  const start = performance.now()
  const cpu = process.cpuUsage()
  const sample = (latency: number): void => void samples.push({ at: performance.now() - start, latency })
  const { errors, non2xx } = await new Promise<autocannon.Result>((resolve, reject) => {
    const settle = (error: unknown, result: autocannon.Result): void => {
      if (error === null || error === undefined) resolve(result)
      else reject(error)
    }
    const running = autocannon(describeLoad(options, tally, sample), settle)
    if (options.steps.length === 1)
      running.on('response', (_client, _status, _octets, latency) => sample(latency))
  })
  const { user, system } = process.cpuUsage(cpu)
  const busy = (user + system) / 1000 / (performance.now() - start)
  return { ...tally, ...summariseSamples(samples, options), errors: errors + non2xx, busy }
}

function describeLoad(
  options: LoadOptions,
  tally: Tally,
  sample: (latency: number) => void,
): autocannon.Options {
  const { baseUrl: url, headers, steps, warmUpSeconds, seconds, calls } = options
  return {
    ...(steps.length === 1 ? describeCalls(steps, tally) : { requests: describeFlow(steps, tally, sample) }),
    ...(calls === undefined ? { duration: warmUpSeconds + seconds } : { amount: calls }),
    url,
    connections,
    sampleInt: 100,
    method: 'POST',
    headers: { ...headers },
  }
}

function isRight(answer: unknown, { expected }: Pick<Step, 'expected'>, tally: Tally): boolean {
  const holds = String(answer).includes(expected)
  tally.answers += 1
  if (!holds) tally.wrong += 1
  return holds
}

function describeCalls([step]: readonly Step[], tally: Tally): Partial<autocannon.Options> {
  const { varied, expected = '', keep: _keep, ...call } = step ?? {}
  const verifyBody = (answer: unknown): boolean => isRight(answer, { expected }, tally)
  if (varied === undefined) return { requests: [call], verifyBody }
  const { member, values, repeats } = varied
  const setupRequest = (request: autocannon.Request): autocannon.Request => {
    const next = values[repeats ? tally.used % values.length : tally.used]
    if (next === undefined) throw new Error('a value would have been sent twice')
    tally.used += 1
    return member === 'dpop'
      ? { ...request, headers: { ...request.headers, dpop: next } }
      : { ...request, [member]: next }
  }
  const amount = repeats ? {} : { maxOverallRequests: values.length }
  return { requests: [{ ...call, setupRequest }], verifyBody, ...amount }
}

/** What a connection remembers between the steps of one flow. */
interface Flow {
  begunAt?: number
  kept?: string
}

/** Steps that follow each other on one connection, each with what the one before was answered. */
function describeFlow(
  steps: readonly Step[],
  tally: Tally,
  sample: (latency: number) => void,
): autocannon.Request[] {
  return steps.map(({ method = 'POST', path = '', body = '', keep, expected }, index) => ({
    method,
    setupRequest: (request, context) => {
      const flow: Flow = context
      if (index === 0) flow.begunAt = performance.now()
      const fill = (text: string): string => text.replace('{kept}', flow.kept ?? '')
      return { ...request, path: fill(path), body: fill(body) }
    },
    onResponse: (_status, answer, context) => {
      const flow: Flow = context
      const holds = isRight(answer, { expected }, tally)
      if (keep !== undefined && holds) flow.kept = readMember(answer, keep)
      if (index === steps.length - 1) sample(performance.now() - (flow.begunAt ?? Number.NaN))
    },
  }))
}

function readMember(answer: string, name: string): string {
  return String((JSON.parse(answer) as Readonly<Record<string, unknown>>)[name])
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
