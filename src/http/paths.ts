import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import findMyWay, { type HTTPVersion, type Instance } from 'find-my-way'
import { adminOperations } from '../admin/doors/operations.ts'
import { writeJsonLine } from '../base/json.ts'
import { answerFrontDoor } from '../outcome/front-door.ts'
import { suggest } from '../base/suggest.ts'
import { describeRefusal, type HeadReader } from './request-head.ts'

/** Longer path parameters match no path; an access token that is a JWT may be one. */
export const maximumParameterLength = 8192

/** The methods of a path; undefined for an unknown path. */
export type MethodFinder = (path: string) => readonly string[]

/** Collects the routes, to distinguish a wrong method from an unknown path. */
export function watchPaths(app: FastifyInstance): MethodFinder {
  const methodsByUrl = new Map<string, string[]>()
  const router: { paths?: Instance<HTTPVersion.V1> } = {}
  app.addHook('onRoute', ({ url, method }) => {
    const methods = [method].flat()
    const before = methodsByUrl.get(url)
    if (before === undefined) methodsByUrl.set(url, methods)
    else before.push(...methods)
  })
  return (path) => {
    // Made for the first wrong path, as it doubles the time that routes take at the start.
    router.paths ??= routePaths(methodsByUrl)
    return (router.paths.find('GET', path)?.store as string[] | undefined) ?? []
  }
}

function routePaths(methodsByUrl: ReadonlyMap<string, readonly string[]>): Instance<HTTPVersion.V1> {
  const paths = findMyWay({ maxParamLength: maximumParameterLength })
  for (const [url, methods] of methodsByUrl) paths.on('GET', url, () => undefined, methods)
  return paths
}

/** Answers malformed requests outside of Authlete's APIs, in the same form as unknown paths. */
export function answerUnreadable(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>(async ({ statusCode = 500, message }, _request, reply) =>
    reply.status(statusCode).send({ error: 'invalid_request', message }),
  )
}

/** Answers unknown paths outside of Authlete's APIs. */
export function answerUnknownPaths(app: FastifyInstance, findMethods: MethodFinder): void {
  app.setNotFoundHandler(async ({ method, url }, reply) => {
    const [path = ''] = url.split('?')
    const methods = findMethods(path)
    if (methods.length === 0) {
      const message = `There is no ${method} ${path}.${advise(path)}`
      return sendLine(reply.status(404), { error: 'not_found', message })
    }
    const allowed = methods.join(', ')
    const message = `${path} does not take ${method}. It takes ${allowed}.`
    return sendLine(reply.status(405).header('allow', allowed), { error: 'method_not_allowed', message })
  })
}

/** Sets the content type itself, as the framework does not for a serialised body. */
function sendLine(reply: FastifyReply, answer: object): FastifyReply {
  return reply.type('application/json; charset=utf-8').serializer(writeJsonLine).send(answer)
}

/** Longer paths are not mistyped, and comparing them takes long. */
const advisedCharacters = 256

/** A suggestion for a path that is often tried first, or that was mistyped. */
function advise(path: string): string {
  if (path.length > advisedCharacters) return ''
  if (/^\/(_mock\/?)?$/.test(path)) return ' GET /docs shows what there is.'
  const written = path.split('/')
  const near = adminOperations
    .map(({ url }) => `/_mock${url}`.split('/'))
    .filter((parts) => parts.length === written.length)
    .map((parts) => parts.map((part, index) => (part.startsWith(':') ? String(written[index]) : part)))
    .filter((parts) => parts.every((part, index) => suggest(String(written[index]), [part]) !== ''))
  return suggest(
    path,
    near.map((parts) => parts.join('/')),
  )
}

type BadPathAnswerer = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => void

/** Answers a path that is malformed, such as one with `%zz`, which reaches no other part of the pipeline. */
export function answerBadPath({ findProblem }: HeadReader): BadPathAnswerer {
  return (_error, { method, url, raw }, reply) => {
    const [path = ''] = url.split('?')
    const problem = findProblem(raw)
    const { reason, ...plain } =
      problem === undefined
        ? ({ reason: 'path_unknown', error: 'not_found', message: `There is no ${method} ${path}.` } as const)
        : ({ reason: 'head_malformed', error: 'invalid_request', message: describeRefusal(problem) } as const)
    const { status, body } = answerFrontDoor(reason, { method, path, detail: problem ?? '' }, [])
    if (problem !== undefined) reply.header('connection', 'close')
    void reply.status(status).send(path.startsWith('/api/') ? body : plain)
  }
}
