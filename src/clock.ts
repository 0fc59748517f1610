import type { ClockSetting } from './model/clock-setting.ts'

/** The machine's time in epoch milliseconds; the only clock that is not a service's own. */
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

/** The setting after time has moved on: a frozen clock stays frozen, a real one becomes an offset. */
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
