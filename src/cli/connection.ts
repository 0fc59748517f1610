import { Option } from 'commander'
import type { AdminConnection } from '../admin/doors/http-client.ts'
import { adminTokenVariable, isHttpUrl, urlVariable, usualUrl } from '../base/base-url.ts'
import { CommandError, usageError } from './command-error.ts'
import type { Call } from './subcommand.ts'

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
  [adminTokenVariable, 'as --admin-token'],
] as const

/** The address of a running mock. */
export type Connection = AdminConnection & { readonly baseUrl: string }

/** The mock of a command line. Throws a CommandError if it is no URL. */
export function readConnection({ options, terminal: { environment } }: Call): Connection {
  const baseUrl = String(options['baseUrl'] ?? environment[urlVariable] ?? usualUrl)
  const adminToken = options['adminToken'] ?? environment[adminTokenVariable]
  if (!isHttpUrl(baseUrl)) {
    const origin = options['baseUrl'] === undefined ? urlVariable : '--base-url'
    throw new CommandError(`${origin} is "${baseUrl}", not a URL such as ${usualUrl}.`, usageError)
  }
  return { baseUrl, ...(adminToken !== undefined && { adminToken: String(adminToken) }) }
}
