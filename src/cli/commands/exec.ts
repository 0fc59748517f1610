import { writeFile } from 'node:fs/promises'
import { Argument, Option } from 'commander'
import type { Admin } from '../../admin/admin.ts'
import { urlVariable } from '../../base/base-url.ts'
import { settings, type Config } from '../../config/config.ts'
import { createLog } from '../../base/log.ts'
import { settle, startListening } from '../start-listening.ts'
import { runChild } from '../child.ts'
import { CommandError, failed, usageError } from '../command-error.ts'
import { chooseService } from '../exec/choose-service.ts'
import { exceptFromProxies } from '../exec/no-proxy.ts'
import { formatCount } from '../journal-text.ts'
import type { SeenCalls } from '../seen-calls.ts'
import type { Call, Options, Subcommand } from '../subcommand.ts'
import type { Terminal } from '../terminal.ts'

/** The mock is the child's own, so it uses any free port, and logs only warnings. */
const accepted = settings
  .filter(({ name }) => name !== 'port')
  .map((setting) => (setting.name === 'logLevel' ? { ...setting, fallback: 'warn' } : setting))

export const subcommand: Subcommand = {
  description:
    "Runs a command with a mock of its own: on a free port, in memory, with a new service, or with the service of your fixtures. Their addresses are in its environment. Ends with the command's exit code, and prints the calls that the mock received if that is not 0.",
  arguments: [
    new Argument('<command>', 'what to run; no shell reads it'),
    new Argument('[words...]', 'its arguments, as they are'),
  ],
  options: [
    new Option(
      '--service-id <id>',
      'use this service (default: the one of --fixtures; with the demo fixtures a new one without clients)',
    ),
    new Option('--journal <when>', 'when to print the calls to the standard error')
      .choices(['failure', 'always', 'never'])
      .default('failure'),
    new Option('--lint <level>', 'print calls that work but should not be made; error: end with 1 for them')
      .choices(['error', 'warn', 'off'])
      .default('warn'),
    new Option('--har <file>', 'write the calls to this file as an HTTP Archive'),
    new Option('--port <number>', 'port of the mock (default: any free one)'),
  ],
  settings: accepted,
  lists: [
    [
      'The command gets',
      [
        ['AUTHLETE_BASE_URL', 'where the mock listens'],
        ['AUTHLETE_SERVICE_ID', 'the id of the service'],
        ['AUTHLETE_API_TOKEN', 'a token for it'],
        ['AUTHLETE_BEARER', "the same under the name that Authlete's SDKs document"],
        [urlVariable, 'AUTHLETE_BASE_URL again, for gm-mock and connectAdmin()'],
        ['NO_PROXY, no_proxy', "what they are, and the mock's host"],
      ],
    ],
  ],
  examples: [
    ['gm-mock exec -- npm test', 'the tests of a project, against a mock of their own'],
    [
      'gm-mock exec --fixtures fixtures.yaml -- go test ./...',
      'with fixtures of your own; exit code and output are those of go',
    ],
  ],
  passesThrough: true,
  run: execute,
}

async function execute(call: Call): Promise<number> {
  const { options, config, terminal } = call
  const [command = '', ...rest] = call.arguments
  const port = readPort(options)
  const { createSeenCalls } = await import('../seen-calls.ts')
  const log = await createLog(config.logLevel, config.logFormat, process.stderr)
  const mock = await startListening({ ...config, port }, log, terminal)
  settle(terminal)
  try {
    const service = await chooseService(mock, call)
    const variables = {
      ...service.env,
      [urlVariable]: service.baseUrl,
      ...exceptFromProxies(terminal.environment, service.baseUrl),
    }
    const seen = createSeenCalls()
    mock.watchCalls(seen.onCall)
    const exitCode = await runChild(command, rest, { ...terminal.environment, ...variables })
    if (options['har'] !== undefined) await writeArchive(mock.admin, seen, String(options['har']), terminal)
    return report(seen, options, terminal, exitCode)
  } finally {
    await mock.app.close()
  }
}

/** The port is no setting here: PORT is probably that of the server under test. */
function readPort({ port = '0' }: Options): Config['port'] {
  const reading = settings.find(({ name }) => name === 'port')?.read(String(port))
  if (reading !== undefined && 'value' in reading) return Number(reading.value)
  throw new CommandError(`--port ${reading?.error}.`, usageError)
}

/** Prints the report after the command has ended. Returns the exit code of the whole. */
function report(seen: SeenCalls, { journal, lint }: Options, terminal: Terminal, exitCode: number): number {
  if (journal === 'always' || (journal === 'failure' && exitCode !== 0)) terminal.report(seen.describe())
  const flags = lint === 'off' ? '' : seen.describeFlags()
  if (flags !== '') terminal.report(`gm-mock: calls that should not be made so:\n${flags}`)
  if (exitCode !== 0 || lint !== 'error' || flags === '') return exitCode
  terminal.report(`gm-mock: exit code ${failed} because of --lint error\n`)
  return failed
}

/** Writes one archive with the stored calls to all services; reports how many are missing. */
async function writeArchive(admin: Admin, seen: SeenCalls, file: string, terminal: Terminal): Promise<void> {
  const serviceIds = (await admin.listServices()).services.map(({ serviceId }) => serviceId)
  const archives = await Promise.all(serviceIds.map((serviceId) => admin.exportHar(serviceId)))
  const entries = archives.flatMap(({ log }) => log.entries)
  const missing = seen.count() - entries.length
  if (missing > 0)
    terminal.report(`gm-mock: the archive lacks ${formatCount(missing)} that the mock has forgotten\n`)
  const log = { ...archives[0]?.log, entries: entries.toSorted(byStart) }
  try {
    await writeFile(file, `${JSON.stringify({ log }, null, 2)}\n`)
  } catch (error) {
    throw new CommandError(`The archive cannot be written: ${(error as Error).message}`)
  }
}

function byStart(one: { startedDateTime: string }, other: { startedDateTime: string }): number {
  return one.startedDateTime.localeCompare(other.startedDateTime)
}
