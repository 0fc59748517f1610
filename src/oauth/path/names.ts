import type { AsnType, ObjectIdentifier } from 'asn1js'
import type { GeneralName } from 'pkijs'
import { canonicalValue } from '../distinguished-name.ts'

/**
 * One name of a certificate, or the base of a subtree. Names of machines and people are text, addresses hexadecimal
 * digits, and distinguished names parts. Names of other kinds than these (RFC 5280 §4.2.1.6) have neither.
 */
export interface PathName {
  readonly kind: string
  readonly text: string
  readonly parts: readonly string[]
}

/** How the library hands over a distinguished name: as DER. */
export interface DerName {
  readonly valueBeforeDecode: ArrayBuffer
}

export type DerReader = (octets: ArrayBuffer) => { readonly result: AsnType }

/** The tags of `GeneralName` (RFC 5280 §4.2.1.6). */
const kinds: Readonly<Record<number, string>> = { 1: 'email', 2: 'DNS', 4: 'directory', 6: 'URI', 7: 'IP' }

export function readGeneralName({ type, value }: GeneralName, readDer: DerReader): PathName {
  const kind = kinds[type] ?? `tag ${type}`
  if (kind === 'directory') return directoryName(readDirectoryName(value as DerName, readDer))
  return { kind, text: readValue(value), parts: [] }
}

/** The library gives text as it is, and an address as a string of octets. */
function readValue(value: unknown): string {
  if (typeof value === 'string') return value
  const { valueHexView = new Uint8Array() } = (value as { valueBlock: { valueHexView?: Uint8Array } })
    .valueBlock
  return Buffer.from(valueHexView).toString('hex')
}

export function directoryName(parts: readonly string[]): PathName {
  return { kind: 'directory', text: '', parts }
}

/** A distinguished name part by part, as names are compared (RFC 5280 §7.1), which is as clients are. */
export function readDirectoryName({ valueBeforeDecode }: DerName, readDer: DerReader): readonly string[] {
  return listChildren(readDer(valueBeforeDecode).result).map((part) =>
    JSON.stringify(listChildren(part).map(readAttribute).toSorted()),
  )
}

/** The values that a distinguished name has for a type of attribute, as they are written. */
export function listValues(
  { valueBeforeDecode }: DerName,
  type: string,
  readDer: DerReader,
): readonly string[] {
  return listChildren(readDer(valueBeforeDecode).result)
    .flatMap(listChildren)
    .map(readPair)
    .filter(([identifier]) => identifier === type)
    .map(([, value]) => readText(value))
}

function readAttribute(attribute: AsnType): string {
  const [type, value] = readPair(attribute)
  return JSON.stringify([type, canonicalValue(readText(value))])
}

/** An attribute's type and value. The library has none that lacks one of them. */
function readPair(attribute: AsnType): readonly [type: string, value: AsnType] {
  const [type, value] = listChildren(attribute) as [ObjectIdentifier, AsnType]
  return [type.getValue(), value]
}

/** A string as its text, everything else as its octets. */
function readText({ valueBlock, valueBeforeDecodeView: octets }: AsnType): string {
  const { value: text } = valueBlock as { readonly value?: unknown }
  return typeof text === 'string' ? text : Buffer.from(octets).toString('hex')
}

function listChildren({ valueBlock }: AsnType): readonly AsnType[] {
  return (valueBlock as { readonly value: readonly AsnType[] }).value
}
