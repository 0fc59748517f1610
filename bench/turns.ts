import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import type { Account } from './account.ts'
import type { MeasuredRow } from './figures.ts'
import type { LoadOptions, LoadResult, Step } from './load.ts'
import type { Row } from './rows/row.ts'
import { readMemory } from './workshop.ts'

/** Many short rounds rather than one long one, because a machine's slow moments last for seconds. */
const roundCount = 5
const toldRoundCount = 3
const measuredSeconds = 1.5
/** The first round has cold processes to warm. */
const warmUpSeconds = (round: number): number => (round === 0 ? 2 : 0.3)
const calmMilliseconds = 2000

/** All rows take turns in every round, so that a slow moment of the machine meets floors and rows alike. */
export async function measureRows(
  loader: ChildProcess,
  rows: readonly Row<string>[],
  account: Account,
): Promise<readonly MeasuredRow[]> {
  await setTimeout(calmMilliseconds)
  const measured = rows.map(({ name, served }) => ({
    name,
    isMock: served.isMock,
    idleMemory: readMemory(served.child),
    rounds: [] as LoadResult[],
    memory: [] as number[],
  }))
  account.keep(measured)
  for (let round = 0; round < roundCount; round += 1) {
    for (const [index, row] of rows.entries()) {
      if (round >= countRounds(row)) continue
      account.show(`round ${round + 1} of ${roundCount}, ${row.name}`)
      const of = measured[index]
      of?.rounds.push(await runLoad(loader, describeRound(row, round, of.rounds)))
      await settle(row)
      of?.memory.push(readMemory(row.served.child))
    }
  }
  return measured
}

const countRounds = ({ isTold }: Row<string>): number => (isTold ? toldRoundCount : roundCount)

function describeRound(row: Row<string>, round: number, before: readonly LoadResult[]): LoadOptions {
  const { headers, served, steps } = row
  return {
    baseUrl: served.baseUrl,
    headers,
    steps: steps.map((step) => shareValues(step, row, before)),
    warmUpSeconds: warmUpSeconds(round),
    seconds: measuredSeconds,
  }
}

/** What has been sent must not be sent again; what is left is for this round and those to come, by their length. */
function shareValues(step: Step, row: Row<string>, before: readonly LoadResult[]): Step {
  if (step.varied === undefined || step.varied.repeats) return step
  const { values } = step.varied
  const used = before.reduce((total, result) => total + result.used, 0)
  const lengths = Array.from(
    { length: countRounds(row) },
    (_, round) => warmUpSeconds(round) + measuredSeconds,
  )
  const [length = 0, ...later] = lengths.slice(before.length)
  const left = later.reduce((total, other) => total + other, length)
  const end = used + Math.floor(((values.length - used) * length) / left)
  return { ...step, varied: { ...step.varied, values: values.slice(used, end) } }
}

/** Calls that were under way when the load ended still occupy the process: the next row must not feel them. */
async function settle({ served }: Row<string>): Promise<void> {
  await (await fetch(`${served.baseUrl}/livez`)).text()
  await setTimeout(200)
}

export async function runLoad(loader: ChildProcess, options: LoadOptions): Promise<LoadResult> {
  const ended = new AbortController()
  const abort = (): void => ended.abort()
  loader.once('exit', abort)
  loader.send(options)
  const [result] = (await once(loader, 'message', { signal: ended.signal })) as [LoadResult]
  loader.off('exit', abort)
  return result
}
