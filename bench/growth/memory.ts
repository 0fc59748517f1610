import { median } from '../statistics.ts'

export interface MemorySample {
  readonly seconds: number
  readonly megabytes: number
}

const minute = 60

/**
 * Memory is flat when the last quarter of the time from the second minute on needs no more than the first: a heap goes up
 * and down by a tenth within seconds, so medians of quarters are compared. A run of less than three minutes has no such
 * time to speak of; its first third is left out.
 */
export function compareEnds(samples: readonly MemorySample[]) {
  const to = samples.at(-1)?.seconds ?? 0
  const from = Math.min(minute, to / 3)
  const measured = samples.filter(({ seconds }) => seconds >= from).map(({ megabytes }) => megabytes)
  const quarter = Math.ceil(measured.length / 4)
  return { from, to, begin: median(measured.slice(0, quarter)), end: median(measured.slice(-quarter)) }
}
