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
  return canonicalNames[kind](one) === canonicalNames[kind](other)
}

const canonicalNames: Readonly<Record<AlternativeNameKind, (value: string) => string>> = {
  DNS: (value) => value.toLowerCase(),
  URI: (value) => value,
  'IP Address': (value) => (isIP(value) === 6 ? new URL(`http://[${value}]`).hostname : value),
  email: (value) => value.replace(/@[^@]*$/, (domain) => domain.toLowerCase()),
}
