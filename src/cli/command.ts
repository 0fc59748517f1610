import { Command, Option } from 'commander'
import { readConfig, settings, suggest, type Config, type Setting } from '../config.ts'
import { packageVersion } from '../package-files.ts'
import { usageError } from './exit-code.ts'

type Flags = Readonly<Record<string, string | boolean | undefined>>
type Run = (config: Config) => Promise<void>

/** Runs `gm-mock`. A subcommand is loaded when it is called, so that none slows down the others. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  const program = new Command('gm-mock')
    .description("A stand-in for Authlete 3.0's Grant Management API and the APIs around it.")
    .version(packageVersion())
    .showHelpAfterError('(gm-mock --help lists commands and options)')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : usageError))
  const starting = addCommand(program, 'start', 'start the mock (the default)', settings, async (config) => {
    const { start } = await import('./start.ts')
    await start(config)
  })
  const address = settings.filter(({ name }) => name === 'port' || name === 'host')
  addCommand(
    program,
    'healthcheck',
    'ask a running mock whether it is ready; exit 0 or 1',
    address,
    async (config) => {
      const { healthcheck } = await import('./healthcheck.ts')
      await healthcheck(config)
    },
  )
  program.addHelpText('after', () => describeDefault(starting))
  await program.parseAsync([...argv])
}

/** The options of the default command belong to the help of the program, because they can be given to it. */
function describeDefault(starting: Command): string {
  return starting.helpInformation().replace(/^Usage.*\n\n.*\n\nOptions:/, '\nOptions of start:')
}

function addCommand(
  program: Command,
  name: string,
  description: string,
  accepted: readonly Setting[],
  run: Run,
): Command {
  const command = program
    .command(name, { isDefault: name === 'start' })
    .description(description)
    .allowExcessArguments()
    .addHelpText('after', describeEnvironment(accepted))
  for (const { flag, description: text, fallback } of accepted) {
    if (flag === undefined) continue
    const shown = fallback === undefined || fallback === false ? text : `${text} (default: ${fallback})`
    command.addOption(new Option(flag, shown))
  }
  command.action(async (flags: Flags) => {
    const [stranger] = command.args
    if (stranger !== undefined) {
      const known = program.commands.map((candidate) => candidate.name())
      program.error(`error: ${stranger} is not a command.${suggest(stranger, known)}`)
    }
    const config = findConfig(flags)
    if (config !== undefined) await run(config)
  })
  return command
}

function findConfig(flags: Flags): Config | undefined {
  const { config, problems, hints } = readConfig(nameFlags(flags), process.env)
  for (const line of [...hints, ...problems]) process.stderr.write(`gm-mock: ${line}\n`)
  if (problems.length === 0) return config
  process.exitCode = usageError
  return undefined
}

/** Commander's values under the names of the settings; a flag without a value says true. */
function nameFlags(flags: Flags): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    settings.map(({ name, flag }) => {
      const value = flag === undefined ? undefined : flags[new Option(flag).attributeName()]
      const negated = flag !== undefined && new Option(flag).negate
      if (negated) return [name, value === false ? 'true' : undefined]
      return [name, typeof value === 'boolean' ? String(value) : value]
    }),
  )
}

function describeEnvironment(accepted: readonly Setting[]): string {
  const rows = accepted.map(({ environment, flag, description }) =>
    flag === undefined ? `  ${environment}  ${description}` : `  ${environment}  as ${flag.split(' ')[0]}`,
  )
  return `\nEnvironment (a flag wins over a variable, a variable over the default; PORT works too):\n${rows.join('\n')}`
}
