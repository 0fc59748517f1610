import { declareTime, instantOf } from '../base/time.ts'
import { instant } from '../config/config.ts'
import { isFlawOf, type Flaw } from '../testkit/flaw.ts'
import { CommandError, usageError } from './command-error.ts'
import type { Options, Row } from './subcommand.ts'

type Flaws = Readonly<Record<string, Flaw>>

/** The values of `--break` in a help text, each with the answer of POST /gm. */
export function listFlaws(flaws: Flaws): readonly Row[] {
  return Object.entries(flaws).map(([word, { does, reason, resultCode }]) => [
    word,
    `${does} -> ${resultCode} ${reason}`,
  ])
}

/** The value of `--break`, which is a flaw; undefined without the option. */
export function readBreak<Table extends Flaws>(
  { break: word }: Options,
  flaws: Table,
): keyof Table | undefined {
  if (typeof word !== 'string') return undefined
  const problem = isFlawOf(flaws)(word, 'break')
  if (problem !== undefined) throw new CommandError(`--break ${problem}.`, usageError)
  return word
}

/** The instant of `--now`, or the machine's time, in epoch milliseconds. */
export function readNow({ now }: Options): number {
  if (typeof now !== 'string') return Date.now()
  const reading = instant(now)
  if ('error' in reading) throw new CommandError(`--now ${reading.error}.`, usageError)
  return instantOf(declareTime(now), Date.now())
}
