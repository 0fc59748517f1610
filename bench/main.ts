import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { summariseRows, type MeasuredRow } from './figures.ts'
import type { LoadOptions, LoadResult } from './load.ts'
import { prepareRows, type Row } from './rows.ts'
import { measureStarts } from './starts.ts'
import { formatTable } from './table.ts'
import { openWorkshop, readMemory } from './workshop.ts'

/** Many short rounds rather than one long one, because a machine's slow moments last for seconds. */
const roundCount = 5
const measuredSeconds = 1.5
/** The first round has cold processes to warm. */
const warmUpSeconds = (round: number): number => (round === 0 ? 2 : 0.3)
const deadlineMilliseconds = 175_000

async function main(): Promise<boolean> {
  const workshop = openWorkshop()
  console.error('Measuring starts ...')
  const starts = await measureStarts(workshop)
  console.error('Signing proofs and writing grants ...')
  const rows = await prepareRows(workshop)
  const measured = await measureRows(workshop.employ('bench/load.js'), rows)
  const figures = summariseRows(measured)
  console.log(`\n${cpus().length} cores, Node ${process.versions.node}, 50 connections, journal on\n`)
  console.log(formatTable(figures, starts))
  return figures.every(({ wrong, errors }) => wrong === 0 && errors === 0)
}

/** All rows take turns in every round, so that a slow moment of the machine meets floors and rows alike. */
async function measureRows(loader: ChildProcess, rows: readonly Row[]): Promise<readonly MeasuredRow[]> {
  const results = rows.map((): LoadResult[] => [])
  const memory = rows.map(() => Number.NaN)
  for (let round = 0; round < roundCount; round += 1) {
    const seconds = { warmUpSeconds: warmUpSeconds(round), seconds: measuredSeconds }
    for (const [index, row] of rows.entries()) {
      console.error(`Round ${round + 1} of ${roundCount}: ${row.name} ...`)
      const steps = row.steps.map((step) => ({
        ...step,
        bodies: shareBodies(step.bodies, results[index] ?? []),
      }))
      results[index]?.push(await runLoad(loader, toOrder({ ...row, steps }, seconds)))
      await settle(row)
      memory[index] = readMemory(row.served.child)
    }
  }
  return rows.map(({ name }, index) => ({
    name,
    rounds: results[index] ?? [],
    memory: memory[index] ?? Number.NaN,
  }))
}

/** Calls that were under way when the load ended still occupy the process: the next row must not feel them. */
async function settle({ served }: Row): Promise<void> {
  await (await fetch(`${served.baseUrl}/livez`)).text()
  await setTimeout(200)
}

/** What has been sent must not be sent again; what is left is for this round and those to come. */
function shareBodies(bodies: readonly string[], before: readonly LoadResult[]): readonly string[] {
  if (bodies.length === 1) return bodies
  const used = before.reduce((total, result) => total + result.used, 0)
  const roundsLeft = roundCount - before.length
  return bodies.slice(used, used + Math.floor((bodies.length - used) / roundsLeft))
}

function toOrder(
  { served: { baseUrl }, serviceId, apiToken, steps }: Row,
  seconds: Pick<LoadOptions, 'warmUpSeconds' | 'seconds'>,
): LoadOptions {
  const ofService = steps.map((step) => ({ ...step, path: `/api/${serviceId}${step.path}` }))
  return { ...seconds, baseUrl, authorization: apiToken, steps: ofService }
}

async function runLoad(loader: ChildProcess, options: LoadOptions): Promise<LoadResult> {
  const ended = new AbortController()
  const abort = (): void => ended.abort()
  loader.once('exit', abort)
  loader.send(options)
  const [result] = (await once(loader, 'message', { signal: ended.signal })) as [LoadResult]
  loader.off('exit', abort)
  return result
}

globalThis
  .setTimeout(() => {
    console.error('The benchmark takes too long; it ends here.')
    process.exit(1)
  }, deadlineMilliseconds)
  .unref()
process.exit((await main()) ? 0 : 1)
