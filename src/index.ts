import type { CreatedService } from '../schema/admin/views.ts'
import type { Admin } from './admin/admin.ts'
import { readClockRequest } from './fixtures/service-settings.ts'
import { describeService } from './admin/services/describe-service.ts'
import { openInProcess } from './admin/doors/in-process.ts'
import { listen, listeningUrl } from './http/listening.ts'
import { fetchInProcess, inProcessUrl } from './http/in-process.ts'
import { createLog } from './base/log.ts'
import { describeOldNode } from './base/node-version.ts'
import { readOptions, type MockOptions } from './config/options.ts'

export type { MockOptions } from './config/options.ts'
export type { Admin } from './admin/admin.ts'
export { AdminError, ConnectionError } from './admin/admin-error.ts'
export type { Problem } from './base/problem.ts'
export { connectAdmin, type AdminConnection } from './admin/doors/http-client.ts'
export { FixturesError } from './fixtures/fixtures-error.ts'
export type { ClockRequest, MintRequest, NewApiTokenRequest } from '../schema/admin/requests.ts'
export type { NewServiceRequest } from '../schema/admin/services.ts'
export type { CallMatch, CountRequest, RequestFilter, WaitRequest } from '../schema/admin/journal.ts'
export type {
  ClockOrder,
  CountOrder,
  MintOrder,
  NewApiTokenOrder,
  NewServiceOrder,
  WaitOrder,
} from './admin/former-names.ts'
export type { CreatedService, MintedToken } from '../schema/admin/views.ts'
export type { Fixtures } from '../schema/fixtures.ts'

export interface RunningMock {
  /** The URL to use in place of Authlete's base URL; it leads nowhere if `listens` is false. */
  readonly baseUrl: string
  /** The services of the fixtures that have an API token in clear which may call them. */
  readonly services: readonly CreatedService[]
  readonly admin: Admin
  /** Calls the mock without a socket, whether it listens or not. */
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>
  /** Lets the calls in flight end and frees port and store. */
  readonly close: () => Promise<void>
}

/**
 * Starts a mock in the calling process. Rejects with a TypeError for invalid options, with a FixturesError for invalid
 * fixtures, and with an Error on a Node.js that is too old. Any number of mocks run side by side.
 *
 * @example
 *   const mock = await startMock({ frozenTime: '2026-01-01T00:00:00Z' })
 *   const { serviceId, env } = await mock.admin.createService()
 *   // Start your server with `env`, and test it.
 *   await mock.close()
 */
export async function startMock(options: MockOptions = {}): Promise<RunningMock> {
  const problem = describeOldNode(process.versions)
  if (problem !== undefined) throw new Error(problem)
  const { buildMock } = await import('./app.ts')
  const config = readOptions(options)
  const { fixtures, clock, listens = true } = options
  const { app, admin, world } = await buildMock(config, {
    log: await createLog(config.logLevel, config.logFormat),
    ...(typeof fixtures === 'object' && { fixtures }),
    ...(clock !== undefined && { clock: readClockRequest(clock, Date.now()) }),
  })
  if (listens) await listen(app, config)
  const baseUrl = listens ? listeningUrl(app) : inProcessUrl
  const services = world.services.flatMap(({ serviceId, apiToken }) =>
    apiToken === undefined ? [] : [describeService(serviceId, apiToken, baseUrl)],
  )
  const life = { closed: false }
  const isClosed = (): boolean => life.closed
  return {
    baseUrl,
    services,
    admin: openInProcess(admin, isClosed),
    fetch: fetchInProcess(app, isClosed),
    close: async () => {
      life.closed = true
      await app.close()
    },
  }
}
