import { quantile } from './statistics.ts'

/** One call: when it was answered, in milliseconds from the start of the load, and how long it took. */
export interface Sample {
  readonly at: number
  readonly latency: number
}

/** What the calls after the warm-up say. Where a load ends early, for want of bodies, the rate is that of its time. */
export function summariseSamples(
  samples: readonly Sample[],
  { warmUpSeconds, seconds }: { readonly warmUpSeconds: number; readonly seconds: number },
) {
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
