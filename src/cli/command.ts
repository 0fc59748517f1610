import { Command, CommanderError, InvalidArgumentError, type Option } from 'commander'
import { AdminError, ConnectionError } from '../admin/admin-error.ts'
import { formatProblem } from '../base/problem.ts'
import { defaultConfig, settings, suggest, type Config } from '../config/config.ts'
import { packageVersion } from '../base/package-files.ts'
import { CommandError, failed, usageError } from './command-error.ts'
import { readSettings } from './flags.ts'
import { describeBelow, settingOptions } from './help.ts'
import type { Options, Subcommand, SubcommandEntry } from './subcommand.ts'
import { subcommands } from './subcommands.ts'
import type { Terminal } from './terminal.ts'

/**
 * Runs `gm-mock` and resolves with its exit code: 0, 1 for a failure, 2 for invalid input. A subcommand is loaded when
 * it is called, so that none slows down the others.
 */
export async function runCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  const call = { exitCode: 0 }
  const words = argv[2] === 'help' ? [...argv.slice(3, 4), '--help', ...argv.slice(4)] : argv.slice(2)
  const program = createProgram(words, terminal, (exitCode) => (call.exitCode = exitCode))
  try {
    rejectUnknownCommand(program, words[0])
    await program.parseAsync(words, { from: 'user' })
    return call.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageError
    const failure = describeFailure(error)
    if (failure === undefined) throw error
    terminal.report(`gm-mock: ${failure.text}\n`)
    return failure.exitCode
  }
}

function createProgram(
  words: readonly string[],
  terminal: Terminal,
  finish: (exitCode: number) => void,
): Command {
  const program = new Command('gm-mock')
    .description("A stand-in for Authlete 3.0's Grant Management API and the APIs around it.")
    .version(packageVersion())
    .showHelpAfterError('(gm-mock --help lists commands and options)')
    .exitOverride()
    .enablePositionalOptions()
    .helpCommand(false)
    .configureOutput({ writeOut: terminal.print, writeErr: terminal.report })
    .addHelpText('after', () => `${describeStart()}\n\ngm-mock COMMAND --help describes each command.`)
  for (const { name, summary } of subcommands) {
    program.command(name, { isDefault: name === subcommands[0]?.name }).description(summary)
  }
  program.hook('preSubcommand', async (_program, command) => {
    const entry = subcommands.find(({ name }) => name === command.name()) as SubcommandEntry
    const subcommand = await entry.load()
    configure(command, subcommand, terminal, finish)
    addHelp(command, subcommand, words.slice(1))
  })
  return program
}

/** Exits with a message if the first word is no command. */
function rejectUnknownCommand(program: Command, word = '-'): void {
  const known = subcommands.map(({ name }) => name)
  if (word.startsWith('-') || known.includes(word)) return
  program.error(`error: ${word} is not a command.${suggest(word, known)}`)
}

/** Configures a command from its subcommand. */
function configure(
  command: Command,
  subcommand: Subcommand,
  terminal: Terminal,
  finish: (exitCode: number) => void,
): void {
  const { arguments: expected = [], options = [], settings: accepted = [] } = subcommand
  command
    .description(subcommand.description)
    .allowExcessArguments()
    .passThroughOptions(subcommand.passesThrough ?? false)
    .showHelpAfterError(`(gm-mock ${command.name()} --help says what it takes)`)

  for (const argument of expected) command.addArgument(argument)
  for (const option of [...options, ...settingOptions(accepted)]) command.addOption(withAdvice(option))
  command.action(async () => {
    if (expected.length === 0) refuseArguments(command)
    const given = command.opts<Options>()
    const config = findConfig(subcommand, given, terminal)
    const call = { arguments: command.args, options: given, config, terminal }
    finish((await subcommand.run(call)) ?? 0)
  })
}

function addHelp(command: Command, subcommand: Subcommand, words: readonly string[]): void {
  const topic = subcommand.describeTopic?.(words)
  if (topic === undefined) command.addHelpText('after', describeBelow(subcommand))
  else command.helpInformation = () => topic
}

/** An option with choices, which suggests the nearest one. */
function withAdvice(option: Option): Option {
  const { argChoices: choices } = option
  if (choices === undefined) return option
  return option.argParser((text) => {
    if (choices.includes(text)) return text
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.${suggest(text, choices)}`)
  })
}

function refuseArguments(command: Command): void {
  const [unknown] = command.args
  if (unknown === undefined) return
  const isCommand = subcommands.some(({ name }) => name === unknown)
  const advice = isCommand ? ` The command comes first: gm-mock ${unknown} …` : ''
  command.error(`error: ${command.name()} takes no argument ${unknown}.${advice}`)
}

/** The help of the program includes the options of the default command, because both accept them. */
function describeStart(): string {
  const start = new Command().helpOption(false)
  for (const option of settingOptions(settings)) start.addOption(option)
  return start
    .helpInformation()
    .replace(/^Usage.*\n\nOptions:/, '\nOptions of start:')
    .trimEnd()
}

function findConfig({ settings: accepted }: Subcommand, given: Options, terminal: Terminal): Config {
  if (accepted === undefined) return defaultConfig()
  const { config, problems, hints } = readSettings(accepted, given, terminal.environment)
  for (const hint of hints) terminal.report(`gm-mock: ${hint}\n`)
  if (problems.length === 0) return config
  throw new CommandError(problems.join('\ngm-mock: '), usageError)
}

interface Failure {
  readonly text: string
  readonly exitCode: number
}

/** Undefined for an unexpected error: it is printed whole. */
function describeFailure(error: unknown): Failure | undefined {
  if (error instanceof CommandError) return { text: error.message, exitCode: error.exitCode }
  if (error instanceof AdminError) return { text: describeRefusal(error), exitCode: failed }
  if (error instanceof ConnectionError) return { text: error.message, exitCode: failed }
  return undefined
}

/** The status, the error and each problem on a line of its own. */
function describeRefusal({ status, error, message, problems }: AdminError): string {
  const listed = problems.map(formatProblem)
  const said = message.replace(listed.join('; '), '').trimEnd()
  const lines = listed.filter((line) => !said.includes(line))
  const advice = error === 'admin_token_required' ? ['Set GM_MOCK_ADMIN_TOKEN, or give --admin-token.'] : []
  return [`${status} ${error}: ${said}`, ...lines, ...advice].join('\n  ')
}
