import { suggest } from '../../base/suggest.ts'
import { leftOutApis } from './left-out-apis.ts'

/** The methods of a path; none for an unknown path. */
export type MethodFinder = (path: string) => readonly string[]

/** What can be said of a path that is not served. */
export interface PathAdviser {
  /** A sentence with what is there instead; empty if nothing is near. */
  readonly advise: (method: string, path: string) => string
  /** The path without what may be a secret. */
  readonly show: (path: string) => string
}

/** For a path under `/api` to which nothing is near. */
export const readmeAdvice = 'Its README lists the APIs that are there.'

/** Longer paths are not mistyped, and comparing them takes long. */
const maxAdvised = 256

/** Advises by the paths that are served, each with its parameters as `:name`. */
export function createPathAdviser(findMethods: MethodFinder, listUrls: () => readonly string[]): PathAdviser {
  const known: { urls?: readonly string[]; words?: ReadonlySet<string> } = {}
  const listKnown = (): readonly string[] => (known.urls ??= [...new Set(listUrls())])
  const listWords = (): ReadonlySet<string> =>
    (known.words ??= new Set([...listKnown(), ...leftOutApis, ...wellKnown].flatMap((url) => url.split('/'))))
  const show = (path: string): string => showPath(path.slice(0, maxAdvised), listWords())
  const findReason = (method: string, path: string): string | undefined => {
    const tidy = path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')
    const methodOf = (other: string): string | undefined => chooseMethod(findMethods(other), method)
    const tidied = methodOf(tidy)
    if (tidy !== path && tidied !== undefined)
      return `There is a slash too many: it is ${tidied} ${show(tidy)}.`
    const call = { path: tidy, methodOf, show }
    return findReasons.map((find) => find(call)).find((found) => found !== undefined)
  }
  return {
    advise: (method, path) => {
      const methods = findMethods(path)
      if (methods.length > 0) return `It takes ${methods.join(', ')}.`
      return path.length > maxAdvised
        ? ''
        : (findReason(method, path) ?? suggestPath(path, listKnown(), show))
    },
    show,
  }
}

/** The method of a call where the path takes it, or else what the path takes; undefined for an unknown path. */
function chooseMethod(methods: readonly string[], method: string): string | undefined {
  return methods.find((taken) => taken === method) ?? methods.find((taken) => taken !== 'HEAD')
}

/** A call to a path that is not served. */
interface LostCall {
  readonly path: string
  /** How to call another path, if there is such a path. */
  readonly methodOf: (path: string) => string | undefined
  /** The path without what may be a secret: the advice gets into the log. */
  readonly show: PathAdviser['show']
}

/** Why a path is often wrong, the most particular first. */
const findReasons: readonly ((call: LostCall) => string | undefined)[] = [
  ({ path, methodOf, show }) => {
    const inner = path.slice(Math.max(path.indexOf('/api/', 1), 0))
    const method = methodOf(inner)
    return inner !== path && method !== undefined
      ? `It is ${method} ${show(inner)}: the base URL that a client takes ends before /api.`
      : undefined
  },
  ({ path, methodOf, show }) => {
    const [, api = ''] = /^\/api\/(.+)$/.exec(path) ?? []
    const method = methodOf(`/api/0/${api}`)
    return method !== undefined
      ? `That is a path of Authlete 2.x. In 3.0, and so here, it is ${method} ${show(`/api/{serviceId}/${api}`)}, with an API token as Bearer.`
      : undefined
  },
  ({ path, methodOf, show }) => {
    const [, serviceId = '{serviceId}'] = /^\/(\d+)\//.exec(path) ?? []
    const api = path.replace(/^(?:\/\d+)?\//, '')
    const method = methodOf(`/api/0/${api}`)
    return method === undefined ? undefined : `It is ${method} ${show(`/api/${serviceId}/${api}`)}.`
  },
  ({ path }) => {
    const bare = path.replace(/^\/api(?=\/)/, '')
    const isLeftOut = leftOutApis.some((api) => fits(path, api) || fits(`/api/0${bare}`, api))
    return isLeftOut
      ? 'Authlete has this API, the mock does not. docs/apis.md lists those that it has.'
      : undefined
  },
  ({ path }) =>
    endpoint.test(path)
      ? 'That is an endpoint of an authorization server. The mock stands in for Authlete, which such a server calls.'
      : undefined,
  ({ path }) =>
    /^\/(?:health|healthz|healthcheck|ready|live|status)$/.test(path) ? 'Health is at /readyz.' : undefined,
]

/** What clients call at an authorization server, as servers usually name it, in a folder or not. */
const endpoint =
  /^\/\.well-known\/|^(?:\/(?!api\/|_mock\/)[\w-]+)?\/(?:authorize|authorization|token|userinfo|introspect|introspection|revoke|revocation|par|jwks|jwks\.json|grants(?:\/.*)?)$/

/** Words of well-known paths (RFC 8414 §3, OpenID Connect Discovery §4), which are no secret. */
const wellKnown = ['.well-known', 'openid-configuration', 'oauth-authorization-server', 'jwks.json']

/** Whether a path is one of an API, whose parameters stand for one segment each. */
function fits(path: string, api: string): boolean {
  const [segments, parts] = [path.split('/'), api.split('/')]
  return (
    segments.length === parts.length &&
    parts.every((part, index) => part === segments[index] || (part.startsWith('{') && segments[index] !== ''))
  )
}

/** The mistyped path as it was probably meant. */
function suggestPath(path: string, urls: readonly string[], show: PathAdviser['show']): string {
  const written = path.split('/')
  const near = urls
    .map((url) => url.split('/'))
    .filter((parts) => parts.length === written.length)
    .map((parts) => parts.map((part, index) => (part.startsWith(':') ? String(written[index]) : part)))
    .filter((parts) => parts.every((part, index) => isNear(String(written[index]), part)))
  return suggest(
    show(path),
    near.map((parts) => show(parts.join('/'))),
  ).trimStart()
}

function isNear(written: string, word: string): boolean {
  return suggest(written, [word]) !== ''
}

/** A segment that is no number, no short word at the beginning, and no word of a path, nor nearly one, may be a token. */
function showPath(path: string, words: ReadonlySet<string>): string {
  const list = [...words]
  return path
    .split('/')
    .map((segment, index) => {
      const isShort = index === 1 && /^[a-z]{1,10}$/i.test(segment)
      const isPlain = isShort || /^\d{0,20}$/.test(segment) || words.has(segment)
      return isPlain || (segment.length <= 24 && suggest(segment, list) !== '') ? segment : '…'
    })
    .join('/')
}
