import { isUtf8 } from 'node:buffer'

/** How texts in other encodings begin (Unicode, chapter 23.8; YAML 1.2 §5.2), the longer beginnings first. */
const beginnings: readonly (readonly [readonly (number | undefined)[], string])[] = [
  [[0xff, 0xfe, 0, 0], 'UTF-32'],
  [[0, 0, 0xfe, 0xff], 'UTF-32'],
  [[0xff, 0xfe], 'UTF-16'],
  [[0xfe, 0xff], 'UTF-16'],
  [[undefined, 0, 0, 0], 'UTF-32'],
  [[0, 0, 0, undefined], 'UTF-32'],
  [[undefined, 0], 'UTF-16'],
  [[0, undefined], 'UTF-16'],
]

/** The text of fixtures, or what encoding they have instead of UTF-8. */
export function decodeFixtures(octets: Uint8Array): { readonly text: string } | { readonly flaw: string } {
  const beginning = beginnings.find(([pattern]) => startsWith(octets, pattern))
  if (beginning !== undefined) return { flaw: `is ${beginning[1]}; fixtures are UTF-8` }
  if (isUtf8(octets)) return { text: Buffer.from(octets).toString() }
  const { line, octet } = findForeign(octets)
  const name = octet >= 0x80 && octet < 0xa0 ? 'Windows-1252' : 'Latin-1 (ISO 8859-1) or Windows-1252'
  const code = `0x${octet.toString(16).toUpperCase()}`
  return { flaw: `is not UTF-8: the octet ${code} at line ${line} looks like ${name}; fixtures are UTF-8` }
}

function startsWith(octets: Uint8Array, pattern: readonly (number | undefined)[]): boolean {
  const fits = (octet: number | undefined, index: number) => octet === undefined || octets[index] === octet
  return octets.length >= pattern.length && pattern.every(fits)
}

/** The first octet that stands in no character of UTF-8, and its line, counted from 1. */
function findForeign(octets: Uint8Array): { readonly line: number; readonly octet: number } {
  const end = findEnd(octets)
  const line = octets.subarray(0, end).filter((octet) => octet === 0x0a).length + 1
  return { line, octet: Number(octets[end]) }
}

/** How many octets from the beginning are whole characters of UTF-8. */
function findEnd(octets: Uint8Array): number {
  let place = 0
  for (let next = place; next <= octets.length; next = place + measure(octets[place])) {
    if (!isUtf8(octets.subarray(place, next))) return place
    place = next
  }
  return place
}

/** How many octets a character has that begins with this one. */
function measure(octet = 0): number {
  if (octet < 0x80) return 1
  if (octet < 0xe0) return 2
  return octet < 0xf0 ? 3 : 4
}
