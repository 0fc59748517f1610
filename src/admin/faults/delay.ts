import type { DelayRequest, DelayView } from '../../../schema/admin/faults.ts'
import { durationKinds } from '../../../schema/times.ts'
import { millisecondsOf, readDuration } from '../../base/time.ts'
import { isJsonObject } from '../../base/json.ts'
import type { Problem } from '../../base/problem.ts'

/** A validated delay in milliseconds. */
export function readDelay(delay: DelayRequest): DelayView {
  if ('fixed' in delay) return { fixed: millisecondsOf(delay.fixed) }
  if ('uniform' in delay) return { uniform: delay.uniform.map(millisecondsOf) }
  const { median, sigma } = delay.lognormal
  return { lognormal: { median: millisecondsOf(median), sigma } }
}

/** The problem of an unchecked delay between two that are in the wrong order. */
export function findRangeProblem(delay: unknown): readonly Problem[] {
  const range = isJsonObject(delay) ? delay['uniform'] : undefined
  if (!Array.isArray(range)) return []
  const [lower = 0, upper = lower] = range.map((end) =>
    readDuration(String(end), durationKinds['delay-milliseconds']),
  )
  return lower > upper ? [{ path: '/delay/uniform', message: 'begins with the longer delay' }] : []
}
