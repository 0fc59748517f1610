import { Option } from 'commander'
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

function joinWithCommas(value: string, before?: string): string {
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

const lineWidth = 80

/** Two columns, the second one wrapped. */
function formatRows(rows: readonly Row[]): readonly string[] {
  const indent = Math.max(...rows.map(([name]) => name.length)) + 4
  const wrapped = new RegExp(`(.{1,${lineWidth - indent}})(?: |$)`, 'g')
  return rows.flatMap(([name, description]) => {
    const lines = [...description.matchAll(wrapped)].map(([, line = '']) => line)
    return lines.map((line, index) => `  ${index === 0 ? name : ''}`.padEnd(indent) + line)
  })
}
