/** The variable with the URL of a running mock; `gm-mock exec` sets it. It is no setting: its reader may start another. */
export const urlVariable = 'GM_MOCK_URL'

/** The variable with the token that `/_mock` requires, for a mock and for those that call it. */
export const adminTokenVariable = 'GM_MOCK_ADMIN_TOKEN'

/** Where a mock listens by default. */
export const usualUrl = 'http://127.0.0.1:4277'

/** What is wrong with the URL of a mock, as a sentence that begins with its name goes on; undefined if nothing is. */
export function findBaseUrlProblem(text: string): string | undefined {
  const url = /^https?:/i.test(text) && URL.canParse(text) ? new URL(text) : undefined
  const hasCredentials = text.includes('@')
  if (url === undefined) return `is ${hasCredentials ? '' : `"${text}", `}not a URL such as ${usualUrl}`
  if (url.username + url.password !== '') return 'has a user name or a password, which is not sent'
  return /[?#]/.test(text) ? `is "${text}", and no path can follow a query or a fragment` : undefined
}

/** The same for the token of a mock, which is never shown. */
export function findTokenProblem(token: string): string | undefined {
  if (token === '') return 'is empty'
  return /^[ -~\u00a0-\u00ff]+$/.test(token)
    ? undefined
    : 'has a character that no header can have, such as a line feed at its end'
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
