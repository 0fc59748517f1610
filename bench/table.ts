import type { Figures } from './figures.ts'

const headings = ['', 'req/s', 'p50 ms', 'p99 ms', 'MB idle', 'MB after', 'loader', 'errors', 'wrong']

/** A line for each row. */
export function formatTable(figures: readonly Figures[]): string {
  const rows = figures.map((row) => [
    row.name,
    row.requestsPerSecond.toFixed(0),
    row.p50.toFixed(1),
    row.p99.toFixed(1),
    row.idleMemory.toFixed(0),
    row.memory.toFixed(0),
    `${(100 * row.busy).toFixed(0)} %`,
    String(row.errors),
    formatShare(row.wrong, row.answers),
  ])
  return align([headings, ...rows])
}

function formatShare(part: number, whole: number): string {
  return part === 0 ? '0' : `${((100 * part) / whole).toFixed(3)} %`
}

/** The first column to the left, figures to the right, in columns as wide as their widest cell. */
function align(rows: readonly (readonly string[])[]): string {
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const place = (cell: string, column: number): string => {
    const width = widths[column] ?? 0
    return column === 0 ? cell.padEnd(width) : cell.padStart(width)
  }
  return rows.map((row) => row.map(place).join('  ').trimEnd()).join('\n')
}
