import { setTimeout as pause } from 'node:timers/promises'
import { Option } from 'commander'
import { reachableUrl, trimSlashes, urlVariable } from '../../base/base-url.ts'
import { duration, settings } from '../../config/config.ts'
import { CommandError, usageError } from '../command-error.ts'
import { readConnection } from '../connection.ts'
import { readSettings } from '../flags.ts'
import { showWaiting } from '../progress/waiting.ts'
import type { Call, Options, Subcommand } from '../subcommand.ts'

/** How long one answer may take, and how long after it the next one is asked for, in milliseconds. */
const timeout = 2000
const interval = 100

const address = settings.filter(({ name }) => name === 'port' || name === 'host')

export const subcommand: Subcommand = {
  description:
    'Asks a running mock whether it is ready: exit code 0 if it is, 1 if not. Needs neither curl nor a shell. Of several addresses that are given, --base-url counts before --port and --host, and any flag before a variable.',
  options: [
    new Option('--base-url <url>', 'where the mock listens, instead of --port and --host').conflicts([
      'port',
      'host',
    ]),
    new Option('--wait <duration>', 'ask until it is ready, for so long: 30, 30s, 1m'),
  ],
  settings: address,
  environment: [[urlVariable, 'as --base-url; counts before the variables of port and host']],
  examples: [
    ['gm-mock healthcheck', 'for the HEALTHCHECK of an image: it reads the variables that the mock reads'],
    ['gm-mock healthcheck --port 5000', 'of a mock that was started with --port 5000'],
    ['gm-mock healthcheck --wait 30', 'after a start in the background: ends as soon as it is ready'],
  ],
  run: healthcheck,
}

async function healthcheck(call: Call): Promise<void> {
  const url = `${findUrl(call)}/readyz`
  const seconds = readWait(call.options)
  await showWaiting(call.terminal, url, async () => waitUntilReady(url, seconds))
}

async function waitUntilReady(url: string, seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000
  for (;;) {
    const failure = await findFailure(url)
    if (failure === undefined) return
    if (performance.now() >= end) {
      const waited = seconds === 0 ? '' : ` within ${seconds} s`
      throw new CommandError(`${url} ${failure}${waited}`)
    }
    await pause(interval)
  }
}

/** A flag, then GM_MOCK_URL, then the variables of port and host. */
function findUrl(call: Call): string {
  const { options, config, terminal } = call
  const { origins } = readSettings(address, options, {})
  const isAddressed = Object.keys(origins).length > 0
  const isNamed = options['baseUrl'] !== undefined || terminal.environment[urlVariable] !== undefined
  return isNamed && !isAddressed
    ? trimSlashes(readConnection(call).baseUrl)
    : reachableUrl(config.host, config.port)
}

/** In seconds. */
function readWait({ wait = '0' }: Options): number {
  const reading = duration({ unit: 'seconds', minimum: 0, maximum: 3600 })(String(wait))
  if ('value' in reading) return Number(reading.value)
  throw new CommandError(`--wait ${reading.error}.`, usageError)
}

async function findFailure(url: string): Promise<string | undefined> {
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(timeout) })
    return status === 200 ? undefined : `answered ${status}`
  } catch {
    return 'does not answer'
  }
}
