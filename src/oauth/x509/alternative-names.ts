import { isIP } from 'node:net'

/** The kinds of subject alternative names that a client may be registered by (RFC 8705 §2.1.2). */
export type AlternativeNameKind = 'DNS' | 'URI' | 'IP Address' | 'email'

const kinds: readonly string[] = ['DNS', 'URI', 'IP Address', 'email'] satisfies AlternativeNameKind[]

interface AlternativeName {
  readonly kind: AlternativeNameKind
  readonly value: string
}

/** Node quotes ambiguous values as JSON strings. */
const entry = /([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^",]*)(?:, |$)/gy

/** The subject alternative names of a certificate, as Node writes them, of the kinds that can be registered. */
export function listAlternativeNames(text: string | undefined): readonly AlternativeName[] {
  const names = [...(text ?? '').matchAll(entry)].map(([, kind = '', value = '']) => ({
    kind: kind as AlternativeNameKind,
    value: value.startsWith('"') ? String(JSON.parse(value)) : value,
  }))
  return names.filter(({ kind }) => kinds.includes(kind))
}

/**
 * Compares a certificate's name with the registered one (RFC 5280 §4.2.1.6, §7): exactly, or ignoring case if its kind
 * does.
 */
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

/** RFC 5280 §7.2: only ASCII letters are compared without case; a Kelvin sign is no k. */
function lowerCase(value: string): string {
  return value.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** An address without a zone (RFC 4007 §11): zones are local to one machine, so no certificate contains one. */
function readAddress(value: string): string | undefined {
  const version = value.includes('%') ? 0 : isIP(value)
  if (version === 0) return undefined
  return version === 4 ? value : new URL(`http://[${value}]`).hostname
}
