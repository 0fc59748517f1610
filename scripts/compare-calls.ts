import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findDifferences, parseDeep } from './record/differences.ts'

interface Line {
  readonly subject: string
  readonly part: string
  readonly value: unknown
}

type Lines = ReadonlyMap<string, string>

/** How many are printed; the others are counted. */
const shown = 40

/**
 * Compares two folders that `record-calls.ts` wrote, and prints member by member what differs; with a third argument `words`
 * the texts for people, and with a fourth `seen` only what the second folder has. Exit code 1: something differs.
 */
const [before = '', after = '', file = 'calls', only] = process.argv.slice(2)
const [known, seen] = [before, after].map((folder) => readLines(join(folder, `${file}.jsonl`))) as [
  Lines,
  Lines,
]
const names = new Set([...(only === 'seen' ? [] : known.keys()), ...seen.keys()])
const differing = [...names].filter((name) => known.get(name) !== seen.get(name))
for (const name of differing.slice(0, shown)) {
  console.log(name)
  for (const line of describe(known.get(name), seen.get(name))) console.log(`  ${line}`)
}
if (differing.length > shown) console.log(`and ${differing.length - shown} more.`)
console.log(`${differing.length} of ${names.size} observations differ.`)
process.exitCode = differing.length > 0 ? 1 : 0

/** Each line by what it is of; what comes several times is numbered. */
function readLines(path: string): Lines {
  const counts = new Map<string, number>()
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  return new Map(
    lines.map((line) => {
      const { subject, part } = JSON.parse(line) as Line
      const name = `${subject} | ${part}`
      const count = (counts.get(name) ?? 0) + 1
      counts.set(name, count)
      return [count === 1 ? name : `${name} (${count})`, line]
    }),
  )
}

function describe(old: string | undefined, now: string | undefined): readonly string[] {
  if (old === undefined) return ['only after']
  if (now === undefined) return ['only before']
  const [was, is] = [old, now].map((line) => parseDeep((JSON.parse(line) as Line).value))
  const found = findDifferences(was, is)
  return found.length > 0 ? found : ['the same members, written in another order or with other blanks']
}
