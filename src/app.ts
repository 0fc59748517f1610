import { AsyncLocalStorage } from 'node:async_hooks'
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Fixtures } from '../schema/fixtures.ts'
import type { Admin } from './admin/admin.ts'
import { createAdmin } from './admin/create-admin.ts'
import { beginApiTokens, beginService } from './admin/baseline.ts'
import { dryRunStore } from './admin/dry-run.ts'
import { declareWorld, type DeclaredWorld } from './admin/declare-world.ts'
import type { AdminAccess } from './admin/guard.ts'
import { loadFixtures } from './admin/load-fixtures.ts'
import { createJournal } from './journal/journal.ts'
import type { OutcomeArranger } from './admin/outcomes.ts'
import { createServiceMaker } from './admin/make-service.ts'
import { createOrderReader, createProblemFinder, type ProblemFinder } from './admin/order-reader.ts'
import { serveAdmin } from './admin/route.ts'
import { createGmAnswerer } from './api/gm/route.ts'
import { catalogue, listApis, listBodyMembers, nameApis } from './authlete.ts'
import type { SystemClock } from './clock.ts'
import type { Config } from './config.ts'
import type { ApiTools } from './decision/api-tools.ts'
import { createClientAuthenticator } from './decision/client-authentication.ts'
import { serveAuthleteApis } from './http/authlete-apis.ts'
import { serveHealth } from './http/health.ts'
import { acceptJsonBodies } from './http/json-body.ts'
import { publishContract } from './http/openapi.ts'
import {
  answerBadPath,
  answerUnknownPaths,
  answerUnreadable,
  maximumParameterLength,
  watchPaths,
  type MethodFinder,
} from './http/paths.ts'
import { createTurnEnd } from './http/turn.ts'
import { createInterference, type TakenCall } from './interference/interference.ts'
import { interruptibleStore } from './interference/interruptible-store.ts'
import { fetchInProcess, inProcessUrl } from './in-process.ts'
import type { ClockSetting } from './model/clock-setting.ts'
import type { MockSettings } from './model/service.ts'
import { createCertificateReader } from './oauth/certificate.ts'
import { createProofExaminer } from './oauth/dpop.ts'
import { createJwtSigner } from './oauth/service-keys.ts'
import { demoFixtures, packageVersion } from './package-files.ts'
import { createRandom, type Random } from './random.ts'
import { reachableUrl } from './reachable-url.ts'
import type { StageTools } from './scenario/stage.ts'
import { createSweep, sweepRegularly } from './sweep.ts'
import { openSqliteStore } from './store/sqlite.ts'
import type { Store } from './store/store.ts'

const maximumBodyOctets = 1_048_576
const idleMilliseconds = 20

/** A mock that is seeded and ready to listen. */
export interface Mock {
  readonly app: FastifyInstance
  readonly admin: Admin
  readonly fixtures: Fixtures
  readonly world: DeclaredWorld
  /** Forgets what has no use any more; done every second while the mock lives. */
  readonly sweep: () => Promise<void>
}

/** What a mock is given besides its configuration. */
export interface Surroundings {
  readonly logger: Logger
  /** Instead of the fixtures that the configuration names. */
  readonly fixtures?: Fixtures
  /** The clock that services begin with; by default what the configuration says, else the machine's. */
  readonly clock?: ClockSetting
  readonly systemClock?: SystemClock
}

