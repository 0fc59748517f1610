import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import findMyWay, { type HTTPVersion, type Instance } from 'find-my-way'
import { writeJsonLine } from '../base/json.ts'
import { answerFrontDoor } from '../outcome/front-door.ts'
import type { MissRecorder } from './reports/missed-calls.ts'
import {
  createPathAdviser,
  readmeAdvice,
  type MethodFinder,
  type PathAdviser,
} from './reports/path-advice.ts'
import { describeRefusal, type HeadReader } from './request-head.ts'

/** Longer path parameters match no path; an access token that is a JWT may be one. */
export const maximumParameterLength = 8192

/** What is served. */
export interface ServedPaths {
  /** Collects the routes of a server from now on. */
  readonly watch: (app: FastifyInstance) => void
  readonly findMethods: MethodFinder
  readonly adviser: PathAdviser
}

/** Collects routes, to distinguish a wrong method from an unknown path. */
export function collectPaths(): ServedPaths {
  const methodsByUrl = new Map<string, string[]>()
  const router: { paths?: Instance<HTTPVersion.V1> } = {}
  const add = ({ url, method }: Pick<RouteOptions, 'url' | 'method'>): void => {
    const methods = [method].flat()
    const before = methodsByUrl.get(url)
    if (before === undefined) methodsByUrl.set(url, methods)
    else before.push(...methods)
  }
  const findMethods: MethodFinder = (path) => {
    // Made for the first wrong path, as it doubles the time that routes take at the start.
    router.paths ??= routePaths(methodsByUrl)
    return (router.paths.find('GET', path)?.store as string[] | undefined) ?? []
  }
  return {
    watch: (app) => void app.addHook('onRoute', add),
    findMethods,
    adviser: createPathAdviser(findMethods, () => [...methodsByUrl.keys()]),
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
export function answerUnknownPaths(
  app: FastifyInstance,
  { findMethods, adviser }: ServedPaths,
  recordMiss: MissRecorder,
): void {
  app.setNotFoundHandler(async ({ method, url, headers }, reply) => {
    const [path = ''] = url.split('?')
    const methods = findMethods(path)
    // A route that takes the method may still have nothing at this path, such as one for files.
    const allowed = methods.includes(method) ? '' : methods.join(', ')
    const advice = adviser.advise(method, path)
    const answer =
      allowed === ''
        ? { error: 'not_found', message: `There is no ${method} ${path}. ${advice}`.trimEnd() }
        : { error: 'method_not_allowed', message: `${path} does not take ${method}. ${advice}` }
    const status = allowed === '' ? 404 : 405
    const reason = allowed === '' ? 'path_unknown' : 'method_not_allowed'
    if (allowed !== '') reply.header('allow', allowed)
    if (path !== '/favicon.ico') recordMiss({ reason, method, path: url, headers, status, answer, advice })
    return sendLine(reply.status(status), answer)
  })
}

/** Sets the content type itself, as the framework does not for a serialised body. */
function sendLine(reply: FastifyReply, answer: object): FastifyReply {
  return reply.type('application/json; charset=utf-8').serializer(writeJsonLine).send(answer)
}

type BadPathAnswerer = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => void

/** Answers a path that is malformed, such as one with `%zz`, which reaches no other part of the pipeline. */
export function answerBadPath({ findProblem }: HeadReader, recordMiss: MissRecorder): BadPathAnswerer {
  return (_error, { method, url, raw, headers }, reply) => {
    const [path = ''] = url.split('?')
    const problem = findProblem(raw)
    const { reason, ...plain } =
      problem === undefined
        ? ({ reason: 'path_unknown', error: 'not_found', message: `There is no ${method} ${path}.` } as const)
        : ({ reason: 'head_malformed', error: 'invalid_request', message: describeRefusal(problem) } as const)
    const values = { method, path, detail: problem ?? '', advice: readmeAdvice }
    const { status, body = {} } = answerFrontDoor(reason, values, [])
    if (problem !== undefined) reply.header('connection', 'close')
    const answer = path.startsWith('/api/') ? body : plain
    recordMiss({ reason, method, path: url, headers, status, answer, advice: problem ?? '' })
    void reply.status(status).send(answer)
  }
}
