import { settings } from '../../config/config.ts'
import { reachableUrl } from '../../base/base-url.ts'
import { CommandError } from '../command-error.ts'
import type { Call, Subcommand } from '../subcommand.ts'

const timeout = 2000

export const subcommand: Subcommand = {
  description:
    'Asks a running mock whether it is ready: exit code 0 if it is, 1 if not. Needs neither curl nor a shell.',
  settings: settings.filter(({ name }) => name === 'port' || name === 'host'),
  examples: [
    ['gm-mock healthcheck', 'for the HEALTHCHECK of an image: it reads the variables that the mock reads'],
    ['gm-mock healthcheck --port 5000', 'of a mock that was started with --port 5000'],
  ],
  run: healthcheck,
}

async function healthcheck({ config: { host, port } }: Call): Promise<void> {
  const url = `${reachableUrl(host, port)}/readyz`
  const failure = await findFailure(url)
  if (failure !== undefined) throw new CommandError(`${url} ${failure}`)
}

async function findFailure(url: string): Promise<string | undefined> {
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(timeout) })
    return status === 200 ? undefined : `answered ${status}`
  } catch {
    return 'does not answer'
  }
}
