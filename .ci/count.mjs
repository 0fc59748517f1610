// Prints the last line of a CI run, from the summaries that tap prints: "# { total: 12, pass: 11, fail: 1 }".
import { readFileSync } from 'node:fs'

const [file, status] = process.argv.slice(2)
const summaries = readFileSync(file, 'utf8').match(/^# \{ total: \d+.*\}$/gm) ?? []
const count = (name) =>
  summaries
    .map((summary) => Number(new RegExp(`${name}: (\\d+)`).exec(summary)?.[1] ?? 0))
    .reduce((sum, number) => sum + number, 0)

// A run can fail without a failed test: by the formatter, the linter, the compiler or a line that no test reaches.
const failed = count('fail') || (status === '0' ? 0 : 1)
process.stdout.write(`${count('pass')} passed, ${failed} failed\n`)
