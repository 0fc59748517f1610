import { maximumSeconds } from '../../schema/words.ts'
import type { DeclaredTime } from '../model/baseline.ts'

/** What problems say of a text that is no time. */
export const timeForms = 'epoch milliseconds, an ISO date-time, or a time such as "now + 30m"'

const unitSeconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const

const relativeTime = /^now(?: *([+-]) *(\d+(?:\.\d{1,3})?[smhd](?: +\d+(?:\.\d{1,3})?[smhd])*))?$/

/** Reads a time that is relative to the beginning, or an ISO date-time. Undefined where it is neither, or centuries away. */
export function readTime(text: string): DeclaredTime | undefined {
  const [relative, sign, steps = ''] = relativeTime.exec(text) ?? []
  if (relative === undefined) return isDateTime(text) ? { at: Date.parse(text) } : undefined
  const seconds = [...steps.matchAll(/([\d.]+)([smhd])/g)]
    .map(([, count, unit]) => Number(count) * unitSeconds[unit as keyof typeof unitSeconds])
    .reduce((sum, step) => sum + step, 0)
  if (seconds > maximumSeconds) return undefined
  return { afterSeconds: sign === '-' ? -seconds : seconds }
}

/** A time of an order that was found good. */
export function declareTime(time: number | string): DeclaredTime {
  return typeof time === 'number' ? { at: time } : (readTime(time) as DeclaredTime)
}

/** The instant that is meant by a time that was declared, in epoch milliseconds. */
export function instantOf(time: DeclaredTime, now: number): number {
  return 'at' in time ? time.at : now + Math.round(time.afterSeconds * 1000)
}

/** A time relative to the beginning, to the millisecond. */
export function writeTime(instant: number, now: number): string {
  const seconds = Math.abs(instant - now) / 1000
  return seconds === 0 ? 'now' : `now ${instant < now ? '-' : '+'} ${seconds}s`
}

/** RFC 3339 §5.6, and an instant that exists. */
export function isDateTime(text: string): boolean {
  const [, day = '', hour = ''] =
    /^(\d{4}-\d\d-\d\d)T(\d\d):\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.exec(text) ?? []
  if (Number.isNaN(Date.parse(text)) || hour === '24') return false
  return day !== '' && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}
