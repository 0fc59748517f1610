import { Option } from 'commander'
import type { ListFilter } from '../../../schema/admin/journal.ts'
import type { NumberedCall } from '../../../schema/admin/all-calls.ts'
import type { ListedCall } from '../../../schema/admin/views.ts'
import type { Admin } from '../../admin/admin.ts'
import { connectAdmin } from '../../admin/doors/http-client.ts'
import { isJsonObject, readJson } from '../../base/json.ts'
import { CommandError, usageError } from '../command-error.ts'
import { connectionEnvironment, connectionOptions, readConnection } from '../connection.ts'
import { describeListed } from '../journal-text.ts'
import type { Call, Options, Subcommand } from '../subcommand.ts'
import type { Terminal } from '../terminal.ts'

type AnyCall = ListedCall | NumberedCall

export const subcommand: Subcommand = {
  description:
    'Prints the calls to a running mock, oldest first: time, service, API, what was asked, status, action, code, reason, and the check that refused a call. Also those that reached no service.',
  options: [
    new Option('--follow', 'go on with the calls as they happen, until Ctrl-C'),
    new Option(
      '--match <json>',
      'only the calls that match, like \'{"action":"UNAUTHORIZED"}\': the members of a filter of list-requests',
    ),
    new Option('--service-id <id>', 'only the calls to this service'),
    new Option('--limit <number>', 'only so many calls, the newest (default: 100)'),
    new Option('--json', 'one JSON object a line, with request and answer'),
    ...connectionOptions,
  ],
  environment: connectionEnvironment,
  examples: [
    ['gm-mock journal --follow', 'the calls to all services as they happen'],
    [
      'gm-mock journal --service-id 4277000001 --match \'{"action":"UNAUTHORIZED"}\'',
      'why calls to the demo service were refused',
    ],
  ],
  run: printJournal,
}

async function printJournal(call: Call): Promise<void> {
  const { options, terminal } = call
  const filter = readMatch(options)
  const calls = callsOf(connectAdmin(readConnection(call)), options)
  const { requests, cursor } = await calls.list({ limit: String(options['limit'] ?? 100), ...filter })
  print(requests.toReversed(), options, terminal)
  if (options['follow'] !== true) return
  const { limit: _, before: __, ...following } = filter
  for await (const { request, dropped } of await calls.stream({ ...following, after: cursor })) {
    if (dropped > 0) terminal.report(`gm-mock: ${dropped} calls are not shown, because they came too fast\n`)
    print([request], options, terminal)
    if (terminal.hasReader?.() === false) return
  }
}

/** The calls to one service, or to all. */
function callsOf(admin: Admin, { serviceId }: Options) {
  if (serviceId === undefined) {
    return {
      list: (filter: ListFilter) => admin.listAllRequests(filter),
      stream: (filter: ListFilter) => admin.streamAllRequests(filter),
    }
  }
  const id = String(serviceId)
  return {
    list: (filter: ListFilter) => admin.listRequests(id, filter),
    stream: (filter: ListFilter) => admin.streamRequests(id, filter),
  }
}

function readMatch({ match }: Options): ListFilter {
  if (match === undefined) return {}
  const reading = readJson(String(match))
  if ('value' in reading && isJsonObject(reading.value)) return reading.value
  const flaw = 'error' in reading ? reading.error : 'it is no object'
  throw new CommandError(
    `--match cannot be used: ${flaw}. It is a JSON object such as '{"action":"UNAUTHORIZED"}'.`,
    usageError,
  )
}

function print(calls: readonly AnyCall[], { json }: Options, terminal: Terminal): void {
  for (const call of calls) {
    terminal.print(
      json === true ? `${JSON.stringify(call)}\n` : `${describeListed(call, terminal.isColoured)}\n`,
    )
  }
}
