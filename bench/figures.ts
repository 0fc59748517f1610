import { floor2, type Bar, type Measured } from './bars.ts'
import type { LoadResult } from './load.ts'
import { median } from './statistics.ts'

/** What was measured of a row: its rounds, and the memory of its process in megabytes. */
export interface MeasuredRow {
  readonly name: string
  readonly isMock: boolean
  readonly rounds: readonly LoadResult[]
  readonly idleMemory: number
  /** After each round. */
  readonly memory: readonly number[]
}

/** What came of a row, over all its rounds. */
export interface Figures {
  readonly name: string
  readonly requestsPerSecond: number
  readonly p50: number
  readonly p99: number
  readonly busy: number
  readonly idleMemory: number
  readonly memory: number
  readonly answers: number
  readonly errors: number
  readonly wrong: number
}

export function summariseRow({ name, rounds, idleMemory, memory }: MeasuredRow): Figures {
  const middle = (pick: (result: LoadResult) => number) => median(rounds.map(pick))
  const sum = (pick: (result: LoadResult) => number) =>
    rounds.reduce((total, result) => total + pick(result), 0)
  return {
    name,
    requestsPerSecond: middle(({ requestsPerSecond }) => requestsPerSecond),
    p50: middle(({ p50 }) => p50),
    p99: middle(({ p99 }) => p99),
    busy: middle(({ busy }) => busy),
    idleMemory,
    memory: memory.at(-1) ?? Number.NaN,
    answers: sum(({ answers }) => answers),
    errors: sum(({ errors }) => errors),
    wrong: sum(({ wrong }) => wrong),
  }
}

/** The median of the ratios within the rounds of both, because a noisy machine is noisy for the whole of a round. */
export function compareRates(row: MeasuredRow, other: MeasuredRow, calls = 1): number {
  const ratios = row.rounds.flatMap(({ requestsPerSecond }, round) => {
    const of = other.rounds[round]
    return of === undefined ? [] : [(calls * requestsPerSecond) / of.requestsPerSecond]
  })
  return median(ratios)
}

/** The rates that a table compares, as far as both rows were measured. */
export function measureRates(rows: readonly MeasuredRow[], table: readonly Bar[]): readonly Measured[] {
  return table.flatMap(({ figure, of, calls }) => {
    const [row, other] = [figure, of].map((wanted) => rows.find(({ name }) => name === wanted))
    return row && other ? [{ figure, value: compareRates(row, other, calls) }] : []
  })
}

/**
 * Idle: all processes have been ready for seconds and none was called yet. After load: both have had their own load in
 * the last round of the row.
 */
export function measureMemory(rows: readonly MeasuredRow[]): readonly Measured[] {
  const floor = rows.find(({ name }) => name === floor2)
  if (floor === undefined) throw new Error('floor 2 was not measured')
  return rows
    .filter(({ isMock }) => isMock)
    .flatMap(({ name: detail, idleMemory, memory }) => [
      { figure: 'memory, idle', detail, value: idleMemory / floor.idleMemory },
      {
        figure: 'memory after load',
        detail,
        value: (memory.at(-1) ?? Number.NaN) / (floor.memory[memory.length - 1] ?? Number.NaN),
      },
    ])
}
