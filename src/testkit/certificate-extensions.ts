import { isIP } from 'node:net'
import type { Extension } from 'pkijs'
import type { AlternativeNames } from './certificate-facts.ts'

/** The tags of the kinds in `GeneralName` (RFC 5280 §4.2.1.6). */
const tags = { email: 1, dns: 2, uri: 6, ip: 7 } as const

const identifiers = { keyUsage: '2.5.29.15', alternativeNames: '2.5.29.17', basicConstraints: '2.5.29.19' }

/** The bits of `keyCertSign` and `cRLSign` (RFC 5280 §4.2.1.3). */
const authorityUsage = Uint8Array.of(0b0000_0110)

/**
 * The extensions of a certificate with these names, which may be an authority. Throws a TypeError for an invalid IP
 * address.
 */
export async function makeExtensions(
  names: AlternativeNames,
  isAuthority: boolean,
): Promise<readonly Extension[]> {
  return [...(isAuthority ? await describeAuthority() : []), ...(await describeNames(names))]
}

async function describeAuthority(): Promise<readonly Extension[]> {
  const { BitString } = await import('asn1js')
  const { BasicConstraints, Extension } = await import('pkijs')
  const usage = new BitString({ valueHex: authorityUsage.buffer, unusedBits: 1 })
  return [
    new Extension({
      extnID: identifiers.basicConstraints,
      critical: true,
      extnValue: new BasicConstraints({ cA: true }).toSchema().toBER(),
    }),
    new Extension({ extnID: identifiers.keyUsage, critical: true, extnValue: usage.toBER() }),
  ]
}

async function describeNames(names: AlternativeNames): Promise<readonly Extension[]> {
  const { OctetString } = await import('asn1js')
  const { Extension, GeneralName, GeneralNames } = await import('pkijs')
  const listed = [
    ...(['email', 'dns', 'uri'] as const).flatMap((kind) =>
      (names[kind] ?? []).map((value) => new GeneralName({ type: tags[kind], value })),
    ),
    ...(names.ip ?? []).map((address) => {
      const value = new OctetString({ valueHex: readAddress(address) })
      return new GeneralName({ type: tags.ip, value })
    }),
  ]
  if (listed.length === 0) return []
  const extnValue = new GeneralNames({ names: listed }).toSchema().toBER()
  return [new Extension({ extnID: identifiers.alternativeNames, extnValue })]
}

/** The 4 or 16 octets of an IP address. */
function readAddress(text: string): ArrayBuffer {
  const version = text.includes('%') ? 0 : isIP(text)
  if (version === 0) throw new TypeError(`"${text}" is not an IP address.`)
  if (version === 4) return Uint8Array.from(text.split('.'), Number).buffer
  // The URL parser gives every notation as up to eight groups with at most one gap.
  const [head = '', tail = ''] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::')
  const groups = [head, tail].map((part) => part.split(':').filter((group) => group !== ''))
  const [before = [], after = []] = groups
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const hex = [...before, ...gap, ...after].map((group) => group.padStart(4, '0')).join('')
  return Uint8Array.from(Buffer.from(hex, 'hex')).buffer
}
