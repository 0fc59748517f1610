import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Log } from './base/log.ts'
import type { Fixtures } from '../schema/fixtures.ts'
import type { Admin } from './admin/admin.ts'
import { createAdmin } from './admin/create-admin.ts'
import { splitOrigins } from './base/origins/named-origins.ts'
import { dryRunStore } from './api/gm/dry-run-store.ts'
import { declareWorld, type DeclaredWorld } from './fixtures/declare-world.ts'
import type { AdminAccess } from './admin/doors/guard.ts'
import { createIneffectiveWarner, warnIneffectiveOf } from './fixtures/ineffective-properties.ts'
import {
  createFixtureSource,
  reportMisspelt,
  reportSeeded,
  type FixtureSource,
} from './fixtures/fixture-source.ts'
import { loadFixtures } from './fixtures/load-fixtures.ts'
import { seed } from './fixtures/seed.ts'
import type { OnRead } from './fixtures/text.ts'
import { watchFile, type FileWatch } from './watch-file.ts'
import { createJournal } from './journal/journal.ts'
import type { OutcomeArranger } from './admin/tools.ts'
import { createServiceFactory } from './admin/services/make-service.ts'
import { createRequestReader } from './admin/request-reader.ts'
import { createProblemFinder, type ProblemFinder } from './base/problem-finder.ts'
import { serveAdmin } from './admin/doors/http-routes.ts'
import { createCallWatch, type CallWatcher } from './admin/journal/watch-calls.ts'
import { createGmAnswerer } from './api/gm/route.ts'
import { catalogue } from './api/catalogue.ts'
import { listApis, listBodyMembers, listApiNames } from './api/apis.ts'
import type { SystemClock } from './base/clock.ts'
import { declareTime, instantOf } from './base/time.ts'
import type { Config } from './config/config.ts'
import type { ApiTools } from './api/shared/api-tools.ts'
import { createClientAuthenticator } from './api/shared/client-authentication.ts'
import { serveAuthleteApis } from './http/authlete-apis.ts'
import { createCallDecider } from './http/decide-call.ts'
import { listeningUrl } from './http/listening.ts'
import { createTickBatcher } from './http/tick-batcher.ts'
import { InjectedFault } from './faults/injected-fault.ts'
import { createFaultInjector, type RunningCall } from './faults/fault-injector.ts'
import { callStore } from './faults/call-store.ts'
import { fetchInProcess, inProcessUrl } from './http/in-process.ts'
import type { ClockSetting } from './model/clock-setting.ts'
import type { MockSettings } from './model/service.ts'
import { serveContract } from './contract/routes.ts'
import { createCertificateReader } from './oauth/x509/certificate.ts'
import { createProofValidator } from './oauth/dpop/proof.ts'
import { createJwtSigner } from './oauth/jose/service-keys.ts'
import { demoFixtures, packageVersion } from './base/package-files.ts'
import { createRandom, type Random } from './base/random.ts'
import type { ScenarioTools } from './scenario/shared/context.ts'
import { createReportingServer } from './http/reporting-server.ts'
import { serveWelcome, type WelcomeTools } from './http/welcome/welcome.ts'
import { createSweep, sweepRegularly } from './store/sweep.ts'
import { openSqliteStore } from './store/sqlite/sqlite.ts'
import type { Store } from './store/store.ts'

/** A mock that is seeded and ready to listen. */
export interface Mock {
  readonly app: FastifyInstance
  readonly admin: Admin
  /** Who may use `/_mock`. */
  readonly access: AdminAccess
  readonly fixtures: Fixtures
  readonly world: DeclaredWorld
  /** Reports every call from now on, even if the journal is cleared later. */
  readonly watchCalls: (watcher: CallWatcher) => void
  /** Deletes expired records; runs every second while the mock is open. */
  readonly sweep: () => Promise<void>
}

/** The environment of a mock, in addition to its configuration. */
interface MockEnvironment {
  readonly log: Log
  /** Replaces the fixtures of the configuration. */
  readonly fixtures?: Fixtures
  /** The initial clock of services; by default the configured one, else the machine's. */
  readonly clock?: ClockSetting
  readonly systemClock?: SystemClock
  /** Receives what is being done with large fixtures, before each step and often while they are read. */
  readonly onStep?: ((step: string) => void) | undefined
}

