import { clientMembers } from '../../schema/client.ts'
import { clientNumbers } from '../../schema/client-members.ts'
import { serviceMembers } from '../../schema/service.ts'
import { serviceNumbers } from '../../schema/service-members.ts'
import { servicePropertySchemas } from '../../schema/words.ts'
import { isJsonObject } from '../base/json.ts'
import { findPatternFlaws } from '../oauth/dynamic-scopes.ts'
import { readJwkSet } from '../oauth/jose/jwk-set.ts'
import { foldTag, isLanguageTag } from '../oauth/language-tag.ts'
import { findRedirectUriFlaw, findUriFlaw } from '../oauth/redirect-uri.ts'
import type { Problem } from './admin-error.ts'

type Properties = Readonly<Record<string, unknown>>

/** Their shape has a least value already. */
const counted = Object.keys(servicePropertySchemas)
const serviceCounts = serviceNumbers.filter((name) => !counted.includes(name))

const serviceUris = [
  'issuer',
  ...Object.keys(serviceMembers).filter((name) => /(?:Uri|Endpoint)$/.test(name)),
]
const clientUris = Object.keys(clientMembers).filter((name) => /(?:Uri|Endpoint)$/.test(name))
const serviceLocales = ['supportedUiLocales', 'supportedClaimLocales']
const clientTexts = ['clientNames', 'descriptions', 'logoUris', 'tosUris', 'policyUris', 'clientUris']
const clientUriLists = Object.keys(clientMembers).filter((name) => name.endsWith('Uris'))

/** What is wrong with the values of a service, as far as their shape is right. Paths (RFC 6901) begin with `path`. */
export function findServiceProblems(service: Properties, path: string): readonly Problem[] {
  return [
    ...checkKeys(service['jwks'], `${path}/jwks`),
    ...serviceUris.flatMap((name) => demandAbsolute(service[name], `${path}/${name}`)),
    ...demandCounts(service, serviceCounts, path),
    ...listEntries(service['mtlsEndpointAliases']).flatMap(([index, alias]) =>
      demandAbsolute(readMember(alias, 'uri'), `${path}/mtlsEndpointAliases/${index}/uri`),
    ),
    ...findScopeProblems(service, path),
    ...serviceLocales.flatMap((name) => demandTags(service[name], `${path}/${name}`)),
    ...listEntries(service['supportedScopes']).flatMap(([index, scope]) =>
      demandTags(readMember(scope, 'descriptions'), `${path}/supportedScopes/${index}/descriptions`),
    ),
  ]
}

/** The expressions of parameterised scopes that cannot be used. */
export function findScopeProblems({ supportedScopes }: Properties, path = ''): readonly Problem[] {
  return findPatternFlaws(supportedScopes).map((one) => ({
    path: `${path}/supportedScopes${one.path}`,
    message: one.flaw,
  }))
}

/** The same for a client. */
export function findClientProblems(client: Properties, path: string): readonly Problem[] {
  return [
    ...checkKeys(client['jwks'], `${path}/jwks`),
    ...clientUris.flatMap((name) => demandAbsolute(client[name], `${path}/${name}`)),
    ...demandCounts(client, clientNumbers, path),
    ...clientUriLists.flatMap((name) => findListProblems(client[name], name, `${path}/${name}`)),
    ...clientTexts.flatMap((name) => demandTags(client[name], `${path}/${name}`)),
  ]
}

/** A list of URIs, or of URIs for languages. */
function findListProblems(list: unknown, name: string, path: string): readonly Problem[] {
  const findFlaw = name === 'redirectUris' ? findRedirectUriFlaw : findLooseFlaw
  return listEntries(list).flatMap(([index, one]) =>
    isJsonObject(one)
      ? demandAbsolute(one['value'], `${path}/${index}/value`)
      : demandAbsolute(one, `${path}/${index}`, findFlaw),
  )
}

function checkKeys(jwks: unknown, path: string): readonly Problem[] {
  if (typeof jwks !== 'string' || jwks === '' || readJwkSet(jwks) !== undefined) return []
  return [{ path, message: 'must be a JWK set as JSON text: {"keys":[...]}, each key with its kty' }]
}

function demandCounts(owner: Properties, names: readonly string[], path: string): readonly Problem[] {
  const negative = names.filter((name) => Number(owner[name] ?? 0) < 0)
  return negative.map((name) => ({ path: `${path}/${name}`, message: 'must not be negative' }))
}

/** RFC 5646 §2.1: language tags, or texts that each have one; no tag stands twice, in whatever case (§2.1.1). */
function demandTags(list: unknown, path: string): readonly Problem[] {
  const known = new Set<string>()
  return listEntries(list).flatMap(([index, one]) => {
    const [tag, place] = isJsonObject(one) ? [one['tag'], `${path}/${index}/tag`] : [one, `${path}/${index}`]
    if (typeof tag !== 'string') return []
    if (!isLanguageTag(tag))
      return [{ path: place, message: 'must be a language tag, such as en or ja-Kana-JP' }]
    const isNew = known.size < known.add(foldTag(tag)).size
    return isNew ? [] : [{ path: place, message: 'stands there already; the case of a tag says nothing' }]
  })
}

const flawTexts = {
  malformed: 'must be a URI',
  relative: 'must be an absolute URI, with its scheme',
  fragment: 'must have no fragment',
  scheme: 'must not have a scheme that browsers run',
}

/** RFC 3986 §4.3: a URI with its scheme. Empty text means that there is none. */
function demandAbsolute(
  value: unknown,
  path: string,
  findFlaw: typeof findRedirectUriFlaw = findLooseFlaw,
): readonly Problem[] {
  const flaw = typeof value === 'string' && value !== '' ? findFlaw(value) : undefined
  return flaw === undefined ? [] : [{ path, message: flawTexts[flaw] }]
}

function findLooseFlaw(text: string): ReturnType<typeof findUriFlaw> {
  const flaw = findUriFlaw(text)
  return flaw === 'fragment' ? undefined : flaw
}

function listEntries(list: unknown): readonly (readonly [number, unknown])[] {
  return Array.isArray(list) ? [...list.entries()] : []
}

function readMember(owner: unknown, name: string): unknown {
  return isJsonObject(owner) ? owner[name] : undefined
}
