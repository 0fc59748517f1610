import type { GeneralName } from 'pkijs'
import { readBer, readBerText } from '../ber.ts'
import { listAttributes, readNameParts } from '../distinguished-name.ts'

/**
 * One name of a certificate, or the base of a subtree. Names of machines and people are text, addresses hexadecimal
 * digits, and distinguished names parts. Names of other kinds than these (RFC 5280 §4.2.1.6) have neither.
 */
export interface PathName {
  readonly kind: string
  readonly text: string
  readonly parts: readonly string[]
}

/** A distinguished name as the library returns it: as DER. */
interface DerName {
  readonly valueBeforeDecode: ArrayBuffer
}

/** The tags of `GeneralName` (RFC 5280 §4.2.1.6). */
const kinds: Readonly<Record<number, string>> = { 1: 'email', 2: 'DNS', 4: 'directory', 6: 'URI', 7: 'IP' }

export function readGeneralName({ type, value }: GeneralName): PathName {
  const kind = kinds[type] ?? `tag ${type}`
  if (kind === 'directory') return directoryName(readDirectoryName(value as DerName))
  return { kind, text: readValue(value), parts: [] }
}

/** The library returns text as it is, and an address as a string of octets. */
function readValue(value: unknown): string {
  if (typeof value === 'string') return value
  const { valueHexView = new Uint8Array() } = (value as { valueBlock: { valueHexView?: Uint8Array } })
    .valueBlock
  return Buffer.from(valueHexView).toString('hex')
}

export function directoryName(parts: readonly string[]): PathName {
  return { kind: 'directory', text: '', parts }
}

/** A distinguished name part by part, in the canonical form in which names are compared (RFC 5280 §7.1). */
export function readDirectoryName(name: DerName): readonly string[] {
  return readNameParts(contentOf(name)).map((part) => JSON.stringify(part))
}

/** The values of an attribute type in a distinguished name, as they are written. */
export function listValues(name: DerName, type: string): readonly string[] {
  return listAttributes(contentOf(name))
    .flat()
    .filter((attribute) => attribute.type === type)
    .map(({ value }) => readBerText(value))
    .filter((text) => text !== undefined)
}

function contentOf({ valueBeforeDecode }: DerName): Buffer {
  return Buffer.concat(readBer(Buffer.from(valueBeforeDecode)).map(({ content }) => content))
}
