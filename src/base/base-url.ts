/** The variable with the URL of a running mock; `gm-mock exec` sets it. It is no setting: its reader may start another. */
export const urlVariable = 'GM_MOCK_URL'

/** The variable with the token that `/_mock` requires, for a mock and for those that call it. */
export const adminTokenVariable = 'GM_MOCK_ADMIN_TOKEN'

/** Where a mock listens by default. */
export const usualUrl = 'http://127.0.0.1:4277'

/** Whether a text is the URL of a server over HTTP. */
export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

/** A URL without trailing slashes, so that a path can follow. Linear in its length. */
export function trimSlashes(url: string): string {
  return url.replace(/(?<!\/)\/+$/, '')
}

/** The URL of a server that listens on this address, for clients on the same machine. */
export function reachableUrl(address: string, port: number): string {
  const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
