import type { LoadResult } from './load.ts'
import { median } from './statistics.ts'

/** What came of a row, over all its rounds. */
export interface Figures {
  readonly name: string
  readonly requestsPerSecond: number
  readonly p50: number
  readonly p99: number
  /** Medians of the ratios within a round, because a noisy machine is noisy for the whole of a round. */
  readonly ofFloor1: number
  readonly ofFloor2: number
  /** Megabytes after the last round. */
  readonly memory: number
  readonly answers: number
  readonly errors: number
  readonly wrong: number
}

export interface MeasuredRow {
  readonly name: string
  readonly rounds: readonly LoadResult[]
  readonly memory: number
}

/** The first two rows are the floors. */
export function summariseRows(rows: readonly MeasuredRow[]): readonly Figures[] {
  const [floor1, floor2] = rows
  return rows.map((row) => {
    const middle = (pick: (result: LoadResult) => number) => median(row.rounds.map(pick))
    const sum = (pick: (result: LoadResult) => number) =>
      row.rounds.reduce((total, result) => total + pick(result), 0)
    return {
      name: row.name,
      requestsPerSecond: middle(({ requestsPerSecond }) => requestsPerSecond),
      p50: middle(({ p50 }) => p50),
      p99: middle(({ p99 }) => p99),
      ofFloor1: compare(row, floor1),
      ofFloor2: compare(row, floor2),
      memory: row.memory,
      answers: sum(({ answers }) => answers),
      errors: sum(({ errors }) => errors),
      wrong: sum(({ wrong }) => wrong),
    }
  })
}

function compare({ rounds }: MeasuredRow, floor: MeasuredRow | undefined): number {
  const ratios = rounds.map((result, round) => {
    return result.requestsPerSecond / (floor?.rounds[round]?.requestsPerSecond ?? Number.NaN)
  })
  return median(ratios)
}
