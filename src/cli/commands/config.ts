import { Option } from 'commander'
import { settings, type Setting } from '../../config/config.ts'
import { readSettings } from '../flags.ts'
import { formatTable } from '../table.ts'
import type { Call, Subcommand } from '../subcommand.ts'

export const subcommand: Subcommand = {
  description:
    'Prints every setting with its value and its origin: a flag, a variable, or the default. Secrets are masked. Takes the flags of start.',
  options: [new Option('--format <format>', 'how to print').choices(['table', 'json']).default('table')],
  settings,
  examples: [
    ['gm-mock config', 'the settings of a start here'],
    ['gm-mock config --format json --port 0', 'the same for a program, with a flag'],
  ],
  run: printConfig,
}

interface Shown {
  readonly name: string
  readonly value: unknown
  readonly from: string
}

async function printConfig({ options, terminal }: Call): Promise<void> {
  const { origins, values } = readSettings(settings, options, terminal.environment)
  const shown = settings.map((setting) => ({
    name: setting.name,
    value: maskSecret(setting, values[setting.name]),
    from: origins[setting.name] ?? 'default',
  }))
  terminal.print(options['format'] === 'json' ? writeJson(shown) : writeTable(shown))
}

function maskSecret({ secret }: Setting, value: unknown): unknown {
  return secret === undefined || value === undefined ? value : '********'
}

function writeJson(shown: readonly Shown[]): string {
  const members = shown.map(({ name, value = null, from }) => [name, { value, from }])
  return `${JSON.stringify(Object.fromEntries(members), null, 2)}\n`
}

function writeTable(shown: readonly Shown[]): string {
  const lines = formatTable(shown.map(({ name, value = '(none)', from }) => [name, String(value), from]))
  return `${lines.join('\n')}\n`
}
