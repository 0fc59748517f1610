import type { CreatedService } from '../schema/admin-views.ts'
import type { ClockOrder } from '../schema/admin.ts'
import type { Fixtures } from '../schema/fixtures.ts'
import type { Admin } from './admin/admin.ts'
import { readClockOrder } from './admin/clocks.ts'
import { describeService } from './admin/services.ts'
import { buildMock, listen, listeningUrl } from './app.ts'
import { defaultConfig, type Config } from './config.ts'
import { createLogger } from './log.ts'

export type { Admin } from './admin/admin.ts'
export { AdminError, type Problem } from './admin/admin-error.ts'
export { FixturesError } from './admin/load-fixtures.ts'
export type {
  ClockOrder,
  MintOrder,
  NewApiTokenOrder,
  NewServiceOrder,
  RequestFilter,
} from '../schema/admin.ts'
export type { CreatedService, MintedToken } from '../schema/admin-views.ts'
export type { Fixtures } from '../schema/fixtures.ts'

/** The settings of the command, by name; a mock in a test listens on any free port and logs nothing by default. */
export interface MockOptions extends Partial<Omit<Config, 'fixtures' | 'fixturesInline'>> {
  /** A world to begin with, or the path of a file that holds one; the demo world by default. */
  readonly fixtures?: Fixtures | string
  /** The clock that every service begins with; the machine's by default. */
  readonly clock?: ClockOrder
}

export interface RunningMock {
  /** What an authorization server is given instead of Authlete's base URL. */
  readonly baseUrl: string
  /** The services of the fixtures whose API token the fixtures tell. */
  readonly services: readonly CreatedService[]
  readonly admin: Admin
  /** Lets the calls in flight end and frees port and store. */
  readonly close: () => Promise<void>
}

/**
 * Starts a mock inside the calling process. Rejects with a FixturesError when the fixtures cannot be used. Any number
 * of mocks run side by side.
 */
export async function startMock(options: MockOptions = {}): Promise<RunningMock> {
  const { fixtures, clock, ...settings } = options
  const file = typeof fixtures === 'string' ? { fixtures } : {}
  const config: Config = {
    ...defaultConfig(),
    port: 0,
    logLevel: 'silent',
    logFormat: 'json',
    ...settings,
    ...file,
  }
  const { app, admin, world } = await buildMock(config, {
    logger: await createLogger(config.logLevel, config.logFormat),
    ...(typeof fixtures === 'object' && { fixtures }),
    ...(clock !== undefined && { clock: readClockOrder(clock) }),
  })
  await listen(app, config)
  const baseUrl = listeningUrl(app)
  const services = world.services.flatMap(({ serviceId, apiToken }) =>
    apiToken === undefined ? [] : [describeService(serviceId, apiToken, baseUrl)],
  )
  return { baseUrl, services, admin, close: () => app.close() }
}
