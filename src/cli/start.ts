import { FixturesError } from '../admin/load-fixtures.ts'
import { buildMock, listen, listeningUrl, type Mock } from '../app.ts'
import type { Config } from '../config.ts'
import { createLogger } from '../log.ts'
import { writeBanner } from './banner.ts'
import { usageError } from './exit-code.ts'

/** How long a stop waits for calls in flight, in milliseconds. */
const drainTimeout = 10_000

/** Runs the server until SIGTERM or SIGINT. Exits with 2 when it cannot begin for a reason that the user can mend. */
export async function start(config: Config): Promise<void> {
  const logger = await createLogger(config.logLevel, config.logFormat)
  const mock = await begin(config, () => buildMock(config, { logger }))
  if (mock === undefined) return
  const { app } = mock
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(0), drainTimeout).unref()
      void app.close()
    })
  }
  const baseUrl = listeningUrl(app)
  const serviceId = mock.world.services[0]?.serviceId
  if (config.logFormat === 'pretty') process.stdout.write(await writeBanner(mock, baseUrl))
  const service = serviceId === undefined ? 'no service yet' : `service ${serviceId}`
  logger.info({ baseUrl, serviceId }, `gm-mock ready on ${baseUrl} (${service})`)
}

async function begin(config: Config, build: () => Promise<Mock>): Promise<Mock | undefined> {
  try {
    const mock = await build()
    await listen(mock.app, config)
    return mock
  } catch (error) {
    process.stderr.write(`gm-mock: ${explain(error as NodeJS.ErrnoException, config)}\n`)
    process.exitCode = error instanceof FixturesError ? usageError : 1
    return undefined
  }
}

function explain({ code = '', message }: NodeJS.ErrnoException, { port, host, data }: Config): string {
  if (code === 'EADDRINUSE') return `port ${port} is in use. Give another with --port, or 0 for any free one.`
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') return `cannot listen on ${host}:${port}: ${message}`
  if (code.startsWith('SQLITE_')) return `cannot use the database ${data}: ${message}`
  return message
}
