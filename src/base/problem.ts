/** Something wrong with one member of a request; `path` is a JSON Pointer (RFC 6901), empty for the whole. */
export interface Problem {
  readonly path: string
  readonly message: string
}

export function formatProblem({ path, message }: Problem): string {
  return path === '' ? message : `${path} ${message}`
}
