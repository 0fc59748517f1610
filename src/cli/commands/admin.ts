import { readFile } from 'node:fs/promises'
import { Argument } from 'commander'
import { connectAdmin } from '../../admin/doors/http-client.ts'
import {
  adminOperations,
  callOperation,
  listParameters,
  type AdminOperation,
} from '../../admin/doors/operations.ts'
import { suggest } from '../../config/config.ts'
import { readJson } from '../../base/json.ts'
import { CommandError, usageError } from '../command-error.ts'
import { connectionEnvironment, connectionOptions, readConnection } from '../connection.ts'
import { describeOperation, describeUsage, kebab, takesRequest } from '../operation-help.ts'
import { showWaiting } from '../progress/waiting.ts'
import type { Call, Subcommand } from '../subcommand.ts'
import { readInput, type Terminal } from '../terminal.ts'

export const subcommand: Subcommand = {
  description:
    'Calls one admin operation of a running mock, and prints the answer as JSON. Parameters come first, then the body or the query as JSON: a text, @FILE, or - for the standard input. gm-mock admin OPERATION --help describes one.',
  lists: [['Operations', adminOperations.map((operation) => [describeUsage(operation), operation.summary])]],
  arguments: [
    new Argument('<operation>', 'one of the operations below'),
    new Argument('[words...]', 'its parameters, then its body or query'),
  ],
  options: connectionOptions,
  environment: connectionEnvironment,
  examples: [
    [`gm-mock admin mint-token 4277000001 '{"bind":"dpop"}'`, 'a DPoP-bound access token with its key'],
    ['gm-mock admin list-requests 4277000001', 'the calls to the demo service'],
    ['gm-mock admin create-service @service.json', 'a service with the properties in a file'],
  ],
  describeTopic,
  run: administrate,
}

async function administrate(call: Call): Promise<void> {
  const { terminal } = call
  const [name = '', ...words] = call.arguments
  const operation = findOperation(name, words.length)
  const count = listParameters(operation).length
  const [text] = words.slice(count)
  const request = text === undefined ? [] : [await readRequest(text, terminal)]
  const connection = readConnection(call)
  const values = [...words.slice(0, count), ...request]
  const answer = await showWaiting(terminal, connection.baseUrl, async () =>
    callOperation(connectAdmin(connection), operation, values),
  )
  if (operation.streams) await printItems(answer as AsyncIterable<unknown>, terminal)
  else printAnswer(answer, terminal)
}

/** The operation of that name with that many parameters. */
function findOperation(name: string, count: number): AdminOperation {
  const named = adminOperations.filter((operation) => kebab(operation.name) === name)
  if (named.length === 0) {
    const known = adminOperations.map((operation) => kebab(operation.name))
    const advice = suggest(name, known) || ' gm-mock admin --help lists them.'
    throw new CommandError(`${name} is not an operation.${advice}`, usageError)
  }
  const fitting = named.find((operation) => {
    const least = listParameters(operation).length
    return count >= least && count <= least + (takesRequest(operation) ? 1 : 0)
  })
  if (fitting !== undefined) return fitting
  const usage = named.map((operation) => `gm-mock admin ${describeUsage(operation)}`)
  throw new CommandError(`${name} is called as: ${usage.join(', or ')}`, usageError)
}

/** The help of the named operation, or of both if two have the name. */
function describeTopic(words: readonly string[]): string | undefined {
  const named = words.map((word) => adminOperations.filter(({ name }) => kebab(name) === word))
  const operations = named.find(({ length }) => length > 0)
  return operations?.map(describeOperation).join('\n')
}

async function readRequest(text: string, terminal: Terminal): Promise<unknown> {
  const [what, json] = await readText(text, terminal)
  const reading = readJson(json)
  if ('value' in reading) return reading.value
  throw new CommandError(`${what} cannot be used: ${reading.error}.`, usageError)
}

async function readText(text: string, terminal: Terminal): Promise<readonly [what: string, json: string]> {
  if (text === '-') return ['The standard input', String(await readInput(terminal))]
  if (!text.startsWith('@')) return ['The order', text]
  const file = text.slice(1)
  try {
    return [file, await readFile(file, 'utf8')]
  } catch (error) {
    throw new CommandError(`The order cannot be read: ${(error as Error).message}`, usageError)
  }
}

function printAnswer(answer: unknown, { print }: Terminal): void {
  if (answer !== undefined) print(`${JSON.stringify(answer, null, 2)}\n`)
}

/** One line for each item, until there are no more or the reader has gone. */
async function printItems(items: AsyncIterable<unknown>, { print, hasReader }: Terminal): Promise<void> {
  for await (const item of items) {
    print(`${JSON.stringify(item)}\n`)
    if (hasReader?.() === false) return
  }
}
