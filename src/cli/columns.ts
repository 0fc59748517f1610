/** The texts of a column, each as long as the longest. */
export function alignColumn(texts: readonly string[]): readonly string[] {
  const width = Math.max(...texts.map(({ length }) => length))
  return texts.map((text) => text.padEnd(width))
}
