import type { RelativeDistinguishedNames } from 'pkijs'

/** A subject as attributes in the order of the certificate, or as text. */
export type Subject = string | readonly (readonly [type: string, value: string])[]

/** The object identifiers of attribute types (RFC 4514 §3, RFC 4519, RFC 5280 §4.1.2.6, ETSI EN 319 412-1). */
const attributeTypes: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  SERIALNUMBER: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  STREET: '2.5.4.9',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  ORGANIZATIONIDENTIFIER: '2.5.4.97',
  UID: '0.9.2342.19200300.100.1.1',
  DC: '0.9.2342.19200300.100.1.25',
  EMAILADDRESS: '1.2.840.113549.1.9.1',
}

/** Attributes that are written in ASCII (RFC 5280 §4.1.2.6, appendix A.1). */
const asciiTypes = ['DC', 'EMAILADDRESS']

/** The name that a certificate carries. Throws a TypeError where it cannot be read. */
export async function readSubject(subject: Subject): Promise<RelativeDistinguishedNames> {
  const { IA5String, ObjectIdentifier, Sequence, Set, Utf8String } = await import('asn1js')
  const { RelativeDistinguishedNames } = await import('pkijs')
  const parts = listAttributes(subject).map(([name, text]) => {
    const type = findType(name)
    const isAscii = asciiTypes.some((ascii) => attributeTypes[ascii] === type)
    const value = isAscii ? new IA5String({ value: text }) : new Utf8String({ value: text })
    return new Set({ value: [new Sequence({ value: [new ObjectIdentifier({ value: type }), value] })] })
  })
  // From octets, because the library writes attributes of its own as one part with many values.
  return RelativeDistinguishedNames.fromBER(new Sequence({ value: parts }).toBER())
}

function findType(name: string): string {
  if (/^\d+(\.\d+)+$/.test(name)) return name
  const type = Object.hasOwn(attributeTypes, name.toUpperCase())
    ? attributeTypes[name.toUpperCase()]
    : undefined
  if (type !== undefined) return type
  const known = Object.keys(attributeTypes).join(', ')
  throw new TypeError(`The subject has an attribute "${name}". Known are ${known}, and object identifiers.`)
}

/** RFC 4514 §2.1: the text begins with the last part of the name. */
function listAttributes(subject: Subject): readonly (readonly [string, string])[] {
  if (typeof subject !== 'string') return subject
  if (!subject.includes('=')) return [['CN', subject]]
  return subject
    .split(/(?<=(?:^|[^\\])(?:\\\\)*),/)
    .map(readAttribute)
    .toReversed()
}

function readAttribute(text: string): readonly [string, string] {
  const [, type, value] = /^\s*([A-Za-z]+|\d+(?:\.\d+)+)\s*=((?:[^\\+"<>;]|\\[^])*)$/.exec(text) ?? []
  if (type === undefined || value === undefined) {
    throw new TypeError(`The subject has a part "${text}", which is not one attribute as RFC 4514 writes it.`)
  }
  return [type, unescape(value)]
}

/** RFC 4514 §3: octets of UTF-8 stand in hexadecimal behind a backslash, other characters as they are. */
function unescape(value: string): string {
  return value
    .trim()
    .replace(/(?:\\[0-9A-Fa-f]{2})+|\\[^]/g, (escape) =>
      escape.length > 2 ? Buffer.from(escape.replaceAll('\\', ''), 'hex').toString() : escape.slice(1),
    )
}
