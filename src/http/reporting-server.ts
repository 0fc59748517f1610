import type { FastifyInstance } from 'fastify'
import type { AdminAccess } from '../admin/doors/guard.ts'
import type { SystemClock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Journal } from '../journal/journal.ts'
import type { Store } from '../store/store.ts'
import type { FrontDoor } from './call.ts'
import { createCallLog } from './reports/call-log.ts'
import { createMissRecorder } from './reports/missed-calls.ts'
import { collectPaths } from './paths.ts'
import { createRefusalAdviser } from './reports/refusal-advice.ts'
import { createServer, serveSharedRoutes } from './server.ts'

interface Tellers {
  readonly log: Log
  readonly journal: Journal
  readonly store: Store
  readonly systemClock: SystemClock
  readonly access: AdminAccess
  /** The services of the fixtures. */
  readonly services: readonly { readonly serviceId: string }[]
}

type Reporting = Pick<FrontDoor, 'logCall' | 'findMethods' | 'adviser' | 'adviseRefusal'>

/** How many services are named to a caller who asks for another one. */
const maxNamedServices = 5

/** A server with all routes but those of the APIs, which logs calls and records those that reach nothing. */
export async function createReportingServer({
  log,
  journal,
  store,
  systemClock,
  access,
  services,
}: Tellers): Promise<Reporting & { readonly app: FastifyInstance }> {
  const logCall = createCallLog(log)
  const paths = collectPaths()
  const { findMethods, adviser } = paths
  const recordMiss = createMissRecorder({ journal, logCall, systemClock, adviser })
  const app = createServer(log.logger, recordMiss)
  await serveSharedRoutes(app, store, access, paths, recordMiss)
  const serviceIds = services.slice(0, maxNamedServices).map(({ serviceId }) => serviceId)
  const adviseRefusal = createRefusalAdviser({ store, advisePath: adviser.advise, serviceIds })
  return { app, logCall, findMethods, adviser, adviseRefusal }
}
