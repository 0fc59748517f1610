import { describe, type Check } from '../base/options/checks.ts'

/** The URI of a request that a client can send: absolute, http or https, without the user name that is never sent. */
export const isTargetUri: Check = (value) => {
  if (typeof value !== 'string') return `is ${describe(value)}, not a string`
  const url = /^https?:\/\//i.test(value) && URL.canParse(value) ? new URL(value) : undefined
  const shown = JSON.stringify(value.slice(0, 100))
  if (url === undefined)
    return `is ${shown}, not the whole URI of a request, such as https://as.example.com/token`
  return url.username + url.password === ''
    ? undefined
    : 'has a user name or a password, which no request line has'
}

/**
 * The `htu` of a request (RFC 9449 §4.2): its URI without query and fragment, normalised by syntax and scheme (RFC 3986
 * §6.2.2, §6.2.3). A text that is no URI stays as it is.
 */
export function normaliseTarget(uri: string): string {
  if (!URL.canParse(uri)) return uri
  const { protocol, host, pathname } = new URL(uri)
  return `${protocol}//${host}${pathname.replace(/%[0-9a-f]{2}/gi, normaliseTriplet)}`
}

/** RFC 3986 §6.2.2.1, §6.2.2.2: unreserved characters are not encoded, the others by upper-case digits. */
function normaliseTriplet(triplet: string): string {
  const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16))
  return /[\w.~-]/.test(character) ? character : triplet.toUpperCase()
}
