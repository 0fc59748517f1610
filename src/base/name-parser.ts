/** An attribute of a distinguished name as text: its type as it is written, its value with its escapes. */
export interface WrittenAttribute {
  readonly type: string
  readonly value: string
}

/** The parts of a distinguished name in the order of the text (RFC 4514 §2.1); undefined where it ends within an escape. */
export function splitName(text: string): readonly string[] | undefined {
  return splitAt(',', text)
}

/** The attributes of a part (RFC 4514 §2.2), or undefined for a text that is none. */
export function parseNamePart(text: string): readonly WrittenAttribute[] | undefined {
  const attributes = (splitAt('+', text) ?? ['']).map(parseAttribute)
  return attributes.every((parsed) => parsed !== undefined) ? attributes : undefined
}

/**
 * A type by its name (RFC 4512 §1.4) or its number, before which Java and old LDAP have `OID.` (RFC 2253 §4). Blanks around
 * type and value do not count unless they are escaped.
 */
const attribute =
  /^ *(?:(?:OID\.)?((?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))+)|([A-Z][A-Z0-9-]*)) *= *((?: *(?:\\[^]|[^\\ ]))*) *$/i

function parseAttribute(text: string): WrittenAttribute | undefined {
  const [, identifier, name = '', value] = attribute.exec(text) ?? []
  if (value === undefined || hasBareSpecial(value)) return undefined
  return { type: identifier ?? name, value }
}

/** RFC 4514 §2.4: these characters are escaped, and so is NUL. */
function hasBareSpecial(value: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return /["<>;\u0000]/.test(value.replace(/\\[^]/g, ''))
}

/** Splits at a separator that is not escaped; undefined if the text ends within an escape. */
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

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** RFC 4514 §2.4, §3: what a value says without its escapes. Throws a TypeError for octets that are not UTF-8. */
export function unescapeValue(value: string): string {
  return value.replace(/(?:\\[0-9A-Fa-f]{2})+|\\[^]/g, (escape) =>
    escape.length > 2 ? utf8.decode(Buffer.from(escape.replaceAll('\\', ''), 'hex')) : escape.slice(1),
  )
}
