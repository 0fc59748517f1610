import { readBer, readBerText, readObjectIdentifier, type BerElement } from './ber.ts'
import { identifyType } from '../../base/attribute-types.ts'
import { parseNamePart, splitName, unescapeValue, type WrittenAttribute } from '../../base/name-parser.ts'

/** Longer than any name that a certificate should have. */
const maximumLength = 4096

/**
 * The canonical form of a distinguished name written as RFC 4514 says, or undefined for any other text: types by their
 * object identifiers, values as equality matching compares them (RFC 4518 §2), the attributes of a multi-valued part in
 * one order. The order of the parts counts.
 */
export function readDistinguishedName(text: string): string | undefined {
  if (text.length > maximumLength) return undefined
  if (text.trim() === '') return JSON.stringify([])
  const parts = splitName(text)?.map(readRelativeName)
  return parts === undefined || parts.includes(undefined) ? undefined : JSON.stringify(parts)
}

/**
 * The same for a certificate's subject, read from its DER: strings compare as their text, and everything else as its
 * octets. Undefined if a string has characters that its type does not allow.
 */
export function readSubjectName(certificate: Buffer): string | undefined {
  try {
    return JSON.stringify(readNameParts(findSubject(certificate)).toReversed())
  } catch {
    return undefined
  }
}

/** The tag of the version, which version 1 leaves out (RFC 5280 §4.1). */
const versionTag = 0xa0

/** RFC 5280 §4.1: serial number, algorithm, issuer and validity come before the subject. */
function findSubject(certificate: Buffer): Buffer {
  const [body] = listChildren(readBer(certificate))
  const fields = readBer(body as Buffer).filter(({ tag }) => tag !== versionTag)
  return (fields[4] as BerElement).content
}

/** An attribute of a name in DER. */
interface NameAttribute {
  /** The object identifier of its type. */
  readonly type: string
  readonly value: BerElement
}

/** The content of a name in DER (RFC 5280 §4.1.2.4): its parts in their order, each of one attribute or more. */
export function listAttributes(content: Buffer): readonly (readonly NameAttribute[])[] {
  return readBer(content).map((part) =>
    readBer(part.content).map((attribute) => {
      const [type, value] = readBer(attribute.content) as [BerElement, BerElement]
      return { type: readObjectIdentifier(type.content), value }
    }),
  )
}

/** The same in canonical form. Throws for a malformed string. */
export function readNameParts(content: Buffer): readonly (readonly string[])[] {
  return listAttributes(content).map((part) =>
    part.map(({ type, value }) => writeAttribute(type, readValue(value))).toSorted(),
  )
}

function listChildren(elements: readonly BerElement[]): readonly Buffer[] {
  return elements.flatMap(({ content }) => readBer(content)).map(({ content }) => content)
}

/** A value as text, or, if it is no string, as its octets. */
type AttributeValue = { readonly text: string } | { readonly octets: string }

function readValue(element: BerElement): AttributeValue {
  const text = readBerText(element)
  if (text !== undefined) return { text }
  return { octets: `${element.tag.toString(16)} ${element.content.toString('hex')}` }
}

function writeAttribute(type: string, value: AttributeValue): string {
  return JSON.stringify([type, 'text' in value ? canonicalValue(value.text) : value])
}

/** A certificate's subject as RFC 4514 writes it. Node writes one part a line, in the order of the certificate. */
export function writeSubject(subject: string | undefined): string {
  return (subject ?? '').split('\n').toReversed().join(',')
}

function readRelativeName(text: string): readonly string[] | undefined {
  try {
    return parseNamePart(text)?.map(readAttribute).toSorted()
  } catch {
    return undefined
  }
}

function readAttribute({ type, value }: WrittenAttribute): string {
  const read = value.startsWith('#') ? readEncoded(value.trimEnd()) : { text: unescapeValue(value) }
  return writeAttribute(identifyType(type), read)
}

/** RFC 4514 §2.4: a number sign introduces the value in BER. Throws if it is not one element of BER. */
function readEncoded(value: string): AttributeValue {
  if (!/^#(?:[0-9A-F]{2})+$/i.test(value)) throw new TypeError('no hexadecimal digits')
  const [element, ...others] = readBer(Buffer.from(value.slice(1), 'hex')) as [BerElement, ...BerElement[]]
  if (others.length > 0) throw new TypeError('more than one element')
  return readValue(element)
}

/** RFC 4518 §2.2, §2.3, §2.6.1: case, compatibility forms and extra blanks are ignored. */
function canonicalValue(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
}
