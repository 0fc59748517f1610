/** One element of BER (X.690 §8.1): its tag and its content. */
export interface BerElement {
  readonly tag: number
  readonly content: Buffer
}

/**
 * Reads consecutive elements that fill the octets. Throws for a length that is indefinite or does not fit, and for a
 * tag of more than one octet: names have none.
 */
export function readBer(octets: Buffer): readonly BerElement[] {
  const elements: BerElement[] = []
  for (let rest = octets; rest.length > 0;) {
    const [tag, first] = [rest.readUInt8(0), rest.readUInt8(1)]
    const count = Math.max(0, first - 0x80)
    if (first === 0x80 || (tag & 0x1f) === 0x1f) throw new TypeError('no element of a definite length')
    const length = count === 0 ? first : rest.readUIntBE(2, count)
    const [begin, end] = [2 + count, 2 + count + length]
    if (end > rest.length) throw new TypeError('an element that is longer than its octets')
    elements.push({ tag, content: rest.subarray(begin, end) })
    rest = rest.subarray(end)
  }
  return elements
}

/** Longer than any registered one. The time to read one grows with the square of its length. */
const longestIdentifier = 128

/** An object identifier in dotted form (X.690 §8.19). Throws if it is too long. */
export function readObjectIdentifier(content: Buffer): string {
  if (content.length > longestIdentifier) throw new TypeError('an object identifier that is too long')
  const arcs: bigint[] = []
  let arc = 0n
  for (const octet of content) {
    arc = arc * 128n + BigInt(octet & 0x7f)
    if (octet >= 0x80) continue
    arcs.push(arc)
    arc = 0n
  }
  const [first = 0n, ...others] = arcs
  const root = first < 80n ? first / 40n : 2n
  return [root, first - root * 40n, ...others].join('.')
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const utf16 = new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true })

/** The strings of X.520 and of certificates (X.680 §8.4, RFC 5280 appendix A.1), each with its own characters. */
const strings: ReadonlyMap<number, (content: Buffer) => string> = new Map([
  [0x0c, (content) => utf8.decode(content)],
  [0x12, readAscii],
  [0x13, readAscii],
  // TeletexString: in practice Latin-1, not T.61.
  [0x14, (content) => content.toString('latin1')],
  [0x16, readAscii],
  [0x1a, readAscii],
  [0x1c, readUniversal],
  [0x1e, (content) => utf16.decode(content)],
])

/** The text of a string, undefined for every other element. Throws for a malformed string. */
export function readBerText({ tag, content }: BerElement): string | undefined {
  return strings.get(tag)?.(content)
}

function readAscii(content: Buffer): string {
  if (content.some((octet) => octet >= 0x80)) throw new TypeError('an octet that is not ASCII')
  return content.toString('latin1')
}

/** UniversalString: four octets a character. */
function readUniversal(content: Buffer): string {
  const characters = Array.from({ length: Math.ceil(content.length / 4) }, (_, index) =>
    String.fromCodePoint(content.readUInt32BE(index * 4)),
  )
  if (characters.every((character) => character.isWellFormed())) return characters.join('')
  throw new TypeError('a surrogate, which is no character')
}
