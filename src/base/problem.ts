/** Something wrong with one member of a request; `path` is a JSON Pointer (RFC 6901), empty for the whole. */
export interface Problem {
  readonly path: string
  readonly message: string
}

/** A step of a JSON Pointer (RFC 6901 §3). */
export function escapeStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

export function formatProblem({ path, message }: Problem): string {
  return path === '' ? message : `${path} ${message}`
}
