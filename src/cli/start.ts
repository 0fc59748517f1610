import { buildMock, FixturesError, listeningUrl, type Mock } from '../app.ts'
import type { Config } from '../config.ts'
import { createLogger } from '../log.ts'
import { writeBanner } from './banner.ts'
import { usageError } from './command.ts'

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
    await mock.app.listen({ port: config.port, host: config.host })
    return mock
  } catch (error) {
    process.stderr.write(`gm-mock: ${explain(error, config)}\n`)
    process.exitCode = error instanceof FixturesError ? usageError : 1
    return undefined
  }
}

function explain(error: unknown, { port, host, fixtures, data }: Config): string {
  if (!(error instanceof Error)) return String(error)
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return `port ${port} is in use. Give another with --port, or 0 for any free one.`
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
    return `cannot listen on ${host}:${port}: ${error.message}`
  if (code === 'ENOENT') return `cannot read the fixtures ${fixtures}: there is no such file.`
  if (code?.startsWith('SQLITE_')) return `cannot use the database ${data}: ${error.message}`
  return error.message
}
