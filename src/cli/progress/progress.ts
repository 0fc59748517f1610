import type { Terminal } from '../terminal.ts'

/** Says on the standard error how far long work is, so that the standard output stays that of the result. */
export interface Progress {
  /** What is being done, shown when it is due; an empty text where nothing is. */
  readonly show: (text: string) => void
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

export type ProgressTerminal = Pick<Terminal, 'environment' | 'report' | 'columns'>

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
    const cut = line.slice(0, columns - 1)
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
      if (text === '') hide()
      else writeWhenDue()
    },
    hide,
    end: () => {
      clearInterval(timer)
      hide()
    },
  }
}

/** The width where a terminal does not say it, such as one of a container. */
const usualColumns = 80

/** The width of a terminal on which a line can be rewritten; undefined where that would leave a mess. */
function findColumns({ columns, environment }: ProgressTerminal): number | undefined {
  const { TERM, CI = '' } = environment
  if (columns === undefined || TERM === 'dumb' || !['', 'false', '0'].includes(CI)) return undefined
  return columns === 0 ? usualColumns : columns
}
