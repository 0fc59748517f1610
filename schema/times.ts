import { Type } from '@sinclair/typebox'

/** The schemas of durations and times, which have the same forms wherever the mock takes one. */

/** A hundred years: longer durations are mistakes, and a date can still represent the instants. */
export const maximumSeconds = 3_155_760_000

/** The last instant of the year 9999, in epoch milliseconds. */
export const maximumInstant = 253_402_300_799_999

/** The longest delay; a caller that waits this long waits for ever. */
export const maximumDelayMilliseconds = 300_000

/** The longest wait for calls, or for one at a barrier. */
export const maximumWaitMilliseconds = 60_000

/** The unit of a duration that is a plain number, and the bounds of every duration, in that unit. */
export interface DurationKind {
  readonly unit: 'seconds' | 'milliseconds'
  readonly minimum: number
  readonly maximum: number
}

/** The kinds of durations; their names are formats of JSON Schema. */
export const durationKinds = {
  'seconds-either-way': { unit: 'seconds', minimum: -maximumSeconds, maximum: maximumSeconds },
  seconds: { unit: 'seconds', minimum: 0, maximum: maximumSeconds },
  'seconds-of-a-day': { unit: 'seconds', minimum: 0, maximum: 86_400 },
  'delay-milliseconds': { unit: 'milliseconds', minimum: 0, maximum: maximumDelayMilliseconds },
  'wait-milliseconds': { unit: 'milliseconds', minimum: 0, maximum: maximumWaitMilliseconds },
} as const satisfies Readonly<Record<string, DurationKind>>
export type DurationFormat = keyof typeof durationKinds

/** A duration as a plain number in the unit of the member, or as a text with units. */
export type Duration = number | string

const maxLength = 100

export const DurationSchema = (format: DurationFormat, description: string) => {
  const { unit, minimum, maximum } = durationKinds[format]
  const named = description === '' ? '' : `${description} `
  return Type.Unsafe<Duration>({
    type: ['integer', 'string'],
    minimum,
    maximum,
    maxLength,
    format,
    description: `${named}A number of ${unit}, or a text with units such as 90s or 1h 30m (ms, s, m, h, d).`,
    examples: unit === 'seconds' ? [90, '90s', '1h 30m'] : [500, '500ms', '1.5s'],
  })
}

const timeForms = 'Epoch milliseconds, an ISO date-time, or a time relative to'

/** A time in a request; relative ones refer to the clock of the service, unless described otherwise. */
export const TimeSchema = (description: string, origin = 'the beginning') =>
  Type.Unsafe<number | string>({
    type: ['integer', 'string'],
    minimum: 0,
    maximum: maximumInstant,
    maxLength,
    format: 'instant',
    description: `${description} ${timeForms} ${origin}: now, now + 30m, now - 1d 12h, 90s (units ms, s, m, h, d).`,
    examples: ['now + 30m', 'now - 1d', '2026-01-01T00:00:00Z'],
  })
