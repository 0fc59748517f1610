import type { Terminal } from '../terminal.ts'

/** Says on the standard error how far long work is, so that the standard output stays that of the result. */
export interface Progress {
  /** What is being done; shown when it is due. */
  readonly show: (text: string) => void
  /** The same for work that is known to take long, and to keep this process from showing more meanwhile. */
  readonly announce: (text: string) => void
  /** Takes the line away, so that something else can be printed. */
  readonly hide: () => void
  /** Ends it. */
  readonly end: () => void
}

/** When progress is shown, in milliseconds since the work began, and since it was shown last. */
const pace = {
  line: { first: 300, next: 100 },
  plain: { first: 5000, next: 30_000 },
} as const

/** How often the elapsed time is shown anew while nothing else happens, in milliseconds. */
const tickMs = 1000

/** Short work is not measured. */
const firstShownSeconds = 2

type ProgressTerminal = Pick<Terminal, 'environment' | 'report' | 'columns'>

/**
 * On a terminal one line is rewritten in place, without colours or other escape sequences. Elsewhere, in CI and on dumb
 * terminals, a line is printed now and then.
 */
export function startProgress(terminal: ProgressTerminal, now = () => performance.now()): Progress {
  const begun = now()
  const columns = findColumns(terminal)
  const { first, next } = columns === undefined ? pace.plain : pace.line
  const state = { text: '', shown: begun + first - next, width: 0 }
  const write = (): void => {
    const seconds = Math.floor((now() - begun) / 1000)
    const line = seconds < firstShownSeconds ? state.text : `${state.text}, ${seconds} s`
    state.shown = now()
    if (columns === undefined) return terminal.report(`gm-mock: ${line}\n`)
    const cut = line.slice(0, Math.max(columns - 1, 0))
    terminal.report(`\r${cut.padEnd(state.width)}`)
    state.width = cut.length
  }
  const hide = (): void => {
    if (state.width > 0) terminal.report(`\r${' '.repeat(state.width)}\r`)
    state.width = 0
  }
  const writeWhenDue = (): void => {
    if (state.text !== '' && now() - state.shown >= next) write()
  }
  const timer = setInterval(writeWhenDue, tickMs).unref()
  return {
    show: (text) => {
      state.text = text
      writeWhenDue()
    },
    announce: (text) => {
      state.text = text
      write()
    },
    hide,
    end: () => {
      clearInterval(timer)
      hide()
    },
  }
}

/** The width of a terminal on which a line can be rewritten; undefined where that would leave a mess. */
function findColumns({ columns, environment }: ProgressTerminal): number | undefined {
  const { TERM, CI = '' } = environment
  return TERM === 'dumb' || !['', 'false', '0'].includes(CI) ? undefined : columns
}
