import { isIP } from 'node:net'

/** The kinds of subject alternative names that a client may be registered by (RFC 8705 §2.1.2). */
export type AlternativeNameKind = 'DNS' | 'URI' | 'IP Address' | 'email'

const kinds: readonly string[] = ['DNS', 'URI', 'IP Address', 'email'] satisfies AlternativeNameKind[]

export interface AlternativeName {
  readonly kind: AlternativeNameKind
  readonly value: string
}

/** In Node's writing a value that could be mistaken for something else stands in quotes, as a JSON string. */
const entry = /([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^",]*)(?:, |$)/gy

/** The subject alternative names of a certificate, as Node writes them, of the kinds that can be registered. */
export function listAlternativeNames(text: string | undefined): readonly AlternativeName[] {
  const names = [...(text ?? '').matchAll(entry)].map(([, kind = '', value = '']) => ({
    kind: kind as AlternativeNameKind,
    value: value.startsWith('"') ? String(JSON.parse(value)) : value,
  }))
  return names.filter(({ kind }) => kinds.includes(kind))
}

/** Whether a certificate's name is the registered one (RFC 5280 §4.2.1.6, §7): exactly, but for case where it is none. */
export function isSameAlternativeName(kind: AlternativeNameKind, one: string, other: string): boolean {
  const canonical = canonicalNames[kind](one)
  return canonical !== undefined && canonical === canonicalNames[kind](other)
}

const canonicalNames: Readonly<Record<AlternativeNameKind, (value: string) => string | undefined>> = {
  DNS: lowerCase,
  URI: (value) => value,
  'IP Address': readAddress,
  email: (value) => value.replace(/@[^@]*$/, lowerCase),
}

/** RFC 5280 §7.2: only the letters of ASCII have two cases here; a Kelvin sign is no k. */
function lowerCase(value: string): string {
  return value.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** An address without a zone (RFC 4007 §11), which no certificate can hold: it is known on one machine only. */
function readAddress(value: string): string | undefined {
  const version = value.includes('%') ? 0 : isIP(value)
  if (version === 0) return undefined
  return version === 4 ? value : new URL(`http://[${value}]`).hostname
}
