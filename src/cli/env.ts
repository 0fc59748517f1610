import { appendFile } from 'node:fs/promises'
import { Option } from 'commander'
import { connectAdmin, type AdminConnection } from '../admin/http-admin.ts'
import { describeService } from '../admin/services.ts'
import { CommandError } from './command-error.ts'
import { connectionEnvironment, connectionOptions, readConnection } from './connection.ts'
import type { Call, Options, Subcommand } from './subcommand.ts'
import { variableFormats, type VariableFormat } from './variables.ts'

export const subcommand: Subcommand = {
  description:
    'Prints what an authorization server reads to find a running mock: AUTHLETE_BASE_URL, AUTHLETE_SERVICE_ID, AUTHLETE_API_TOKEN and AUTHLETE_BEARER, with an API token that is made for it. A reset of the service takes that token away; --new-service makes a service whose token stays.',
  options: [
    new Option('--format <format>', 'github appends to the file that $GITHUB_ENV names, where it is set')
      .choices(Object.keys(variableFormats))
      .default('dotenv'),
    new Option('--service-id <id>', 'the service (default: the first one)'),
    new Option('--new-service', 'make a service').conflicts('serviceId'),
    ...connectionOptions,
  ],
  environment: connectionEnvironment,
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
  const text = variableFormats[format](await findVariables(readConnection(call), options))
  const file = terminal.environment['GITHUB_ENV'] ?? ''
  if (format === 'github' && file !== '') await appendFile(file, text)
  else terminal.print(text)
}

/** The base URL is the one that the user gave, which may lead through a proxy. */
async function findVariables(connection: AdminConnection, { newService, serviceId }: Options) {
  const admin = connectAdmin(connection)
  const baseUrl = new URL(connection.baseUrl).href.replace(/\/+$/, '')
  if (newService === true) {
    const created = await admin.createService()
    return { ...created.env, AUTHLETE_BASE_URL: baseUrl }
  }
  const chosen = serviceId ?? (await admin.listServices()).services[0]?.serviceId
  if (chosen === undefined) {
    throw new CommandError('The mock has no service yet. Make one with --new-service.')
  }
  const { apiToken } = await admin.createApiToken({ serviceId: String(chosen), rights: ['ADMIN'] })
  return describeService(String(chosen), apiToken, baseUrl).env
}
