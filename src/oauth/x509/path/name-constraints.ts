import type { CertificateFacts } from './certificate-facts.ts'
import type { PathName } from './names.ts'

/** Names and constraints come from clients; no more than these are compared. */
const maximumComparisons = 65_536

type Subtrees = Pick<CertificateFacts, 'permitted' | 'excluded'>

/**
 * RFC 5280 §4.2.1.10, §6.1.3 (b), (c): whether an authority above may issue these names. If there is a constraint of
 * its kind, a name that cannot be compared is refused, because it would escape every excluded subtree. So is any name
 * if a constraint of its kind is malformed.
 */
export function keepsConstraints(names: readonly PathName[], subtrees: Subtrees): boolean {
  const comparisonCount = names.length * (subtrees.permitted.length + subtrees.excluded.length)
  return comparisonCount <= maximumComparisons && names.every((name) => isAllowed(name, subtrees))
}

function isAllowed(name: PathName, subtrees: Subtrees): boolean {
  const ofKind = ({ kind }: PathName) => kind === name.kind
  const permitted = subtrees.permitted.filter(ofKind)
  const excluded = subtrees.excluded.filter(ofKind)
  if (permitted.length + excluded.length === 0) return true
  const compare = comparisons[name.kind]
  if (compare === undefined || !compare.isComparable(name)) return false
  if (![...permitted, ...excluded].every(compare.isBase)) return false
  const isBelow = (base: PathName) => compare.isBelow(name, base)
  return (permitted.length === 0 || permitted.some(isBelow)) && !excluded.some(isBelow)
}

interface Comparison {
  readonly isComparable: (name: PathName) => boolean
  /** Whether a constraint can match anything: one that matches no name would exclude nothing. */
  readonly isBase: (base: PathName) => boolean
  readonly isBelow: (name: PathName, base: PathName) => boolean
}

const comparisons: Readonly<Record<string, Comparison>> = {
  DNS: {
    isComparable: ({ text }) => isHost(text),
    isBase: ({ text }) => isDomain(text),
    isBelow: ({ text }, base) => isDomainBelow(text, base.text),
  },
  email: {
    isComparable: ({ text }) => isHost(readMailHost(text)),
    isBase: ({ text }) => (text.includes('@') ? isHost(readMailHost(text)) : isDomain(text)),
    isBelow: ({ text }, base) =>
      base.text.includes('@') ? isSameMailbox(text, base.text) : isHostOf(readMailHost(text), base.text),
  },
  URI: {
    isComparable: ({ text }) => isHost(readUriHost(text)),
    isBase: ({ text }) => isDomain(text),
    isBelow: ({ text }, base) => isHostOf(readUriHost(text), base.text),
  },
  IP: {
    isComparable: ({ text }) => text.length === 8 || text.length === 32,
    isBase: ({ text }) => text.length === 16 || text.length === 64,
    isBelow: ({ text }, base) => isAddressBelow(text, base.text),
  },
  directory: {
    isComparable: () => true,
    isBase: () => true,
    isBelow: ({ parts }, base) => base.parts.every((part, index) => part === parts[index]),
  },
}

/** Labels, none empty, at most one of them `*`, and no address. */
export function isHost(text: string): boolean {
  return text.length <= 255 && /^(?:\*\.)?(?:[a-z0-9_-]+\.)*[a-z_-][a-z0-9_-]*$/i.test(text)
}

/** What a constraint may name: a host, a leading dot and one, or everything. */
function isDomain(text: string): boolean {
  return text === '' || (!text.startsWith('*') && isHost(text.replace(/^\./, '')))
}

/** A domain is below itself and below each suffix of it; everything is below the empty one. */
function isDomainBelow(text: string, base: string): boolean {
  const [name, end] = [text.toLowerCase(), base.toLowerCase()]
  return end === '' || name === end || name.endsWith(end.startsWith('.') ? end : `.${end}`)
}

/** For mail and URIs a host matches itself alone, and a leading dot all hosts below it. */
function isHostOf(text: string, base: string): boolean {
  const [host, end] = [text.toLowerCase(), base.toLowerCase()]
  return end === '' || host === end || (end.startsWith('.') && host.endsWith(end))
}

function isSameMailbox(one: string, other: string): boolean {
  const [mailbox, base] = [one, other].map((text) => [
    text.slice(0, text.lastIndexOf('@')),
    readMailHost(text).toLowerCase(),
  ])
  return JSON.stringify(mailbox) === JSON.stringify(base)
}

function readMailHost(text: string): string {
  return text.lastIndexOf('@') < 1 ? '' : text.slice(text.lastIndexOf('@') + 1)
}

/** RFC 3986 §3.2.2: the host of a URI with an authority, without user and port. */
function readUriHost(text: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#@:]*)(?::\d*)?(?=[/?#]|$)/i.exec(text)?.[1] ?? ''
}

/** The base is an address and, equally long, its mask. */
function isAddressBelow(address: string, base: string): boolean {
  if (base.length !== address.length * 2) return false
  const [one, other, mask] = [address, base.slice(0, address.length), base.slice(address.length)].map(
    (digits) => BigInt(`0x${digits}`),
  ) as [bigint, bigint, bigint]
  return (one & mask) === (other & mask)
}
