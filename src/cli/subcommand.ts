import type { Argument, Option } from 'commander'
import type { Config, Setting } from '../config/config.ts'
import type { Terminal } from './terminal.ts'

/** The description of one subcommand, in its file. The file is loaded when the subcommand is called. */
export interface Subcommand {
  /** What it does: the text above the options in its help. */
  readonly description: string
  readonly arguments?: readonly Argument[]
  readonly options?: readonly Option[]
  /** The accepted settings, as flags and variables; without them the environment is not read. */
  readonly settings?: readonly Setting[]
  /** Further variables, each with its meaning. */
  readonly environment?: readonly Row[]
  /** Further lists in its help, by title: names with their meaning. */
  readonly lists?: readonly (readonly [title: string, rows: readonly Row[]])[]
  /** Example command lines, each with an explanation. */
  readonly examples: readonly (readonly [command: string, description: string])[]
  /** A separate help for what the words name; by default, and if it is undefined, that of the whole. */
  readonly describeTopic?: (words: readonly string[]) => string | undefined
  /** True: from the first argument on, everything is an argument. */
  readonly passesThrough?: true
  /** Resolves with the exit code, 0 by default. A CommandError, AdminError or ConnectionError becomes its message. */
  readonly run: (call: Call) => Promise<number | void>
}

export type Row = readonly [name: string, description: string]

/** The arguments of a subcommand. */
export interface Call {
  readonly arguments: readonly string[]
  /** By the names that commander gives them: `--base-url` is `baseUrl`. */
  readonly options: Options
  /** By flag, then variable, then default; all defaults if the subcommand accepts no settings. */
  readonly config: Config
  readonly terminal: Terminal
}

export type Options = Readonly<Record<string, string | boolean | undefined>>

/** A line of the table of subcommands. */
export interface SubcommandEntry {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<Subcommand>
}
