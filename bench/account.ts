import { startProgress } from '../src/cli/progress/progress.ts'
import { ownTerminal } from '../src/cli/terminal.ts'
import { summariseRow, type MeasuredRow } from './figures.ts'
import { formatTable } from './table.ts'

/** What a run is doing and has done: shown meanwhile, and said where it ends early. */
export interface Account {
  /** An empty step takes away what is shown, for other output. */
  readonly show: (step: string) => void
  /** Keeps rows, of which more rounds may come. */
  readonly keep: (rows: readonly MeasuredRow[]) => void
  /** What was done until now, and what was not. */
  readonly describeEnd: () => string
  /** Takes away what is shown. */
  readonly end: () => void
}

export function openAccount(terminal: Parameters<typeof startProgress>[0] = ownTerminal()): Account {
  const progress = startProgress(terminal)
  const state = { step: 'nothing', rows: [] as readonly MeasuredRow[] }
  return {
    show: (step) => {
      if (step !== '') state.step = step
      progress.show(step)
    },
    keep: (rows) => {
      state.rows = rows
    },
    describeEnd: () => {
      const figures = state.rows.filter(({ rounds }) => rounds.length > 0).map(summariseRow)
      const table = figures.length === 0 ? [] : [formatTable(figures), '']
      return [...table, `Not finished: it ended during ${state.step}. No bar was judged after that.`].join(
        '\n',
      )
    },
    end: progress.end,
  }
}
