import { Option } from 'commander'
import { readConfig, type ConfigReading, type Setting } from '../config/config.ts'
import type { Options } from './subcommand.ts'

/** Reads settings from commander's values and the environment. */
export function readSettings(
  accepted: readonly Setting[],
  options: Options,
  environment: Readonly<Record<string, string | undefined>>,
): ConfigReading {
  const flags = accepted.map((setting) => [setting.name, readFlag(setting, options)])
  return readConfig(Object.fromEntries(flags), environment, accepted)
}

/** A flag without a value means true. */
function readFlag({ flag }: Setting, options: Options): string | undefined {
  if (flag === undefined) return undefined
  const option = new Option(flag)
  const value = options[option.attributeName()]
  if (option.negate) return value === false ? 'true' : undefined
  return value === undefined ? undefined : String(value)
}
