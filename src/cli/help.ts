import { Option } from 'commander'
import type { Setting } from '../config.ts'
import type { Subcommand } from './subcommand.ts'

/** The flags of settings, each with its default. */
export function settingOptions(accepted: readonly Setting[]): readonly Option[] {
  return accepted.flatMap(({ flag, description, fallback }) => {
    if (flag === undefined) return []
    const shown =
      fallback === undefined || fallback === false ? description : `${description} (default: ${fallback})`
    return [new Option(flag, shown)]
  })
}

/** What stands below the options in the help of a subcommand: variables and examples. */
export function describeBelow({ settings, environment = [], examples }: Subcommand): string {
  const variables = [...(settings ?? []).map(describeVariable), ...environment]
  const order = settings === undefined ? '' : ' (a flag wins over a variable, a variable over the default)'
  return [
    ...(variables.length === 0 ? [] : ['', `Environment${order}:`, ...formatRows(variables)]),
    '',
    'Examples:',
    ...examples.flatMap(([command, description]) => [`  ${command}`, `      ${description}`]),
  ].join('\n')
}

function describeVariable({ name, environment, flag, description }: Setting): readonly [string, string] {
  const short = name === 'port' ? `${environment}, PORT` : environment
  return [short, flag === undefined ? description : `as ${flag.replace(/ .*/, '')}`]
}

function formatRows(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, description]) => `  ${name.padEnd(width)}  ${description}`)
}
