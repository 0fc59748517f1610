/** A URL without trailing slashes, so that a path can follow. Linear in its length. */
export function trimSlashes(url: string): string {
  return url.replace(/(?<!\/)\/+$/, '')
}

/** The URL of a server that listens on this address, for clients on the same machine. */
export function reachableUrl(address: string, port: number): string {
  const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
