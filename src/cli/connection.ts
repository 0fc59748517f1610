import { Option } from 'commander'
import type { AdminConnection } from '../admin/doors/http-client.ts'
import {
  adminTokenVariable,
  findBaseUrlProblem,
  findTokenProblem,
  urlVariable,
  usualUrl,
} from '../base/base-url.ts'
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

/** The mock of a command line. Throws a CommandError for a URL or a token that cannot be one. */
export function readConnection({ options, terminal: { environment } }: Call): Connection {
  const baseUrl = String(options['baseUrl'] ?? environment[urlVariable] ?? usualUrl)
  const adminToken = options['adminToken'] ?? (environment[adminTokenVariable] || undefined)
  const urlName = options['baseUrl'] === undefined ? urlVariable : '--base-url'
  const tokenName = options['adminToken'] === undefined ? adminTokenVariable : '--admin-token'
  refuse(urlName, findBaseUrlProblem(baseUrl))
  if (adminToken === undefined) return { baseUrl }
  refuse(tokenName, findTokenProblem(String(adminToken)))
  return { baseUrl, adminToken: String(adminToken) }
}

function refuse(name: string, problem: string | undefined): void {
  if (problem !== undefined) throw new CommandError(`${name} ${problem}.`, usageError)
}
