import { parseArgs } from 'node:util'
import { openAccount } from './account.ts'
import { growthBars, judge, type Measured } from './bars.ts'
import { measureRates, summariseRow } from './figures.ts'
import { prepareGrants } from './growth/grants.ts'
import { fillWorlds, listServiceRows, timeMaking } from './growth/services.ts'
import { soak } from './growth/soak.ts'
import type { Row } from './rows/row.ts'
import { formatTable } from './table.ts'
import { measureRows } from './turns.ts'
import { openWorkshop } from './workshop.ts'

/** How much the world grows, and which part of the run is wanted. */
const { grants, services, calls, only } = parseArgs({
  options: {
    grants: { type: 'string', default: '1000000' },
    services: { type: 'string', default: '100000' },
    calls: { type: 'string', default: '2000000' },
    only: { type: 'string' },
  },
}).values

const account = openAccount()
const workshop = openWorkshop(account)
const loader = workshop.employ('bench/load.js')

const parts: Readonly<Record<string, () => Promise<readonly Measured[]>>> = {
  grants: async () => measure(await prepareGrants(workshop, Number(grants))),
  services: async () => {
    const worlds = await fillWorlds(workshop, loader, Number(services))
    const rows = await measure(await listServiceRows(worlds))
    return [...rows, ...(await timeMaking(worlds))]
  },
  soak: async () => [await soak(workshop, loader, Number(calls))],
}

async function measure(rows: readonly Row<string>[]): Promise<readonly Measured[]> {
  const measured = await measureRows(loader, rows, account)
  account.show('')
  const figures = measured.map(summariseRow)
  console.log(`${formatTable(figures)}\n`)
  if (figures.some(({ wrong, errors }) => wrong + errors > 0)) throw new Error('some answers were wrong')
  return measureRates(measured, growthBars)
}

async function main(): Promise<boolean> {
  const judgements = []
  for (const [name, part] of Object.entries(parts)) {
    if (only !== undefined && only !== name) continue
    account.show(`growing ${name}`)
    const figures = await part()
    account.show('')
    for (const figure of figures) {
      const judgement = judge(figure, growthBars)
      console.log(judgement.text)
      judgements.push(judgement)
    }
  }
  const missed = judgements.filter(({ isMet }) => !isMet)
  console.log(
    missed.length === 0 ? '\nAll bars are met.' : `\n${missed.length} of ${judgements.length} missed:`,
  )
  for (const { text } of missed) console.log(text)
  return missed.length === 0
}

process.exit((await main()) ? 0 : 1)
