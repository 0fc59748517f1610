import { readFile } from 'node:fs/promises'
import { Argument } from 'commander'
import { formatProblem } from '../../base/problem.ts'
import { decodeFixtures } from '../../fixtures/encoding.ts'
import { readFixtures } from '../../fixtures/read-fixtures.ts'
import { findIdleMembers } from '../../fixtures/idle-properties.ts'
import { findMisspelt } from '../../fixtures/misspelt-members.ts'
import { createProblemFinder, type ProblemFinder } from '../../base/problem-finder.ts'
import { placeProblems, type PlacedProblem } from '../../fixtures/place-problems.ts'
import { failed, usageError } from '../command-error.ts'
import type { Call, Subcommand } from '../subcommand.ts'
import { readInput, type Terminal } from '../terminal.ts'

export const subcommand: Subcommand = {
  description:
    'Checks fixtures, YAML or JSON, and lists every problem with its line and its path. Exit code 0: all files are valid; 1: one is not; 2: one cannot be read.',
  arguments: [new Argument('<files...>', 'the files; - for the standard input')],
  examples: [
    ['gm-mock validate world.yaml', 'before a start'],
    [
      'curl -s http://127.0.0.1:4277/_mock/snapshots/before | gm-mock validate -',
      'what a snapshot was downloaded as',
    ],
  ],
  run: validate,
}

async function validate({ arguments: files, terminal }: Call): Promise<number> {
  const findProblems = createProblemFinder()
  const codes: number[] = []
  for (const file of files) codes.push(await validateFile(file, findProblems, terminal))
  return Math.max(...codes)
}

async function validateFile(file: string, findProblems: ProblemFinder, terminal: Terminal): Promise<number> {
  const name = file === '-' ? 'standard input' : file
  try {
    const decoded = decodeFixtures(file === '-' ? await readInput(terminal) : await readFile(file))
    if (!('flaw' in decoded)) return checkText(name, decoded.text, findProblems, terminal)
    terminal.print(`${name}: ${decoded.flaw}\n`)
    return failed
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const flaw = code === 'ENOENT' ? `there is no file ${name}` : `${name} cannot be read: ${message}`
    terminal.report(`gm-mock: ${flaw}\n`)
    return usageError
  }
}

/** Problems go to the standard output, and what only looks misspelt to the standard error. */
function checkText(name: string, text: string, findProblems: ProblemFinder, terminal: Terminal): number {
  const reading = readFixtures(text, findProblems)
  const [problems, value] = 'problems' in reading ? [reading.problems, reading.value] : [[], reading.fixtures]
  const idle = 'problems' in reading ? [] : findIdleMembers(reading.fixtures)
  for (const problem of placeProblems(text, [...findMisspelt(value), ...idle])) {
    terminal.report(`${formatPlaced(name, problem)}\n`)
  }
  for (const problem of placeProblems(text, problems)) terminal.print(`${formatPlaced(name, problem)}\n`)
  if (problems.length > 0) return failed
  terminal.print(`${name} is valid.\n`)
  return 0
}

/** As compilers write it, so that editors and CI find the place. */
function formatPlaced(name: string, { line, ...problem }: PlacedProblem): string {
  const place = line === undefined ? name : `${name}:${line}`
  return `${place}: ${formatProblem(problem)}`
}
