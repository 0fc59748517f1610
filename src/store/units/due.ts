import type { ClockSetting } from '../../model/clock-setting.ts'
import { change, type Steps, type Value } from './unit.ts'

/** Pending records are kept for a day after their end, in milliseconds, so that they are reported as expired. */
const keptAfterEnd = 86_400_000

/** When the rows of a table are over, by their service's clock. */
const ends = { proofs: 'forget_at', pending: `ends_at + ${keptAfterEnd}` } as const

/** By how many milliseconds a clock is ahead of the machine's; null if it stands still. */
export function leadOf(clock: ClockSetting): number | null {
  switch (clock.mode) {
    case 'real':
      return 0
    case 'frozen':
      return null
    case 'offset':
      return clock.offsetSeconds * 1000
  }
}

/** When a new row is due, in SQL: its values are its end and its generation. */
export const dueOfProof = '? - (SELECT lead FROM generations WHERE generation = ?)'
export const dueOfPending = `? + ${keptAfterEnd} - (SELECT lead FROM generations WHERE generation = ?)`

/** Sets the clock of a generation, and so when its rows are due. */
export function* setClock(generation: number, clock: ClockSetting): Steps<void> {
  yield* change('UPDATE generations SET lead = ? WHERE generation = ?', [leadOf(clock), generation])
  for (const [table, end] of Object.entries(ends)) {
    const [due, value]: [string, Value] =
      clock.mode === 'frozen' ? [`CASE WHEN ${end} < ? THEN 0 END`, clock.now] : [`${end} - ?`, leadOf(clock)]
    const text = `UPDATE ${table} SET due = ${due} WHERE generation = ?`
    yield* change(text, [value, generation], [])
  }
}
