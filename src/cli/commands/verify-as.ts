import { writeFile } from 'node:fs/promises'
import { Argument, Option } from 'commander'
import { trimSlashes } from '../../base/base-url.ts'
import { AdminError, ConnectionError } from '../../admin/admin-error.ts'
import type { Admin } from '../../admin/admin.ts'
import { connectAdmin } from '../../admin/doors/http-client.ts'
import { formatJunit } from '../../verify/junit.ts'
import { formatFindings, formatJson, formatResult, summarize } from '../../verify/report.ts'
import type { CheckResult, Report } from '../../verify/verify.ts'
import { duration } from '../../config/config.ts'
import { CommandError, failed, usageError } from '../command-error.ts'
import { connectionEnvironment, connectionOptions, readConnection } from '../connection.ts'
import { endBySignals, exitCodeOf } from '../signals.ts'
import type { Call, Subcommand } from '../subcommand.ts'

/** The time limit of a response, in seconds: shorter than usual client timeouts. */
const defaultSeconds = '10'

export const subcommand: Subcommand = {
  description: [
    'Tests an authorization server that calls a running mock: acts as its client, forces every action of /gm, HTTP errors, timeouts and nonces in turn, and checks what the server sends to its clients.',
    'The run uses clients, tokens and grants of its own, and deletes them when it ends. Only its own calls fail. For a moment it switches on dpopNonceRequired of the service, which affects other users of the service.',
    'Exit code 0: no check of the level must failed; 1: one did; 2: no run was possible.',
  ].join('\n\n'),
  arguments: [
    new Argument('<url>', 'its grant management endpoint, or its issuer if the metadata has that endpoint'),
  ],
  options: [
    ...connectionOptions,
    new Option('--service-id <id>', 'the service that the server uses (default: the only one)'),
    new Option('--timeout-seconds <duration>', 'how long an answer may take').default(
      defaultSeconds,
      defaultSeconds,
    ),
    new Option('--strict', 'treat warnings as failures'),
    new Option('--junit <file>', 'also write the report as JUnit XML'),
    new Option('--json', 'print the report as JSON'),
  ],
  environment: [
    ...connectionEnvironment,
    ['NODE_EXTRA_CA_CERTS', 'a PEM file with the authority of the server, if it is not a public one'],
  ],
  examples: [
    ['gm-mock verify-as https://as.example.com/grants', 'the server calls the mock on this machine'],
    [
      'gm-mock verify-as http://localhost:3000 --junit verify-as.xml',
      'by the metadata of the issuer, with a report for CI',
    ],
  ],
  run: runVerification,
}

async function runVerification(call: Call): Promise<number> {
  const { options, terminal } = call
  const [url = ''] = call.arguments
  refuseUnusable(url)
  const connection = readConnection(call)
  const timeoutMs = readSeconds(String(options['timeoutSeconds'])) * 1000
  const admin = connectAdmin(connection)
  const strict = options['strict'] === true
  const json = options['json'] === true
  const onResult = (result: CheckResult): void => {
    if (!json) terminal.print(`${formatResult(result, strict)}\n`)
  }
  const { verify } = await import('../../verify/verify.ts')
  const report = await untilInterrupted(async (signal) => {
    const serviceId = String(options['serviceId'] ?? (await findOnlyService(admin)))
    return verify({ admin, serviceId, url, timeoutMs, signal, onResult })
  })
  if ('problem' in report) throw new CommandError(report.problem, usageError)
  const mockUrl = trimSlashes(connection.baseUrl)
  terminal.print(json ? formatJson(report, strict) : `\n${formatFindings(report, strict, mockUrl)}`)
  if (typeof options['junit'] === 'string') await writeJunit(options['junit'], report, strict)
  return summarize(report, strict).failed > 0 ? failed : 0
}

function readSeconds(text: string): number {
  const reading = duration({ unit: 'seconds', minimum: 1, maximum: 300 })(text)
  if ('value' in reading) return Number(reading.value)
  throw new CommandError(`--timeout-seconds ${reading.error}.`, usageError)
}

function refuseUnusable(url: string): void {
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return
  throw new CommandError(`"${url}" is not a URL that begins with http:// or https://.`, usageError)
}

async function findOnlyService(admin: Admin): Promise<string> {
  const { services } = await admin.listServices()
  const [first] = services
  if (services.length === 1 && first !== undefined) return first.serviceId
  const known = services.map(({ serviceId }) => serviceId).join(', ')
  throw new CommandError(
    `The mock has ${services.length} services; choose one by --service-id: ${known}`,
    usageError,
  )
}

/** Runs to the end or until Ctrl+C, and reports why it could not run. */
async function untilInterrupted<Result>(run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const interruption = new AbortController()
  const letGo = endBySignals(['SIGINT', 'SIGTERM'], (signal) =>
    interruption.abort(new CommandError('interrupted; the service is as it was', exitCodeOf(signal))),
  )
  try {
    return await run(interruption.signal).catch(refuse)
  } finally {
    letGo()
  }
}

/** If the mock refuses or does not answer, the run is impossible. */
function refuse(error: unknown): never {
  if (!(error instanceof AdminError || error instanceof ConnectionError)) throw error
  throw new CommandError(error.message, usageError)
}

async function writeJunit(file: string, report: Report, strict: boolean): Promise<void> {
  try {
    await writeFile(file, formatJunit(report, strict))
  } catch (error) {
    throw new CommandError(`cannot write ${file}: ${(error as Error).message}`, usageError)
  }
}
