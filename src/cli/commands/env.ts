import { appendFile } from 'node:fs/promises'
import { Option } from 'commander'
import { trimSlashes, urlVariable } from '../../base/base-url.ts'
import type { Admin } from '../../admin/admin.ts'
import { describeService } from '../../admin/services/describe-service.ts'
import { connectAdmin } from '../../admin/doors/http-client.ts'
import { CommandError } from '../command-error.ts'
import { connectionEnvironment, connectionOptions, readConnection, type Connection } from '../connection.ts'
import type { Call, Subcommand } from '../subcommand.ts'
import type { Terminal } from '../terminal.ts'
import { variableFormats, type VariableFormat } from '../variables.ts'

/** Read only together with GM_MOCK_URL, as gm-mock exec sets both: alone it may name a service of Authlete itself. */
const serviceVariable = 'AUTHLETE_SERVICE_ID'

export const subcommand: Subcommand = {
  description:
    'Prints what an authorization server reads to find a running mock: AUTHLETE_BASE_URL, AUTHLETE_SERVICE_ID, AUTHLETE_API_TOKEN and AUTHLETE_BEARER, with a new API token. A reset of the service removes that token; --new-service creates a service whose token stays.',
  options: [
    new Option('--format <format>', 'github appends to the file that $GITHUB_ENV names, if it is set')
      .choices(Object.keys(variableFormats))
      .default('dotenv'),
    new Option('--service-id <id>', 'the service (default: the one that gm-mock exec chose, else the first)'),
    new Option('--new-service', 'create a service').conflicts('serviceId'),
    ...connectionOptions,
  ],
  environment: [...connectionEnvironment, [serviceVariable, `as --service-id, if ${urlVariable} is set too`]],
  examples: [
    ['gm-mock env --new-service > .env', 'a service of its own, for a server that reads .env'],
    ['eval "$(gm-mock env --format shell)"', 'into this shell'],
    ['gm-mock env --format properties > authlete.properties', "for Authlete's Java library"],
  ],
  run: printVariables,
}

async function printVariables(call: Call): Promise<void> {
  const { options, terminal } = call
  const format = options['format'] as VariableFormat
  const text = variableFormats[format](await findVariables(readConnection(call), call))
  const file = terminal.environment['GITHUB_ENV'] ?? ''
  if (format === 'github' && file !== '') await appendFile(file, text)
  else terminal.print(text)
}

/** The base URL is the user's, which may lead through a proxy. */
async function findVariables(connection: Connection, { options, terminal }: Call) {
  const { newService, serviceId } = options
  const admin = connectAdmin(connection)
  const baseUrl = trimSlashes(new URL(connection.baseUrl).href)
  if (newService === true) {
    const created = await admin.createService()
    return { ...created.env, AUTHLETE_BASE_URL: baseUrl }
  }
  const chosen = serviceId ?? (await findService(admin, terminal))
  const { apiToken } = await admin.createApiToken({ serviceId: String(chosen), rights: ['ADMIN'] })
  return describeService(String(chosen), apiToken, baseUrl).env
}

/** The default service: that of the surrounding `gm-mock exec`, else the first one. */
async function findService(admin: Admin, { environment, report }: Terminal): Promise<string> {
  const given = environment[urlVariable] === undefined ? undefined : environment[serviceVariable]
  if (given !== undefined) return given
  const { services } = await admin.listServices()
  const [first, ...others] = services
  if (first === undefined) {
    throw new CommandError('The mock has no service yet. Make one with --new-service.')
  }
  const { serviceId } = first
  if (others.length > 0) {
    report(
      `gm-mock: took service ${serviceId}, the first of ${services.length}; --service-id takes another\n`,
    )
  }
  return serviceId
}
