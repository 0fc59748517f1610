import type { Argument, Option } from 'commander'
import type { Config, Setting } from '../config/config.ts'
import type { Terminal } from './terminal.ts'

/** One subcommand, as its file describes it. The file is loaded when the subcommand is called. */
export interface Subcommand {
  /** What it does: the text above the options in its help. */
  readonly description: string
  readonly arguments?: readonly Argument[]
  readonly options?: readonly Option[]
  /** The settings that it takes by flag and by variable; without them the environment is not looked at. */
  readonly settings?: readonly Setting[]
  /** Further variables that it reads, each with what it is for. */
  readonly environment?: readonly Row[]
  /** What else its help lists, each under a title: names with what they mean. */
  readonly lists?: readonly (readonly [title: string, rows: readonly Row[]])[]
  /** Command lines for the help, each with what it does. */
  readonly examples: readonly (readonly [command: string, description: string])[]
  /** A help of its own for what the words name; by default, and where it is none, that of the whole. */
  readonly describeTopic?: (words: readonly string[]) => string | undefined
  /** True: from the first argument on, everything is an argument. */
  readonly passesThrough?: true
  /** Resolves with the exit code, 0 by default. A CommandError, AdminError or ConnectionError becomes its message. */
  readonly run: (call: Call) => Promise<number | void>
}

export type Row = readonly [name: string, description: string]

/** What a subcommand is called with. */
export interface Call {
  readonly arguments: readonly string[]
  /** By the names that commander gives them: `--base-url` is `baseUrl`. */
  readonly options: Options
  /** By flag, then variable, then default; all defaults where the subcommand takes no settings. */
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
