/** A URL without trailing slashes, so that a path can follow. Linear in its length. */
export function trimSlashes(url: string): string {
  return url.replace(/(?<!\/)\/+$/, '')
}
