import { Option } from 'commander'
import type { AdminConnection } from '../admin/doors/http-client.ts'
import { urlVariable } from '../config/config.ts'
import { CommandError, usageError } from './command-error.ts'
import type { Call } from './subcommand.ts'

const usualUrl = 'http://127.0.0.1:4277'

/** The option of subcommands that call a running mock. */
export const baseUrlOption = new Option('--base-url <url>', `where the mock listens (default: ${usualUrl})`)

/** The options of subcommands that use the admin interface of a running mock. */
export const connectionOptions: readonly Option[] = [
  baseUrlOption,
  new Option(
    '--admin-token <token>',
    'its admin token; better in the variable, where other users cannot read it',
  ),
]

export const connectionEnvironment = [
  [urlVariable, 'as --base-url; gm-mock exec sets it'],
  ['GM_MOCK_ADMIN_TOKEN', 'as --admin-token'],
] as const

/** The mock of a command line. Throws a CommandError if it is no URL. */
export function readConnection({ options, terminal: { environment } }: Call): AdminConnection {
  const baseUrl = String(options['baseUrl'] ?? environment[urlVariable] ?? usualUrl)
  const adminToken = options['adminToken'] ?? environment['GM_MOCK_ADMIN_TOKEN']
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    const origin = options['baseUrl'] === undefined ? urlVariable : '--base-url'
    throw new CommandError(`${origin} is "${baseUrl}", not a URL such as ${usualUrl}.`, usageError)
  }
  return { baseUrl, ...(adminToken !== undefined && { adminToken: String(adminToken) }) }
}
