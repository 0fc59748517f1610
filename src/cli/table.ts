/** Lines of a table: each column is as wide as its longest text, and two spaces separate columns. */
export function formatTable(rows: readonly (readonly string[])[]): readonly string[] {
  const widthOf = (column: number): number => Math.max(...rows.map((row) => String(row[column]).length))
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widthOf(column)))
      .join('  ')
      .trimEnd(),
  )
}
