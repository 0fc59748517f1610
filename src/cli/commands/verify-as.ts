import { writeFile } from 'node:fs/promises'
import { Argument, Option } from 'commander'
import { trimSlashes } from '../../base/base-url.ts'
import { AdminError, ConnectionError } from '../../admin/admin-error.ts'
import type { Admin } from '../../admin/admin.ts'
import { connectAdmin } from '../../admin/doors/http-client.ts'
import { formatJunit } from '../../verify/junit.ts'
import {
  describeUnfinished,
  formatFindings,
  formatJson,
  formatResult,
  summarize,
} from '../../verify/report.ts'
import { features } from '../../verify/features.ts'
import { readSelection, type LeaveOut, type SelectionRequest } from '../../verify/selection.ts'
import type { Topic } from '../../verify/check.ts'
import type { Report, VerifyOptions } from '../../verify/verify.ts'
import { duration } from '../../config/config.ts'
import { CommandError, failed, notFinished, usageError } from '../command-error.ts'
import { connectionEnvironment, connectionOptions, readConnection } from '../connection.ts'
import { joinWithCommas } from '../help.ts'
import { startProgress } from '../progress/progress.ts'
import { untilSignal } from '../signals.ts'
import type { Call, Options, Subcommand } from '../subcommand.ts'
import { formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'

/** The time limit of a response, in seconds: shorter than usual client timeouts. */
const defaultSeconds = '10'

export const subcommand: Subcommand = {
  description: [
    'Tests an authorization server that calls a running mock: acts as its client, forces every action of /gm, HTTP errors, timeouts and nonces in turn, and checks what the server sends to its clients.',
    'The run uses clients, tokens and grants of its own, and deletes them when it ends. Only its own calls fail. For a moment it switches on dpopNonceRequired of the service, which affects other users of the service.',
    'Exit code 0: no check of the level must failed; 1: one did; 2: no run was possible, or no check could be made; 3: the server or the mock stopped answering, so that the run was not finished.',
  ].join('\n\n'),
  arguments: [
    new Argument('[url]', 'its grant management endpoint, or its issuer if the metadata has that endpoint'),
  ],
  options: [
    ...connectionOptions,
    new Option('--service-id <id>', 'the service that the server uses (default: the only one)'),
    new Option('--timeout-seconds <duration>', 'how long an answer may take').default(
      defaultSeconds,
      defaultSeconds,
    ),
    new Option(
      '--only <names>',
      'make only these checks, by name or topic; separate several by commas',
    ).argParser(joinWithCommas),
    new Option('--skip <names>', 'leave out these checks, by name or topic').argParser(joinWithCommas),
    new Option('--without <features>', 'leave out the checks of what the server lacks').argParser(
      joinWithCommas,
    ),
    new Option('--list', 'list the checks and topics, and test nothing'),
    new Option('--strict', 'treat warnings as failures'),
    new Option('--junit <file>', 'also write the report as JUnit XML'),
    new Option('--json', 'print the report as JSON'),
  ],
  environment: [
    ...connectionEnvironment,
    ['NODE_EXTRA_CA_CERTS', 'a PEM file with the authority of the server, if it is not a public one'],
  ],
  lists: [['Features for --without', Object.entries(features)]],
  examples: [
    ['gm-mock verify-as https://as.example.com/grants', 'the server calls the mock on this machine'],
    [
      'gm-mock verify-as http://localhost:3000 --junit verify-as.xml',
      'by the metadata of the issuer, with a report for CI',
    ],
    [
      'gm-mock verify-as http://localhost:3000/grants --without dpop,mtls',
      'a server that takes bearer tokens alone',
    ],
  ],
  run: runVerification,
}

async function runVerification(call: Call): Promise<number> {
  const { options, terminal } = call
  const { topics } = await import('../../verify/topics.ts')
  if (options['list'] === true) {
    terminal.print(listChecks(topics))
    return 0
  }
  const url = readUrl(call.arguments)
  const connection = readConnection(call)
  const timeoutMs = readSeconds(String(options['timeoutSeconds'])) * 1000
  const leaveOut = chooseChecks(options, topics)
  const admin = connectAdmin(connection)
  const { result: report, exitCode } = await verifyVisibly(call, admin, { url, timeoutMs, leaveOut })
  if ('problem' in report) throw new CommandError(report.problem, usageError)
  await publish(call, report, trimSlashes(connection.baseUrl))
  return report.unfinished?.cause === 'signal' ? exitCode : findExitCode(report, options, terminal)
}

function readUrl([url]: readonly string[]): string {
  if (url === undefined) throw new CommandError("missing required argument 'url'", usageError)
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url
  throw new CommandError(`"${url}" is not a URL that begins with http:// or https://.`, usageError)
}

function readSeconds(text: string): number {
  const reading = duration({ unit: 'seconds', minimum: 1, maximum: 300 })(text)
  if ('value' in reading) return Number(reading.value)
  throw new CommandError(`--timeout-seconds ${reading.error}.`, usageError)
}

function chooseChecks(options: Options, topics: readonly Topic[]): LeaveOut {
  const [only, skip, without] = ['only', 'skip', 'without'].map((name) => readNames(options[name]))
  const selection = readSelection({ only, skip, without } as SelectionRequest, topics)
  if ('leaveOut' in selection) return selection.leaveOut
  throw new CommandError(selection.problems.join('\ngm-mock: '), usageError)
}

function readNames(given: Options[string]): readonly string[] {
  return given === undefined
    ? []
    : String(given)
        .split(',')
        .map((name) => name.trim())
}

function listChecks(topics: readonly Topic[]): string {
  const rows = topics.flatMap(({ id, name, checks }) => [
    [id, '', name],
    ...checks.map((check) => [`  ${check.id}`, check.level, check.title]),
  ])
  return `${formatTable(rows).join('\n')}\n`
}

/** Runs to the end or until a signal. Prints results as they come, or shows how far it is. */
async function verifyVisibly(
  { options, terminal }: Call,
  admin: Admin,
  request: Pick<VerifyOptions, 'url' | 'timeoutMs' | 'leaveOut'>,
) {
  const progress = startProgress(terminal)
  progress.show(`a first query at ${request.url}`)
  const onCheck: VerifyOptions['onCheck'] = (id, number, total) =>
    progress.show(`check ${number} of ${total}, ${id}`)
  const onResult: VerifyOptions['onResult'] = (result) => {
    if (options['json'] === true) return
    progress.hide()
    terminal.print(`${formatResult(result, options['strict'] === true)}\n`)
  }
  const { verify } = await import('../../verify/verify.ts')
  const texts = {
    asked: 'interrupted; the service is as it was',
    forced: 'ended at once; clients, tokens and grants of the run may be left in the service',
  }
  const work = untilSignal(texts, terminal, async (signal) => {
    const serviceId = String(options['serviceId'] ?? (await findOnlyService(admin)))
    return verify({ ...request, admin, serviceId, signal, onCheck, onResult })
  })
  return work.catch(refuse).finally(progress.end)
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

/** If the mock refuses or does not answer, the run is impossible. */
function refuse(error: unknown): never {
  if (!(error instanceof AdminError || error instanceof ConnectionError)) throw error
  throw new CommandError(error.message, usageError)
}

async function publish({ options, terminal }: Call, report: Report, mockUrl: string): Promise<void> {
  const strict = options['strict'] === true
  if (options['json'] === true) {
    terminal.print(formatJson(report, strict))
    const [why] = describeUnfinished(report)
    if (why !== undefined) terminal.report(`gm-mock: not finished: ${why}\n`)
  } else terminal.print(`\n${formatFindings(report, strict, mockUrl)}`)
  if (typeof options['junit'] === 'string') await writeJunit(options['junit'], report, strict)
}

/** The exit code of a run that no signal ended. */
function findExitCode(report: Report, options: Options, terminal: Terminal): number {
  if (report.unfinished !== undefined) return notFinished
  if (report.leftBehind !== undefined) {
    terminal.report(`gm-mock: what the run made could not be deleted: ${report.leftBehind}\n`)
    return notFinished
  }
  const { passed, failed: failures, warning } = summarize(report, options['strict'] === true)
  if (passed + failures + warning === 0) throw new CommandError('No check could be made.', usageError)
  return failures > 0 ? failed : 0
}

async function writeJunit(file: string, report: Report, strict: boolean): Promise<void> {
  try {
    await writeFile(file, formatJunit(report, strict))
  } catch (error) {
    throw new CommandError(`cannot write ${file}: ${(error as Error).message}`, usageError)
  }
}
