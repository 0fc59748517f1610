import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { openAccount } from './account.ts'
import { bars, judge } from './bars.ts'
import { compareRates, measureMemory, measureRates, summariseRow, type MeasuredRow } from './figures.ts'
import { timeJournal } from './journal.ts'
import type { RowName } from './rows/row.ts'
import { prepareRows } from './rows/rows.ts'
import { compareStarts, measureStarts } from './starts.ts'
import { formatTable } from './table.ts'
import { measureRows } from './turns.ts'
import { openWorkshop } from './workshop.ts'

const deadlineMilliseconds = 480_000

/** `--only WORD`: the rows with the word in their name, and the floors. */
const { only = '' } = parseArgs({ options: { only: { type: 'string' } } }).values

const account = openAccount()

async function main(): Promise<boolean> {
  const workshop = openWorkshop(account)
  account.show('measuring starts')
  const starts = await measureStarts(workshop)
  account.show('filling a journal')
  const journal = await timeJournal(workshop)
  account.show('signing proofs, writing grants, installing what it is compared with')
  const prepared = await prepareRows(workshop, only)
  const rows = await measureRows(workshop.employ('bench/load.js'), prepared, account)
  account.end()
  const figures = rows.map(summariseRow)
  const measured = [...measureRates(rows, bars), ...measureMemory(rows), compareStarts(starts)]
  const judgements = measured.map((figure) => judge(figure, bars))
  console.log(
    `\n${cpus().length} cores, Node ${process.versions.node}, 50 connections, journal and trace on\n`,
  )
  console.log(`${formatTable(figures)}\n`)
  for (const { text } of judgements) console.log(text)
  console.log([journal, ...compareWithOthers(rows)].join('\n'))
  const missed = judgements.filter(({ isMet }) => !isMet)
  console.log(
    missed.length === 0 ? '\nAll bars are met.' : `\n${missed.length} of ${judgements.length} missed:`,
  )
  for (const { text } of missed) console.log(text)
  const faulty = figures.filter(({ wrong, errors }) => wrong + errors > 0)
  for (const { name } of faulty) console.log(`${name}: some answers were wrong or errors`)
  return missed.length === 0 && faulty.length === 0
}

const opposites: readonly (readonly [RowName, RowName])[] = [
  ['QUERY, bearer', 'oidc-provider, bearer'],
  ['QUERY, DPoP ES256', 'oidc-provider, DPoP ES256'],
  ['QUERY, bearer', 'Prism, canned answer'],
]

/** Told, not barred; but a bearer call that is behind a real provider is named so. */
function compareWithOthers(rows: readonly MeasuredRow[]): readonly string[] {
  const find = (wanted: RowName) => rows.find(({ name }) => name === wanted)
  return opposites.flatMap(([ours, theirs]) => {
    const [row, other] = [find(ours), find(theirs)]
    if (row === undefined) return []
    if (other === undefined) return only === '' ? [`${theirs}: could not be installed`] : []
    const ratio = compareRates(row, other)
    return [`${ours}: ${ratio.toFixed(2)} of ${theirs}${ratio < 1 ? ', behind it' : ''}; told`]
  })
}

setTimeout(() => {
  account.end()
  console.log(`${account.describeEnd()}\nIt takes too long.`)
  process.exit(1)
}, deadlineMilliseconds).unref()
process.exit((await main()) ? 0 : 1)
