import { readFile } from 'node:fs/promises'
import { Argument, Option } from 'commander'
import { formatProblem } from '../../base/problem.ts'
import type { FileCheck } from '../../fixtures/check-file.ts'
import type { PlacedProblem } from '../../fixtures/place-problems.ts'
import { failed, usageError } from '../command-error.ts'
import { startProgress } from '../progress/progress.ts'
import type { Call, Options, Subcommand } from '../subcommand.ts'
import { readInput, type Terminal } from '../terminal.ts'

export const subcommand: Subcommand = {
  description:
    'Checks fixtures, YAML or JSON, and lists every problem with its line and its path. Exit code 0: all files are valid; 1: one is not; 2: one cannot be read.',
  arguments: [new Argument('<files...>', 'the files; - for the standard input')],
  options: [new Option('--strict', 'make every warning a problem: a likely misspelling, what has no effect')],
  examples: [
    ['gm-mock validate fixtures.yaml', 'before a start'],
    ['gm-mock validate --strict fixtures/*.yaml', 'in CI: 1 for warnings too'],
    ['curl -s http://127.0.0.1:4277/_mock/snapshots/before | gm-mock validate -', 'a downloaded snapshot'],
  ],
  run: validate,
}

async function validate({ arguments: files, options, terminal }: Call): Promise<number> {
  const codes: number[] = []
  for (const file of files) codes.push(await validateFile(file, options, terminal))
  return Math.max(...codes)
}

async function validateFile(file: string, options: Options, terminal: Terminal): Promise<number> {
  const { checkFile } = await import('../../fixtures/check-file.ts')
  const name = file === '-' ? 'standard input' : file
  const progress = startProgress(terminal)
  const onRead = (share: number): void => progress.show(`reading ${name}, ${Math.round(100 * share)} %`)
  const read = async () => checkFile(file === '-' ? await readInput(terminal) : await readFile(file), onRead)
  try {
    const check = await read().finally(progress.end)
    return report(name, options['strict'] === true ? makeStrict(check) : check, terminal)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const flaw = code === 'ENOENT' ? `there is no file ${name}` : `${name} cannot be read: ${message}`
    terminal.report(`gm-mock: ${flaw}\n`)
    return usageError
  }
}

/** Makes warnings problems, in the order of their lines. */
function makeStrict({ problems, hints }: FileCheck): FileCheck {
  const all = [...hints, ...problems]
  return { hints: [], problems: all.toSorted(({ line = 0 }, { line: other = 0 }) => line - other) }
}

/** Prints problems to the standard output, and warnings to the standard error. */
function report(name: string, { problems, hints }: FileCheck, terminal: Terminal): number {
  for (const hint of hints) terminal.report(`${formatPlaced(name, hint)}\n`)
  for (const problem of problems) terminal.print(`${formatPlaced(name, problem)}\n`)
  if (problems.length > 0) return failed
  terminal.print(`${name} is valid.\n`)
  return 0
}

/** The format of compilers, so that editors and CI find the place. */
function formatPlaced(name: string, { line, ...problem }: PlacedProblem): string {
  const place = line === undefined ? name : `${name}:${line}`
  return `${place}: ${formatProblem(problem)}`
}
