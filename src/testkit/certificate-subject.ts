import type { RelativeDistinguishedNames } from 'pkijs'
import { identifyType } from '../base/attribute-types.ts'
import { parseNamePart, splitName, unescapeValue } from '../base/name-parser.ts'
import type { Subject } from './certificate-facts.ts'

/** Domain components and e-mail addresses are written in ASCII (RFC 5280 §4.1.2.6, appendix A.1). */
const asciiTypes = ['0.9.2342.19200300.100.1.25', '1.2.840.113549.1.9.1']

/** The name in a certificate. Throws a TypeError if the subject is malformed. */
export async function readSubject(subject: Subject): Promise<RelativeDistinguishedNames> {
  const { IA5String, ObjectIdentifier, Sequence, Set, Utf8String } = await import('asn1js')
  const { RelativeDistinguishedNames } = await import('pkijs')
  const parts = listAttributes(subject).map(([name, text]) => {
    const type = findType(name)
    const value = asciiTypes.includes(type) ? new IA5String({ value: text }) : new Utf8String({ value: text })
    return new Set({ value: [new Sequence({ value: [new ObjectIdentifier({ value: type }), value] })] })
  })
  // Built from octets, because the library writes all attributes as one part with many values.
  return RelativeDistinguishedNames.fromBER(new Sequence({ value: parts }).toBER())
}

function findType(name: string): string {
  const type = identifyType(name)
  if (/^\d+(\.\d+)+$/.test(type)) return type
  throw new TypeError(
    `The subject has an attribute "${name}". Known are CN, O, OU, C and the others of RFC 4519, and object identifiers.`,
  )
}

/** RFC 4514 §2.1: the text begins with the last part of the name. */
function listAttributes(subject: Subject): readonly (readonly [string, string])[] {
  if (typeof subject !== 'string') return subject
  if (!subject.includes('=')) return [['CN', subject]]
  return (splitName(subject) ?? [subject]).map(readAttribute).toReversed()
}

function readAttribute(text: string): readonly [string, string] {
  const [attribute, ...others] = parseNamePart(text.trimStart()) ?? []
  if (attribute === undefined || others.length > 0) {
    throw new TypeError(`The subject has a part "${text}", which is not one attribute as RFC 4514 writes it.`)
  }
  return [attribute.type, unescapeValue(attribute.value)]
}
