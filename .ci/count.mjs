// Prints the last line of a CI run, from the summary that tap prints: "# { total: 12, pass: 11, fail: 1 }".
import { readFileSync } from 'node:fs'

const [file, status] = process.argv.slice(2)
const summary = /^# \{ total: \d+.*\}$/gm
const last = readFileSync(file, 'utf8').match(summary)?.at(-1) ?? ''
const count = (name) => Number(new RegExp(`${name}: (\\d+)`).exec(last)?.[1] ?? 0)

// A run can fail without a failed test: by the formatter, the linter, the compiler or a line that no test reaches.
const failed = count('fail') || (status === '0' ? 0 : 1)
process.stdout.write(`${count('pass')} passed, ${failed} failed\n`)
