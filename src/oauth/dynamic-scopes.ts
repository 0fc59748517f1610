import { createRequire } from 'node:module'
import type * as re2js from 're2js'
import { isJsonObject, type JsonObject } from '../base/json.ts'
import { oncePer } from '../base/once-per.ts'
import type { ServiceProperties, SupportedScope } from '../model/service.ts'

/** A requested value, and the scope that it matches (Authlete DynamicScope). */
export interface DynamicScope {
  readonly name: string
  readonly value: string
}

/**
 * A pattern comes from the configuration of a service, a value from any client: both are bounded, and their product.
 */
const limits = { patternLength: 300, instructions: 2000, patterns: 100, valueLength: 1000, steps: 500_000 }

/** Scopes with a meaning in standards: a pattern never matches them. */
const reserved = new Set([
  'openid',
  'profile',
  'email',
  'address',
  'phone',
  'offline_access',
  'grant_management_query',
  'grant_management_revoke',
])

/** RFC 6749 §3.3. */
const scopeToken = /^[\x21\x23-\x5B\x5D-\x7E]+$/

/** The attribute of a scope that makes it a parameterised one (Authlete DynamicScope). */
const attribute = 'regex'

interface Pattern {
  readonly scope: SupportedScope
  readonly size: number
  readonly matches: (value: string) => boolean
}

/**
 * The values that the regular expressions of these scopes match as a whole (Authlete DynamicScope, scope attribute
 * `regex`). The first scope that matches counts; the name of a scope of the service never matches another one.
 */
export function findDynamicScopes(
  values: readonly string[],
  scopes: readonly SupportedScope[],
  { supportedScopes = [] }: ServiceProperties,
): readonly DynamicScope[] {
  const patterns = listPatterns(supportedScopes)
  if (patterns.length === 0) return []
  const offered = new Set(scopes)
  const usable = patterns.filter(({ scope }) => offered.has(scope))
  const names = new Set(supportedScopes.map(({ name }) => name))
  let steps = 0
  return values.flatMap((value) => {
    if (steps > limits.steps || names.has(value) || !isFit(value)) return []
    const found = usable.find(({ size, matches }) => {
      steps += size * value.length
      return steps <= limits.steps && matches(value)
    })
    return found === undefined ? [] : [{ name: found.scope.name, value }]
  })
}

function isFit(value: string): boolean {
  return value.length <= limits.valueLength && scopeToken.test(value) && !reserved.has(value)
}

/** The scopes of the service that these values name or match. */
export function listScopesOf(
  values: readonly string[],
  properties: ServiceProperties,
): readonly SupportedScope[] {
  const { supportedScopes = [] } = properties
  const dynamic = findDynamicScopes(values, supportedScopes, properties).map(({ name }) => name)
  const wanted = new Set([...values, ...dynamic])
  return supportedScopes.filter(({ name }) => wanted.has(name))
}

/** The parameterised scopes of a service; its list of scopes is replaced as a whole. */
const listPatterns = oncePer((scopes: readonly SupportedScope[]): readonly Pattern[] =>
  scopes
    .filter((scope) => findRegex(scope) !== undefined)
    .slice(0, limits.patterns)
    .flatMap((scope) => {
      const reading = compile(String(findRegex(scope)))
      return 'error' in reading ? [] : [{ scope, ...reading }]
    }),
)

function findRegex({ attributes = [] }: SupportedScope): string | undefined {
  return attributes.find(({ key }) => key === attribute)?.value
}

/** The regular expressions of scopes that cannot be used, with the places of their values (RFC 6901). */
export function findPatternErrors(
  scopes: unknown,
): readonly { readonly path: string; readonly error: string }[] {
  const placed = readObjects(scopes).flatMap(({ attributes }, index) => {
    const pairs = readObjects(attributes)
    const position = pairs.findIndex(({ key }) => key === attribute)
    const text = pairs[position]?.['value']
    return typeof text === 'string' ? [{ text, path: `/${index}/attributes/${position}/value` }] : []
  })
  return placed.flatMap(({ text, path }, place) => {
    if (place >= limits.patterns) return [{ path, error: `is beyond the first ${limits.patterns} patterns` }]
    const reading = compile(text)
    return 'error' in reading ? [{ path, error: reading.error }] : []
  })
}

/** The objects of an unchecked list, at their places. */
function readObjects(list: unknown): readonly JsonObject[] {
  return Array.isArray(list) ? list.map((one) => (isJsonObject(one) ? one : {})) : []
}

type Reading = Omit<Pattern, 'scope'> | { readonly error: string }

/**
 * RE2 matches in a time that grows with the value alone, whatever the expression. It has no look-around and no
 * back-references, and parses nested classes differently from Java, for which these expressions are written.
 */
function compile(text: string): Reading {
  if (text.length > limits.patternLength)
    return { error: `is longer than ${limits.patternLength} characters` }
  if (/\[[^\]]*(?:&&|\[)/.test(text.replaceAll(/\\./g, ''))) {
    return { error: 'has a character class within another, or an intersection of classes' }
  }
  try {
    const pattern = engine().RE2JS.compile(text)
    const size = pattern.programSize()
    return size > limits.instructions
      ? { error: `comes to ${size} instructions, which is more than ${limits.instructions}` }
      : { size, matches: (value) => pattern.testExact(value) }
  } catch (error) {
    return { error: `is no regular expression that RE2 reads: ${(error as Error).message}` }
  }
}

/** Loaded when a service first has a parameterised scope, to keep the start fast. */
function engine() {
  return createRequire(import.meta.url)('re2js') as typeof re2js
}
