import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { letOriginsRead } from '../base/origins/named-origins.ts'
import type { AdminAccess } from '../admin/doors/guard.ts'
import { serveHealth } from './health.ts'
import { maximumBodyOctets } from './body/content-coding.ts'
import { closeConnectionsWhenIdle } from './idle-connections.ts'
import { createLazyValidators } from './lazy-validators.ts'
import { collectContract } from './openapi.ts'
import { acceptJsonBodies } from './body/request-body.ts'
import { createHeadReader, refuseBadHeads } from './request-head.ts'
import {
  answerBadPath,
  answerUnknownPaths,
  answerUnreadable,
  maximumParameterLength,
  type ServedPaths,
} from './paths.ts'
import type { MissRecorder } from './reports/missed-calls.ts'
import { answerConnectionErrors, refuseTunnels, requestTimeout } from './reports/unreadable-requests.ts'
import { packageVersion } from '../base/package-files.ts'
import type { Store } from '../store/store.ts'

/** In place of the framework's own compilers, which are loaded otherwise. */
const compilersFactory: object = {
  buildValidator: createLazyValidators,
  buildSerializer: () => () => (answer: unknown) => JSON.stringify(answer),
}

/** A server without routes, common to every mock. */
export function createServer(logger: Logger, recordMiss: MissRecorder): FastifyInstance {
  const headReader = createHeadReader()
  const app = fastify({
    loggerInstance: withoutRequestLogs(logger),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maximumBodyOctets,
    requestTimeout,
    // The head reader demands it, and says so.
    http: { requireHostHeader: false },
    clientErrorHandler: answerConnectionErrors(recordMiss),
    forceCloseConnections: 'idle',
    frameworkErrors: answerBadPath(headReader, recordMiss),
    rewriteUrl: headReader.settleTarget,
    exposeHeadRoutes: true,
    routerOptions: { maxParamLength: maximumParameterLength },
    schemaController: { compilersFactory },
  })
  if (logger.isLevelEnabled('debug')) logAnswers(app, logger)
  refuseBadHeads(app, headReader, recordMiss)
  closeConnectionsWhenIdle(app)
  acceptJsonBodies(app)
  return app
}

function logAnswers(app: FastifyInstance, logger: Logger): void {
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    // The route and not the path, because a path may contain a token.
    const { url: path = '(unknown)' } = routeOptions
    const durationMs = Math.round(reply.elapsedTime)
    logger.debug({ method, path, status: reply.statusCode, durationMs }, 'answered')
  })
}

/** The framework logs errors; this logs each response once. A logger for each request would be made for nothing. */
function withoutRequestLogs(logger: Logger): FastifyBaseLogger {
  const level = logger.isLevelEnabled('info') ? 'warn' : logger.level
  const own: Logger = logger.child({}, { level })
  return Object.assign(own, { child: () => own })
}

/** The routes around the APIs: the contract, health, CORS, and the answers to unknown paths. */
export async function serveSharedRoutes(
  app: FastifyInstance,
  store: Store,
  access: AdminAccess,
  paths: ServedPaths,
  recordMiss: MissRecorder,
): Promise<void> {
  paths.watch(app)
  answerUnreadable(app)
  letOriginsRead(app, access)
  await collectContract(app, packageVersion())
  serveHealth(app, store)
  answerUnknownPaths(app, paths, recordMiss)
  refuseTunnels(app, recordMiss)
}
