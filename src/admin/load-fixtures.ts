import { readFile } from 'node:fs/promises'
import type { Fixtures } from '../../schema/fixtures.ts'
import { formatProblem, type Problem } from './admin-error.ts'
import { decodeFixtures } from './fixture-encoding.ts'
import { checkFixtures, readFixtures } from './fixtures.ts'
import type { ProblemFinder } from './order-reader.ts'

/** Fixtures that cannot be used, with every problem that they have. */
export class FixturesError extends Error {
  override readonly name = 'FixturesError'
  readonly problems: readonly Problem[]

  constructor(origin: string, problems: readonly Problem[]) {
    super([`The fixtures (${origin}) cannot be used:`, ...describeProblems(problems)].join('\n'))
    this.problems = problems
  }
}

const shownProblems = 20

function describeProblems(problems: readonly Problem[]): readonly string[] {
  const shown = problems.slice(0, shownProblems).map((problem) => `  ${formatProblem(problem)}`)
  return problems.length > shownProblems ? [...shown, `  and ${problems.length - shownProblems} more`] : shown
}

/** Where fixtures can come from; the first that is there counts. */
export interface FixturesPlaces {
  readonly given: Fixtures | undefined
  readonly fixturesInline?: string
  /** The path of a file. */
  readonly fixtures?: string
  readonly demo: URL
}

/** Loads the world to begin with. Rejects with a FixturesError when it cannot be used, whatever the cause. */
export async function loadFixtures(places: FixturesPlaces, findProblems: ProblemFinder): Promise<Fixtures> {
  const { origin, reading } = await readFirst(places, findProblems)
  if ('problems' in reading) throw new FixturesError(origin, reading.problems)
  return reading.fixtures
}

async function readFirst(
  { given, fixturesInline, fixtures, demo }: FixturesPlaces,
  findProblems: ProblemFinder,
) {
  if (given !== undefined) {
    return { origin: 'given', reading: checkFixtures(given, findProblems) }
  }
  if (fixturesInline !== undefined) {
    return { origin: 'GM_MOCK_FIXTURES_INLINE', reading: readFixtures(fixturesInline, findProblems) }
  }
  const origin = fixtures ?? 'demo world'
  try {
    const decoded = decodeFixtures(await readFile(fixtures ?? demo))
    if ('flaw' in decoded) return { origin, reading: { problems: [{ path: '', message: decoded.flaw }] } }
    return { origin, reading: readFixtures(decoded.text, findProblems) }
  } catch (error) {
    const { message } = error as Error
    return { origin, reading: { problems: [{ path: '', message }] } }
  }
}
