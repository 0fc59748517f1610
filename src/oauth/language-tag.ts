const registered =
  'en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(?:be-fr|be-nl|ch-de)'
const language = '(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})'
const place = '(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?'
const variants = '(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*'
const extensions = '(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*'
const privateUse = 'x(?:-[a-z0-9]{1,8})+'

const languageTag = new RegExp(
  `^(?:${language}${place}${variants}${extensions}(?:-${privateUse})?|${privateUse}|${registered})$`,
  'i',
)

/** RFC 5646 §2.1, §2.2.9: whether a text is a well-formed language tag. */
export function isLanguageTag(text: string): boolean {
  return languageTag.test(text)
}

/**
 * A key that is equal for two spellings of one tag (RFC 5646 §2.1.1): tags are case-insensitive. Preferred values of
 * the registry (§4.5) are not applied: `iw` is not `he` here. A text that is no tag equals only itself.
 */
export function foldTag(text: string): string {
  return isLanguageTag(text) ? text.toLowerCase() : text
}

/** The same for the name of a claim, of which only the language tag is case-insensitive (OpenID Connect Core §5.2). */
export function foldClaim(name: string): string {
  const end = name.lastIndexOf('#') + 1
  return end === 0 ? name : name.slice(0, end) + foldTag(name.slice(end))
}

/** Removes repeated claims, keeping the first spelling of each. */
export function distinctClaims(names: readonly string[]): readonly string[] {
  if (names.length < 2) return names
  if (!names.some((name) => name.includes('#'))) return [...new Set(names)]
  const spellings = new Map<string, string>()
  for (const name of names) {
    const folded = foldClaim(name)
    if (!spellings.has(folded)) spellings.set(folded, name)
  }
  return [...spellings.values()]
}
