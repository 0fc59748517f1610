import { Help, Option } from 'commander'
import type { Setting } from '../config/config.ts'
import type { Row, Subcommand } from './subcommand.ts'

/** The flags of settings, each with its default. */
export function settingOptions(accepted: readonly Setting[]): readonly Option[] {
  return accepted.flatMap(({ flag, description, fallback, repeats }) => {
    if (flag === undefined) return []
    const shown =
      fallback === undefined || fallback === false ? description : `${description} (default: ${fallback})`
    const option = new Option(flag, shown)
    return [repeats ? option.argParser(joinWithCommas) : option]
  })
}

/** Makes an option repeatable: its values are joined by commas. */
export function joinWithCommas(value: string, before?: string): string {
  return before === undefined ? value : `${before},${value}`
}

/** The part of a subcommand's help below its options: its lists, variables and examples. */
export function describeBelow({ settings, environment = [], lists = [], examples }: Subcommand): string {
  const variables = [...(settings ?? []).map(describeVariable), ...environment]
  const precedence =
    settings === undefined ? '' : ' (a flag wins over a variable, a variable over the default)'
  const titled = variables.length === 0 ? lists : [...lists, [`Environment${precedence}`, variables] as const]
  return [
    ...titled.flatMap(([title, rows]) => ['', `${title}:`, ...formatRows(rows)]),
    '',
    'Examples:',
    ...examples.flatMap(([command, description]) => [`  ${command}`, `      ${description}`]),
  ].join('\n')
}

function describeVariable({ name, environment, flag, description }: Setting): Row {
  const names = name === 'port' ? `${environment}, PORT` : environment
  return [names, flag === undefined ? description : `as ${flag.replace(/ .*/, '')}`]
}

const help = Object.assign(new Help(), { helpWidth: 80, minWidthToWrap: 20 })

/** Two columns as commander formats those of options, the second one wrapped. */
function formatRows(rows: readonly Row[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, description]) => help.formatItem(name, width, description, help))
}
