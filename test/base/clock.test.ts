import t from 'tap'
import { advanceClock, readClock } from '../../src/base/clock.ts'
import type { ClockSetting } from '../../src/model/clock-setting.ts'

const cases: readonly (readonly [ClockSetting, now: number, advanced: ClockSetting])[] = [
  [{ mode: 'real' }, 5000, { mode: 'offset', offsetSeconds: 30 }],
  [{ mode: 'frozen', now: 1000 }, 1000, { mode: 'frozen', now: 31_000 }],
  [{ mode: 'offset', offsetSeconds: 10 }, 15_000, { mode: 'offset', offsetSeconds: 40 }],
  [{ mode: 'offset', offsetSeconds: -60 }, -55_000, { mode: 'offset', offsetSeconds: -30 }],
]

for (const [setting, now, advanced] of cases) {
  t.test(`the clock ${JSON.stringify(setting)} is read and moved on`, async (t) => {
    t.equal(readClock(setting, 5000), now)
    t.strictSame(advanceClock(setting, 30), advanced)
    t.equal(readClock(advanced, 5000), now + 30_000)
    t.equal(readClock(advanceClock(setting, 0), 5000), now)
  })
}
