import type { Figures } from './figures.ts'
import type { Starts } from './starts.ts'

const headings = ['', 'req/s', 'p50 ms', 'p99 ms', 'of floor 1', 'of floor 2', 'MB', 'errors', 'wrong', 'bar']

interface Bar {
  readonly row: string
  readonly text: string
  readonly isMet: boolean
}

/** The table: every row, then start and memory, with the bars of the first release beside the figures. */
export function formatTable(figures: readonly Figures[], starts: Starts): string {
  const bars = describeBars(figures)
  const rows = figures.map((row) => [
    row.name,
    row.requestsPerSecond.toFixed(0),
    row.p50.toFixed(1),
    row.p99.toFixed(1),
    row.ofFloor1.toFixed(2),
    row.ofFloor2.toFixed(2),
    row.memory.toFixed(0),
    String(row.errors),
    formatShare(row.wrong, row.answers),
    formatBar(bars.find(({ row: name }) => name === row.name)),
  ])
  return align([headings, ...rows, startRow(starts), memoryRow(figures)])
}

function describeBars(figures: readonly Figures[]): readonly Bar[] {
  const bars = [
    ['QUERY, bearer', 0.6],
    ['QUERY, DPoP (ES256)', 0.25],
  ] as const
  return bars.map(([row, share]) => {
    const ofFloor2 = figures.find(({ name }) => name === row)?.ofFloor2 ?? 0
    return { row, text: `at least ${share} of floor 2`, isMet: ofFloor2 >= share }
  })
}

function startRow({ server, emptyNode }: Starts): readonly string[] {
  const ratio = server / emptyNode
  const text = `${server.toFixed(0)} ms, ${ratio.toFixed(1)} times an empty node (${emptyNode.toFixed(0)} ms); under 8`
  const bar = { row: 'start', text, isMet: ratio < 8 }
  return ['start to ready', '', '', '', '', '', '', '', '', formatBar(bar)]
}

/** Of all rows but the floors, although two of them also hold what their load made them remember. */
function memoryRow(figures: readonly Figures[]): readonly string[] {
  const largest = Math.max(...figures.slice(2).map(({ memory }) => memory))
  const bar = { row: 'memory', text: 'under 130 MB after every row', isMet: largest < 130 }
  return ['largest memory', '', '', '', '', '', largest.toFixed(0), '', '', formatBar(bar)]
}

function formatBar(bar: Bar | undefined): string {
  return bar === undefined ? '' : `${bar.text}: ${bar.isMet ? 'met' : 'missed'}`
}

function formatShare(part: number, whole: number): string {
  return part === 0 ? '0' : `${((100 * part) / whole).toFixed(3)} %`
}

/** Text to the left, figures to the right, in columns as wide as their widest cell. */
function align(rows: readonly (readonly string[])[]): string {
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const isText = column === 0 || column === headings.length - 1
          return isText ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
