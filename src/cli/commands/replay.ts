import { readFile } from 'node:fs/promises'
import { Argument, Option } from 'commander'
import { readRecordedCalls, type RecordedCall } from '../../replay/recorded-calls.ts'
import { replayCalls, type Replayed } from '../../replay/replay-calls.ts'
import { urlVariable } from '../../base/base-url.ts'
import { CommandError, failed, notFinished, usageError } from '../command-error.ts'
import { baseUrlOption, readConnection } from '../connection.ts'
import { formatCount } from '../journal-text.ts'
import { startProgress } from '../progress/progress.ts'
import { untilSignal } from '../signals.ts'
import type { Call, Subcommand } from '../subcommand.ts'
import type { Terminal } from '../terminal.ts'

export const subcommand: Subcommand = {
  description:
    "Sends the calls to Authlete's APIs that a HAR file has recorded to a running mock, one after the other, and reports for each whether status, resultCode and action are as recorded. It sends nothing to any place other than the base URL, and of the recorded headers only Content-Type. Exit code 0: all were as recorded; 1: one was not; 2: the file cannot be used, or the mock cannot be reached; 3: the mock stopped answering.",
  arguments: [new Argument('<file>', 'an HTTP Archive (HAR 1.2)')],
  options: [
    baseUrlOption,
    new Option('--api-token <token>', 'the API token to call with; better in the variable'),
    new Option('--service-id <id>', 'the service to call instead of the recorded ones'),
  ],
  environment: [
    ['AUTHLETE_API_TOKEN', 'as --api-token'],
    [urlVariable, 'as --base-url; gm-mock exec sets it'],
  ],
  examples: [
    ['gm-mock replay calls.har', 'the calls again, at the mock on this machine'],
    ['gm-mock replay calls.har --service-id 42 --api-token …', 'the same calls for another service'],
  ],
  run: replay,
}

async function replay(call: Call): Promise<number> {
  const { options, terminal } = call
  const [file = ''] = call.arguments
  const apiToken = options['apiToken'] ?? terminal.environment['AUTHLETE_API_TOKEN']
  const serviceId = readServiceId(options['serviceId'])
  const target = {
    baseUrl: readConnection(call).baseUrl,
    ...(apiToken !== undefined && { apiToken: String(apiToken) }),
    ...(serviceId !== undefined && { serviceId }),
  }
  const { calls, others } = await readArchive(file)
  const { results, problem, exitCode } = await replayVisibly(calls, target, terminal)
  const differing = results.filter(({ verdict }) => verdict !== 'same').length
  const extent =
    results.length < calls.length ? `${results.length} of ${calls.length} calls` : formatCount(calls.length)
  const notes = [
    ...(others === 0 ? [] : [`${others} others in the file left alone`]),
    ...(problem === undefined ? [] : [`not finished: ${problem}`]),
  ]
  terminal.report(`gm-mock: ${[`${extent} replayed, ${differing} not as recorded`, ...notes].join('; ')}\n`)
  return problem === undefined && differing > 0 ? failed : exitCode
}

/** What was replayed; and if that is not all, why, and the exit code for it. */
interface Replay {
  readonly results: readonly Replayed[]
  readonly problem?: string
  readonly exitCode: number
}

/** Replays to the end, until a signal, or until the mock answers no more. Prints results as they come. */
async function replayVisibly(
  calls: readonly RecordedCall[],
  target: Omit<Parameters<typeof replayCalls>[1], 'signal'>,
  terminal: Terminal,
): Promise<Replay> {
  const progress = startProgress(terminal)
  const results: Replayed[] = []
  const texts = { asked: 'interrupted', forced: 'ended at once' }
  const work = untilSignal(texts, terminal, async (signal) => {
    progress.show(`call 1 of ${calls.length}`)
    for await (const result of replayCalls(calls, { ...target, signal })) {
      if (result.verdict === 'gone') return result.failure
      results.push(result)
      progress.hide()
      terminal.print(`${describeResult(result)}\n`)
      progress.show(`call ${results.length + 1} of ${calls.length}`)
    }
    return undefined
  })
  const { result: failure, exitCode } = await work.finally(progress.end)
  if (failure !== undefined) {
    const problem = `${target.baseUrl} does not answer (${failure})`
    return { results, problem, exitCode: results.length === 0 ? usageError : notFinished }
  }
  return results.length < calls.length
    ? { results, problem: 'interrupted', exitCode }
    : { results, exitCode: 0 }
}

function readServiceId(given: string | boolean | undefined): string | undefined {
  if (given === undefined || /^[1-9]\d{0,18}$/.test(String(given))) return given?.toString()
  throw new CommandError(`--service-id is "${given}", not the id of a service.`, usageError)
}

async function readArchive(file: string) {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new CommandError(`${file} cannot be read: ${error.message}`, usageError)
  })
  const reading = readRecordedCalls(text)
  if ('error' in reading) throw new CommandError(`${file} is no HTTP Archive: ${reading.error}.`, usageError)
  if (reading.calls.length > 0) return reading
  throw new CommandError(`${file} has no calls to a path under /api/.`, usageError)
}

function describeResult({ call, verdict, now }: Replayed): string {
  const recorded = describeAnswer(call.answer)
  const place = `${call.method} ${call.path}`
  if (verdict === 'same') return clean(`same    ${place}  ${recorded}`)
  return clean(
    `differs ${place}  ${now === undefined ? 'no answer' : describeAnswer(now)}, recorded ${recorded}`,
  )
}

function describeAnswer({ status, action, resultCode }: RecordedCall['answer']): string {
  return [status, action, resultCode].filter((part) => part !== undefined).join(' ')
}

/** Text of the file must not control the terminal. */
function clean(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}]/gu, '?')
}
