/** A URL without the slashes at its end, so that a path can follow. Linear: no run of slashes is looked at twice. */
export function trimSlashes(url: string): string {
  return url.replace(/(?<!\/)\/+$/, '')
}
