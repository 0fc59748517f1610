import type { TSchema } from '@sinclair/typebox'
import { clientMembers } from '../../schema/client.ts'
import { FixturesSchema, type Fixtures } from '../../schema/fixtures.ts'
import { serviceMembers } from '../../schema/service.ts'
import type { Problem } from './admin-error.ts'
import { findConflicts } from './fixture-conflicts.ts'
import { findEntanglement, parseText } from './fixture-text.ts'
import type { ProblemFinder } from './order-reader.ts'
import { findServiceProblems } from './property-problems.ts'

/** Reads YAML or JSON text. All problems at once, with their paths; nothing half-read. */
export function readFixtures(
  text: string,
  findProblems: ProblemFinder,
): { readonly fixtures: Fixtures } | { readonly problems: readonly Problem[] } {
  const reading = parseText(text)
  if ('flaws' in reading) return { problems: reading.flaws.map((message) => ({ path: '', message })) }
  try {
    const value: unknown = reading.document.toJS()
    const entanglement = findEntanglement(value)
    if (entanglement !== undefined) return { problems: [{ path: '', message: entanglement }] }
    return checkFixtures(value, findProblems)
  } catch (error) {
    return { problems: [{ path: '', message: `cannot be read: ${(error as Error).message}` }] }
  }
}

export function checkFixtures(
  value: unknown,
  findProblems: ProblemFinder,
): { readonly fixtures: Fixtures } | { readonly problems: readonly Problem[] } {
  const shape = findProblems(FixturesSchema, value)
  const conflicts = shape.length === 0 ? findConflicts(value as Fixtures) : findVisibleConflicts(value)
  const members = shape.length === 0 ? findMemberProblems(value as Fixtures, findProblems) : []
  const problems = [...shape, ...conflicts, ...members].toSorted((one, other) =>
    byPlace.compare(one.path, other.path),
  )
  return problems.length > 0 ? { problems } : { fixtures: value as Fixtures }
}

/** Orders paths as a reader meets them: `/services/2` before `/services/10`. */
const byPlace = new Intl.Collator('en', { numeric: true })

/** The conflicts of fixtures whose shape is wrong as well, where the wrong shape does not hide them. */
function findVisibleConflicts(value: unknown): readonly Problem[] {
  try {
    return findConflicts(value as Fixtures)
  } catch {
    return []
  }
}

/**
 * What is wrong with Authlete's members of services and clients. Of some hundred schemas only those are compiled that
 * fixtures have members for, which keeps the start short.
 */
function findMemberProblems({ services }: Fixtures, findProblems: ProblemFinder): readonly Problem[] {
  const findWrong = (schemas: Readonly<Record<string, TSchema>>, owner: object, path: string) =>
    Object.entries(schemas).flatMap(([name, schema]) => {
      const value: unknown = Object.hasOwn(owner, name) ? owner[name as keyof typeof owner] : undefined
      const problems = value === undefined ? [] : findProblems(schema, value)
      return problems.map((problem) => ({ ...problem, path: `${path}/${name}${problem.path}` }))
    })
  return services.flatMap(({ clients = [], ...service }, index) => [
    ...findWrong(serviceMembers, service, `/services/${index}`),
    ...findServiceProblems(service, `/services/${index}`),
    ...clients.flatMap((client, position) =>
      findWrong(clientMembers, client, `/services/${index}/clients/${position}`),
    ),
  ])
}
