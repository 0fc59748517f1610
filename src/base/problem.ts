/** Something wrong with one member of a request; `path` is a JSON Pointer (RFC 6901), empty for the whole. */
export interface Problem {
  readonly path: string
  readonly message: string
}

/** A step of a JSON Pointer (RFC 6901 §3). */
export function escapeStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The first problem of each value, by the key that stands for the value. */
export function keepFirst<Found extends Problem>(
  problems: readonly Found[],
  keyOf: (problem: Found) => string,
): readonly Found[] {
  const first = new Map<string, Found>()
  for (const problem of problems) if (!first.has(keyOf(problem))) first.set(keyOf(problem), problem)
  return [...first.values()]
}

export function formatProblem({ path, message }: Problem): string {
  return path === '' ? message : `${path} ${message}`
}
