/** RFC 3986 appendix B with "//" required: scheme, authority, path; query and fragment are ignored. */
const hierarchicalUri = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(?:\?[^#]*)?(?:#.*)?$/

/** Printable ASCII without the characters that RFC 3986 §2 leaves out. */
const uriCharacters = /^[!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]+$/

const incompleteTriplet = /%(?![0-9A-Fa-f]{2})/

/** Longer than any request line that servers accept. */
const maximumLength = 8192

/** RFC 3986 §3.2: userinfo with its "@", host, port. */
const authorityParts = /^([^@]*@)?(\[[^\]@]*\]|[^:@[\]]*)(?::([0-9]*))?$/

const defaultPorts: Readonly<Record<string, string>> = { https: '443', http: '80' }

/**
 * The normal form of an absolute URI without query and fragment (RFC 9449 §4.3 (9); syntax-based and scheme-based
 * normalisation, RFC 3986 §6.2.2 and §6.2.3), or undefined if the text is not an absolute URI with an authority. `new
 * URL()` is unsuitable: it repairs what must be refused and leaves `%5F` and `%61` unchanged.
 */
export function normaliseUri(text: string): string | undefined {
  if (text.length > maximumLength) return undefined
  const match = uriCharacters.test(text) ? hierarchicalUri.exec(text) : null
  if (match === null || incompleteTriplet.test(text)) return undefined
  const [, scheme = '', authority = '', path = ''] = match
  const normalScheme = scheme.toLowerCase()
  const normalAuthority = normaliseAuthority(authority, normalScheme)
  if (normalAuthority === undefined) return undefined
  return `${normalScheme}://${normalAuthority}${normalisePath(path)}`
}

/**
 * The same for a URI whose last segment is an id: an id is the same in any percent-encoding. Elsewhere `:` and `%3A`
 * differ (RFC 3986 §2.2).
 */
export function normaliseUriOfId(text: string): string | undefined {
  const normal = normaliseUri(text) ?? ''
  const start = normal.lastIndexOf('/') + 1
  const id = decodeText(normal.slice(start))
  return start === 0 || id === undefined ? undefined : normal.slice(0, start) + encodeURIComponent(id)
}

/** Undefined for octets that are no UTF-8. */
function decodeText(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

function normaliseAuthority(authority: string, scheme: string): string | undefined {
  const [, userinfo = '', host = '', port = ''] = authorityParts.exec(authority) ?? []
  if (host === '') return undefined
  const kept = port === '' || port === defaultPorts[scheme] ? '' : `:${port}`
  return `${normalisePercent(userinfo)}${upperCasePercent(normalisePercent(host).toLowerCase())}${kept}`
}

function normalisePath(path: string): string {
  const normal = removeDotSegments(normalisePercent(path))
  return normal === '' ? '/' : normal
}

/** RFC 3986 §6.2.2.1 and §6.2.2.2: unreserved characters are decoded, other triplets are upper-cased. */
function normalisePercent(text: string): string {
  if (!text.includes('%')) return text
  return text.replace(/%[0-9A-Fa-f]{2}/g, (triplet) => {
    const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16))
    return /[A-Za-z0-9\-._~]/.test(character) ? character : triplet.toUpperCase()
  })
}

function upperCasePercent(text: string): string {
  return text.replace(/%[0-9a-f]{2}/g, (triplet) => triplet.toUpperCase())
}

/** RFC 3986 §5.2.4, for paths that begin with "/" or are empty. */
function removeDotSegments(path: string): string {
  if (!path.includes('/.')) return path
  const kept: string[] = []
  const segments = path.split('/')
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1
    if (segment === '..' && kept.length > 1) kept.pop()
    if (segment !== '.' && segment !== '..') kept.push(segment)
    else if (isLast) kept.push('')
  }
  return kept.join('/')
}
