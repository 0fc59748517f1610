import type { ClockSetting } from '../model/clock-setting.ts'

/** The machine's time in epoch milliseconds; every other clock is a service's own. */
export type SystemClock = () => number

/** A service's time in epoch milliseconds. */
export function readClock(setting: ClockSetting, systemNow: number): number {
  switch (setting.mode) {
    case 'real':
      return systemNow
    case 'frozen':
      return setting.now
    case 'offset':
      return systemNow + setting.offsetSeconds * 1000
  }
}

/** The setting after time has passed: a frozen clock stays frozen, a real one becomes an offset. */
export function advanceClock(setting: ClockSetting, seconds: number): ClockSetting {
  switch (setting.mode) {
    case 'real':
      return { mode: 'offset', offsetSeconds: seconds }
    case 'frozen':
      return { mode: 'frozen', now: setting.now + seconds * 1000 }
    case 'offset':
      return { mode: 'offset', offsetSeconds: setting.offsetSeconds + seconds }
  }
}

/** The last whole second of the year 9999, the latest date that is written. */
const lastSecond = 253_402_300_799_000

/**
 * An instant as Authlete reports it later: rounded to the nearest whole second (OpenAPI, auth/token/create and
 * auth/token/get/list).
 */
export function toWholeSecond(instant: number): number {
  return Math.min(Math.round(instant / 1000) * 1000, lastSecond)
}

/**
 * The end to store for something issued until this instant: no later than the instant, and no later than the whole
 * second that is reported.
 */
export function keepEnd(instant: number): number {
  return Math.min(instant, toWholeSecond(instant))
}
