/** Longer than any name that a certificate should have. */
const maximumLength = 4096

/** Attribute types by their other names: object identifiers (RFC 4514 §3, RFC 4519), and what OpenSSL writes. */
const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'cn',
  commonname: 'cn',
  '2.5.4.5': 'serialnumber',
  '2.5.4.6': 'c',
  countryname: 'c',
  '2.5.4.7': 'l',
  localityname: 'l',
  '2.5.4.8': 'st',
  s: 'st',
  stateorprovincename: 'st',
  '2.5.4.9': 'street',
  streetaddress: 'street',
  '2.5.4.10': 'o',
  organizationname: 'o',
  '2.5.4.11': 'ou',
  organizationalunitname: 'ou',
  '2.5.4.15': 'businesscategory',
  '2.5.4.97': 'organizationidentifier',
  '0.9.2342.19200300.100.1.1': 'uid',
  userid: 'uid',
  '0.9.2342.19200300.100.1.25': 'dc',
  domaincomponent: 'dc',
  '1.2.840.113549.1.9.1': 'emailaddress',
  e: 'emailaddress',
  email: 'emailaddress',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionl',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionst',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionc',
}

/**
 * The canonical form of a distinguished name written as RFC 4514 says, or undefined for any other text: types by their
 * short names, values as equality matching compares them (RFC 4518 §2), the attributes of a multi-valued part in one
 * order. The order of the parts counts.
 */
export function readDistinguishedName(text: string): string | undefined {
  if (text.length > maximumLength) return undefined
  if (text.trim() === '') return JSON.stringify([])
  const parts = splitAt(',', text)?.map(readRelativeName)
  return parts === undefined || parts.includes(undefined) ? undefined : JSON.stringify(parts)
}

/** A certificate's subject as RFC 4514 writes it. Node writes one part a line, in the order of the certificate. */
export function writeSubject(subject: string | undefined): string {
  return (subject ?? '').split('\n').toReversed().join(',')
}

function readRelativeName(text: string): readonly string[] | undefined {
  const attributes = splitAt('+', text)?.map(readAttribute)
  if (attributes === undefined || attributes.includes(undefined)) return undefined
  return (attributes as string[]).toSorted()
}

function readAttribute(text: string): string | undefined {
  const [, type, value] = /^ *([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+) *= *([^]*)$/.exec(text) ?? []
  if (type === undefined || value === undefined || hasBareSpecial(value)) return undefined
  const decoded = value.startsWith('#') ? readEncodedText(value.trimEnd()) : unescape(value)
  if (decoded === undefined) return undefined
  const name = type.toLowerCase()
  return JSON.stringify([shortNames[name] ?? name, canonicalValue(decoded)])
}

/** UTF8String, PrintableString and IA5String. */
const textTags: readonly unknown[] = [0x0c, 0x13, 0x16]

/** RFC 4514 §2.4: what stands after a number sign is the value in BER; here that of a short text. */
function readEncodedText(value: string): string | undefined {
  if (!/^#(?:[0-9A-Fa-f]{2}){2,129}$/.test(value)) return undefined
  const octets = Buffer.from(value.slice(1), 'hex')
  const [tag, length] = octets
  return textTags.includes(tag) && length === octets.length - 2 ? octets.toString('utf8', 2) : undefined
}

/** RFC 4514 §2.4: these characters are escaped, and so is NUL. */
function hasBareSpecial(value: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return /["<>;\u0000]/.test(value.replace(/\\[^]/g, ''))
}

/** Splits at a separator that is not escaped; undefined where the text ends within an escape. */
function splitAt(separator: ',' | '+', text: string): readonly string[] | undefined {
  const pieces = ['']
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index)
    const isEscape = character === '\\'
    if (isEscape) index += 1
    if (index >= text.length) return undefined
    if (character === separator) pieces.push('')
    else pieces[pieces.length - 1] += isEscape ? character + text.charAt(index) : character
  }
  return pieces
}

/** RFC 4514 §2.4, §3: what a value says without its escapes. */
function unescape(value: string): string {
  return value.replace(/(?:\\[0-9A-Fa-f]{2})+|\\[^]/g, (escape) =>
    escape.length > 2 ? Buffer.from(escape.replaceAll('\\', ''), 'hex').toString('utf8') : escape.slice(1),
  )
}

/** RFC 4518 §2.2, §2.3, §2.6.1: case, compatibility forms and blanks do not count. */
export function canonicalValue(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
}
