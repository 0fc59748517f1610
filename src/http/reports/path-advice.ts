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
    (known.words ??= new Set([...listKnown(), ...leftOutApis].flatMap((url) => url.split('/'))))
  const isServed = (path: string): boolean => findMethods(path).length > 0
  return {
    advise: (method, path) =>
      path.length > maxAdvised
        ? ''
        : (findReasons.map((find) => find(path, method, isServed)).find((found) => found !== undefined) ??
          suggestPath(path, listKnown())),
    show: (path) => showPath(path.slice(0, maxAdvised), listWords()),
  }
}

type ReasonFinder = (path: string, method: string, isServed: (path: string) => boolean) => string | undefined

/** Why a path is often wrong, the most particular first. */
const findReasons: readonly ReasonFinder[] = [
  (path, method, isServed) => {
    const tidy = path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')
    return tidy !== path && isServed(tidy) ? `There is a slash too many: it is ${method} ${tidy}.` : undefined
  },
  (path, _method, isServed) =>
    path.startsWith('/api/api/') && isServed(path.slice('/api'.length))
      ? 'The base URL that a client takes ends before /api.'
      : undefined,
  (path, method, isServed) => {
    const [, api = ''] = /^\/api\/(.+)$/.exec(path) ?? []
    return isServed(`/api/0/${api}`)
      ? `That is a path of Authlete 2.x. In 3.0, and so here, it is ${method} /api/{serviceId}/${api}, with an API token as Bearer.`
      : undefined
  },
  (path, method, isServed) => {
    const [, serviceId = '{serviceId}', api = ''] = /^(?:\/(\d+))?\/(.+)$/.exec(path) ?? []
    return isServed(`/api/0/${api}`) ? `It is ${method} /api/${serviceId}/${api}.` : undefined
  },
  (path) =>
    leftOutApis.some((api) => fits(path, api))
      ? 'Authlete has this API, the mock does not. docs/apis.md lists those that it has.'
      : undefined,
]

/** Whether a path is one of an API, whose parameters stand for one segment each. */
function fits(path: string, api: string): boolean {
  const [segments, parts] = [path.split('/'), api.split('/')]
  return (
    segments.length === parts.length &&
    parts.every((part, index) => part === segments[index] || (part.startsWith('{') && segments[index] !== ''))
  )
}

/** The mistyped path as it was probably meant. */
function suggestPath(path: string, urls: readonly string[]): string {
  const written = path.split('/')
  const near = urls
    .map((url) => url.split('/'))
    .filter((parts) => parts.length === written.length)
    .map((parts) => parts.map((part, index) => (part.startsWith(':') ? String(written[index]) : part)))
    .filter((parts) => parts.every((part, index) => isNear(String(written[index]), part)))
  return suggest(
    path,
    near.map((parts) => parts.join('/')),
  ).trimStart()
}

function isNear(written: string, word: string): boolean {
  return suggest(written, [word]) !== ''
}

/** A segment that is no number, no short word, and no word of a path, nor nearly one, may be a token. */
function showPath(path: string, words: ReadonlySet<string>): string {
  const list = [...words]
  return path
    .split('/')
    .map((segment) => {
      const isPlain = /^(?:\d{0,20}|[a-z]{1,10})$/i.test(segment) || words.has(segment)
      return isPlain || (segment.length <= 24 && suggest(segment, list) !== '') ? segment : '…'
    })
    .join('/')
}