/** Builds a mock. Rejects with a FixturesError, or with the storage's error, and leaves nothing open then. */
export async function buildMock(config: Config, surroundings: Surroundings): Promise<Mock> {
  const findProblems = createProblemFinder()
  const fixtures = await loadFixtures(
    { ...config, given: surroundings.fixtures, demo: demoFixtures() },
    findProblems,
  )
  const store = openSqliteStore(config.data)
  try {
    return await assemble(config, surroundings, fixtures, findProblems, store)
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Seeds the store, and puts the pipeline together in the order in which a call passes it. */
async function assemble(
  config: Config,
  surroundings: Surroundings,
  fixtures: Fixtures,
  findProblems: ProblemFinder,
  store: Store,
): Promise<Mock> {
  const { logger, clock = readStartClock(config), systemClock = Date.now } = surroundings
  const random = createRandom(config.randomSeed && `${config.randomSeed}/${await store.countStart()}`)
  const defaults = { mock: readMockSettings(config), clock }
  const world = declareWorld(fixtures, defaults, random)
  const begun = await seed(store, world, random, systemClock())
  reportKept(world, begun, logger)

  const app = createServer(logger)
  const findMethods = await serveSurroundings(app, store)
  const journal = createJournal(config.journalEntries)
  const inProgress = new AsyncLocalStorage<TakenCall | undefined>()
  const interference = createInterference(inProgress)
  const makings = { store, journal, random, systemClock, defaults }
  const tools = createApiTools(interruptibleStore(store, inProgress), makings, logger)
  const dryRun = createGmAnswerer({ ...tools, store: dryRunStore(store) }, systemClock)
  const apis = listApis(tools, createGmAnswerer(tools, systemClock))
  const stageTools = { store, interference, random, systemClock, fetch: fetchInProcess(app) }
  const admin: Admin = createAdmin({
    store,
    journal,
    interference,
    random,
    systemClock,
    defaults,
    readOrder: createOrderReader(findProblems),
    dryRun,
    outcomes: catalogue,
    apis: nameApis(apis),
    arrangeOutcome: createOutcomeArranger(stageTools, () => admin),
    organizationTokens: world.organizationTokens,
    bodyMembers: listBodyMembers(apis),
    version: packageVersion(),
    baseUrl: () => listeningUrl(app) || inProcessUrl,
  })
  await app.register(async (scope) => serveAdmin(scope, admin, readAccess(config)), { prefix: '/_mock' })
  // Where everything else repeats, so does the journal: nothing takes time while time stands still.
  const measures = !random.repeats || clock.mode !== 'frozen'
  const frontDoor = {
    store,
    journal,
    systemClock,
    measures,
    findMethods,
    turnEnd: createTurnEnd(),
    interference,
  }
  await app.register(async (scope) => serveAuthleteApis(scope, frontDoor, apis), { prefix: '/api' })

  const sweep = createSweep(store, systemClock)
  sweepRegularly(app, sweep)
  app.addHook('preClose', async () => {
    interference.close()
    journal.close()
  })
  app.addHook('onClose', () => store.close())
  await app.ready()
  return { app, admin, fixtures, world, sweep }
}

/** What the APIs decide with. Services are made by the store as it is, because making one is not the call's own act. */
function createApiTools(
  store: Store,
  makings: Parameters<typeof createServiceMaker>[0],
  logger: Logger,
): ApiTools {
  const { random, systemClock } = makings
  return {
    store,
    random,
    systemClock,
    examineProof: createProofExaminer(),
    readCertificate: createCertificateReader(),
    authenticateClient: createClientAuthenticator(store),
    makeService: createServiceMaker(makings),
    signJwt: createJwtSigner({ repeats: random.repeats }),
    reportCrash: (error) => logger.error({ err: error }, 'a call to an Authlete API failed'),
  }
}

/** Scenarios are loaded when the first one is asked for. */
function createOutcomeArranger(tools: Omit<StageTools, 'admin'>, admin: () => Admin): OutcomeArranger {
  return async (service, outcome) => {
    const { arrangeOutcome } = await import('./scenario/arrange.ts')
    return arrangeOutcome({ ...tools, admin: admin() }, service, outcome)
  }
}

/** What surrounds the APIs: the contract, health, and the answers to what is no call to one of them. */
async function serveSurroundings(app: FastifyInstance, store: Store): Promise<MethodFinder> {
  const findMethods = watchPaths(app)
  await publishContract(app, packageVersion())
  serveHealth(app, store)
  answerUnknownPaths(app, findMethods)
  answerUnreadable(app)
  return findMethods
}

function readStartClock({ frozenTime }: Config): ClockSetting {
  return frozenTime === undefined ? { mode: 'real' } : { mode: 'frozen', now: Date.parse(frozenTime) }
}

function readAccess({ adminToken, adminOpen: open, host }: Config): AdminAccess {
  return { open, host, ...(adminToken !== undefined && { token: adminToken }) }
}

/**
 * Fixtures are applied once per service: what the store has held is never overwritten or revived by a start. Gives back
 * the services that began.
 */
async function seed(
  store: Store,
  world: DeclaredWorld,
  random: Random,
  systemNow: number,
): Promise<readonly string[]> {
  for (const token of beginApiTokens(world.organizationTokens, systemNow)) await store.saveApiToken(token)
  return store.createServices(
    world.services.map(({ serviceId, baseline }) =>
      beginService({ serviceId, origin: 'fixture', nonceSecret: random.token(), baseline }, systemNow),
    ),
  )
}

function readMockSettings(config: Config): MockSettings {
  const { strictOwnership, replayCheck, dpopIatPastSeconds, dpopIatFutureSeconds } = config
  return {
    strictOwnership,
    replayCheck,
    iatPastSeconds: dpopIatPastSeconds,
    iatFutureSeconds: dpopIatFutureSeconds,
  }
}

function reportKept({ services }: DeclaredWorld, begun: readonly string[], logger: Logger): void {
  for (const { serviceId } of services.filter((service) => !begun.includes(service.serviceId))) {
    logger.info(`service ${serviceId} is in the data file already; its fixture was not applied`)
  }
}

function createServer(logger: Logger): FastifyInstance {
  const app = fastify({
    loggerInstance: withoutChatter(logger),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maximumBodyOctets,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    frameworkErrors: answerBadPath,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: maximumParameterLength },
  })
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer))
  if (logger.isLevelEnabled('debug')) logAnswers(app, logger)
  closeConnectionsWhenIdle(app)
  acceptJsonBodies(app)
  return app
}

function logAnswers(app: FastifyInstance, logger: Logger): void {
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    // The route and not the path, because a path may hold a token.
    const { url: path = '(unknown)' } = routeOptions
    const durationMs = Math.round(reply.elapsedTime)
    logger.debug({ method, path, status: reply.statusCode, durationMs }, 'answered')
  })
}

/** The framework reports what went wrong; what went well is for us to say, once. */
function withoutChatter(logger: Logger): FastifyBaseLogger {
  const level = logger.isLevelEnabled('info') ? 'warn' : logger.level
  return logger.child({}, { level })
}

/**
 * Lets a stop end when the last call has been answered: a connection that is kept alive is idle from then on, and
 * nobody else closes it.
 */
function closeConnectionsWhenIdle(app: FastifyInstance): void {
  app.addHook('preClose', async () => {
    const timer = setInterval(() => app.server.closeIdleConnections(), idleMilliseconds)
    timer.unref()
    app.server.once('close', () => clearInterval(timer))
  })
}

/** Listens, or closes what was built and rejects. */
export async function listen(app: FastifyInstance, { port, host }: Config): Promise<void> {
  try {
    await app.listen({ port, host })
  } catch (error) {
    await app.close()
    throw error
  }
}

/** Where a listening server is reached; empty while it does not listen. */
export function listeningUrl(app: FastifyInstance): string {
  const listening = app.addresses().find((candidate) => typeof candidate === 'object')
  return listening === undefined ? '' : reachableUrl(listening.address, listening.port)
}
