import { FixturesError } from '../admin/load-fixtures.ts'
import { buildMock, listen, listeningUrl, type Mock } from '../app.ts'
import { settings, type Config } from '../config.ts'
import { createLogger } from '../log.ts'
import { writeBanner } from './banner.ts'
import { CommandError, failed, usageError } from './command-error.ts'
import type { Call, Subcommand } from './subcommand.ts'

/** How long a stop waits for calls in flight, in milliseconds. */
const drainTimeout = 10_000

export const subcommand: Subcommand = {
  description:
    'Starts the mock and runs it until SIGTERM or SIGINT. Without fixtures it begins with the demo world.',
  settings,
  examples: [
    ['gm-mock start --port 0', 'on any free port; the banner tells which, and a call that works'],
    ['gm-mock start --fixtures world.yaml --data state.sqlite', 'a world of your own, kept in a file'],
  ],
  run: start,
}

async function start({ config, terminal }: Call): Promise<void> {
  const logger = await createLogger(config.logLevel, config.logFormat)
  const mock = await begin(config, () => buildMock(config, { logger }))
  const { app } = mock
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(0), drainTimeout).unref()
      void app.close()
    })
  }
  const baseUrl = listeningUrl(app)
  const serviceId = mock.world.services[0]?.serviceId
  if (config.logFormat === 'pretty') terminal.print(await writeBanner(mock, baseUrl))
  const service = serviceId === undefined ? 'no service yet' : `service ${serviceId}`
  logger.info({ baseUrl, serviceId }, `gm-mock ready on ${baseUrl} (${service})`)
}

/** Builds a mock that listens. Throws a CommandError that says why it cannot, with 2 where the user can mend it. */
async function begin(config: Config, build: () => Promise<Mock>): Promise<Mock> {
  try {
    const mock = await build()
    await listen(mock.app, config)
    return mock
  } catch (error) {
    const exitCode = error instanceof FixturesError ? usageError : failed
    throw new CommandError(explain(error as NodeJS.ErrnoException, config), exitCode)
  }
}

function explain({ code = '', message }: NodeJS.ErrnoException, { port, host, data }: Config): string {
  if (code === 'EADDRINUSE') return `port ${port} is in use. Give another with --port, or 0 for any free one.`
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') return `cannot listen on ${host}:${port}: ${message}`
  if (code.startsWith('SQLITE_')) return `cannot use the database ${data}: ${message}`
  return message
}
