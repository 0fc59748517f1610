import { describeClosed } from '../../admin/doors/guard.ts'
import { settings } from '../../config/config.ts'
import { listeningUrl } from '../../http/listening.ts'
import { createLog } from '../../base/log.ts'
import { writeBanner } from '../banner.ts'
import { settle, startListening } from '../start-listening.ts'
import { closeWithin, endBySignals } from '../signals.ts'
import type { Call, Subcommand } from '../subcommand.ts'

/** How long a stop waits for calls in flight, in milliseconds. */
const drainTimeout = 10_000

export const subcommand: Subcommand = {
  description:
    'Starts the mock and runs it until SIGTERM or SIGINT. Without fixtures it uses the demo fixtures.',
  settings,
  examples: [
    ['gm-mock start --port 0', 'on any free port; the banner has the port and a call that works'],
    [
      'gm-mock start --fixtures fixtures.yaml --data state.sqlite',
      'fixtures of your own, state kept in a file',
    ],
  ],
  run: start,
}

async function start({ config, terminal }: Call): Promise<void> {
  const log = await createLog(config.logLevel, config.logFormat)
  const { logger } = log
  const mock = await startListening(config, log, terminal)
  const { app, access, world } = mock
  endBySignals(['SIGTERM', 'SIGINT'], () => closeWithin(app, drainTimeout))
  const baseUrl = listeningUrl(app)
  const serviceId = world.services[0]?.serviceId
  if (config.logFormat === 'pretty') terminal.print(await writeBanner(mock, baseUrl))
  const service = serviceId === undefined ? 'no service yet' : `service ${serviceId}`
  const members = config.logFormat === 'json' ? { baseUrl, serviceId } : {}
  const closed = describeClosed(access)
  if (closed !== undefined) logger.warn(closed)
  logger.info(members, `gm-mock ready on ${baseUrl} (${service})`)
  settle(terminal)
}