/** Builds a mock. Rejects with a FixturesError, or with the storage's error, and then leaves nothing open. */
export async function buildMock(config: Config, environment: MockEnvironment): Promise<Mock> {
  const findProblems = createProblemFinder()
  const { onStep } = environment
  const { logger } = environment.log
  const load = async (onRead?: OnRead): Promise<Fixtures> => {
    const places = { ...config, given: environment.fixtures, demo: demoFixtures(), onRead }
    const read = await loadFixtures(places, findProblems)
    reportMisspelt(read, logger)
    return read
  }
  const watch = config.watch && config.fixtures !== undefined ? await watchFile(config.fixtures) : undefined
  const fixtures = await load((share) => onStep?.(`reading ${config.fixtures}, ${Math.round(100 * share)} %`))
  onStep?.('')
  const store = openSqliteStore(config.data, config.lockWaitMs)
  try {
    const mock = await assemble(config, environment, { fixtures, load, watch }, findProblems, store)
    watch?.begin(() => reapplyChange(mock.admin, logger))
    return mock
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Applies fixtures that have changed while the mock runs; those that cannot be used change nothing. */
async function reapplyChange(admin: Admin, logger: Logger): Promise<void> {
  try {
    await admin.reapplyFixtures()
  } catch (error) {
    logger.error(`${(error as Error).message}\nNothing was changed.`)
  }
}

/** The fixtures of a start, and how they are read again. */
interface FixtureFile {
  readonly fixtures: Fixtures
  readonly load: () => Promise<Fixtures>
  readonly watch: FileWatch | undefined
}

/** Seeds the store, and assembles the pipeline in the order in which a call passes it. */
async function assemble(
  config: Config,
  environment: MockEnvironment,
  { fixtures, load, watch }: FixtureFile,
  findProblems: ProblemFinder,
  store: Store,
): Promise<Mock> {
  const { log, systemClock = Date.now } = environment
  const { logger } = log
  const { clock = readStartClock(config, systemClock()) } = environment
  const random = createRandom(config.randomSeed && `${config.randomSeed}/${await store.countStart()}`)
  const defaults = { mock: readMockSettings(config), clock }
  const warnIneffective = createIneffectiveWarner((message) => logger.warn(message))
  const seeding = { store, random, systemClock, defaults, warnIneffective }
  const { world, source } = await seedStore({ fixtures, load }, seeding, config.reapply, environment)

  const access = readAccess(config)
  const journal = createJournal(config.journalEntries)
  const tellers = { log, journal, store, systemClock, access, services: world.services }
  const { app, ...reporting } = await createReportingServer(tellers)
  const callHandling = createCallHandling()
  const { faultInjector, inProgress } = callHandling
  const dependencies = { ...seeding, journal }
  const tools = createApiTools({ ...dependencies, store: callStore(store, inProgress) }, logger)
  const apis = listApis(tools)
  const bodyMembers = listBodyMembers(apis)
  const scenarioTools = { store, faultInjector, random, fetch: fetchInProcess(app) }
  const about = { version: packageVersion(), baseUrl: () => listeningUrl(app) || inProcessUrl }
  const admin: Admin = createAdmin({
    ...dependencies,
    ...about,
    faultInjector,
    ...createRequestReader(findProblems),
    dryRun: createGmAnswerer({ ...tools, store: dryRunStore(store) }),
    outcomes: catalogue,
    apis: listApiNames(apis),
    arrangeOutcome: createOutcomeArranger(scenarioTools, () => admin),
    fixtures: source,
    bodyMembers,
  })
  await serveMock(app, admin, { store, access, ...about })
  const frontDoor = {
    store: tools.store,
    journal,
    systemClock,
    measures: takesTime(random, clock),
    ...reporting,
    batchPerTick: createTickBatcher(),
    ...callHandling,
    onUnexpectedError: reportTo(logger, 'a call to an Authlete API failed before it could be decided'),
  }
  await app.register(async (scope) => serveAuthleteApis(scope, frontDoor, apis), { prefix: '/api' })
  const routesOf = (own: Random) => listApis({ ...tools, random: own }).ofService
  serveContract(app, access, { fixtures, admin, store, systemClock, routesOf })

  const sweep = sweepRegularly(app, createSweep(store, systemClock))
  endWith(app, [faultInjector, journal, ...(watch === undefined ? [] : [watch])], store)
  await app.ready()
  return { app, admin, access, fixtures, world, watchCalls: createCallWatch({ journal, bodyMembers }), sweep }
}

/** Serves what the mock has of its own. */
async function serveMock(app: FastifyInstance, admin: Admin, tools: WelcomeTools): Promise<void> {
  serveWelcome(app, ['/'], tools)
  const serveAll = async (scope: FastifyInstance): Promise<void> => {
    serveAdmin(scope, admin, tools.access)
    serveWelcome(scope, ['', '/'], tools)
  }
  await app.register(serveAll, { prefix: '/_mock' })
}

type Seeding = Omit<Parameters<typeof createServiceFactory>[0], 'journal'>

/** Seeds the store, and returns the fixtures, which can be read again. */
async function seedStore(
  { fixtures, load }: Omit<FixtureFile, 'watch'>,
  { store, random, systemClock, defaults, warnIneffective }: Seeding,
  reapplies: boolean,
  { log: { logger }, onStep }: MockEnvironment,
): Promise<{ readonly world: DeclaredWorld; readonly source: FixtureSource }> {
  const declare = (given: Fixtures): DeclaredWorld => {
    warnIneffectiveOf(given, warnIneffective)
    return declareWorld(given, defaults, random, systemClock())
  }
  onStep?.('storing the fixtures')
  const world = declare(fixtures)
  const seeded = await seed(world, { store, random, systemNow: systemClock() }, reapplies)
  onStep?.('')
  reportSeeded(seeded, reapplies, logger)
  return { world, source: createFixtureSource(world, async () => declare(await load()), logger) }
}

/** What handles calls, with their faults and barriers. */
function createCallHandling() {
  const inProgress = new AsyncLocalStorage<RunningCall | undefined>()
  return {
    inProgress,
    faultInjector: createFaultInjector(inProgress),
    decideCall: createCallDecider(inProgress),
  }
}

/** The dependencies of the APIs. */
function createApiTools(dependencies: Parameters<typeof createServiceFactory>[0], logger: Logger): ApiTools {
  const { store, random, systemClock, warnIneffective } = dependencies
  return {
    store,
    random,
    systemClock,
    validateProof: createProofValidator(),
    readCertificate: createCertificateReader(),
    authenticateClient: createClientAuthenticator(store),
    makeService: createServiceFactory(dependencies),
    signJwt: createJwtSigner({ repeats: random.repeats }),
    warnIneffective,
    onUnexpectedError: reportTo(logger, 'a call to an Authlete API failed'),
  }
}

/** Logs an unexpected error with its stack; an injected fault is only noted. */
function reportTo(logger: Logger, message: string): (error: unknown) => void {
  return (error) => {
    if (error instanceof InjectedFault) logger.info(error.message)
    else logger.error({ err: error }, message)
  }
}

/** Scenarios are loaded when the first one is needed. */
function createOutcomeArranger(tools: Omit<ScenarioTools, 'admin'>, admin: () => Admin): OutcomeArranger {
  return async (service, outcome) => {
    const { arrangeOutcome } = await import('./scenario/arrange.ts')
    return arrangeOutcome({ ...tools, admin: admin() }, service, outcome)
  }
}

/** In a seeded run with a frozen clock the journal repeats too: durations are 0. */
function takesTime(random: Random, clock: ClockSetting): boolean {
  return !random.repeats || clock.mode !== 'frozen'
}

/** Releases held calls before the server waits for those in flight. */
function endWith(app: FastifyInstance, holders: readonly { close(): void }[], store: Store): void {
  app.addHook('preClose', async () => holders.forEach((holder) => holder.close()))
  app.addHook('onClose', () => store.close())
}

function readAccess({ adminToken, adminOpen: open, adminOrigin, host }: Config): AdminAccess {
  return {
    open,
    host,
    ...(adminToken !== undefined && { token: adminToken }),
    ...(adminOrigin !== undefined && { origins: splitOrigins(adminOrigin) }),
  }
}

function readMockSettings(config: Config): MockSettings {
  const { strictOwnership, oneClientAuthentication, replayCheck } = config
  const { dpopIatPastSeconds, dpopIatFutureSeconds } = config
  return {
    strictOwnership,
    oneClientAuthentication,
    replayCheck,
    iatPastSeconds: dpopIatPastSeconds,
    iatFutureSeconds: dpopIatFutureSeconds,
  }
}

function readStartClock({ frozenTime }: Config, systemNow: number): ClockSetting {
  if (frozenTime === undefined) return { mode: 'real' }
  return { mode: 'frozen', now: instantOf(declareTime(frozenTime), systemNow) }
}
