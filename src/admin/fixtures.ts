import type { TSchema } from '@sinclair/typebox'
import { clientMembers } from '../../schema/client.ts'
import { FixturesSchema, type Fixtures } from '../../schema/fixtures.ts'
import { serviceMembers } from '../../schema/service.ts'
import { isJsonObject, type JsonObject } from '../base/json.ts'
import { formatProblem, type Problem } from './admin-error.ts'
import { findConflicts } from './fixture-conflicts.ts'
import { findEntanglement, parseText } from './fixture-text.ts'
import type { ProblemFinder } from './order-reader.ts'
import { placeProblems, readPointer } from './place-problems.ts'
import { findClientProblems, findScopeProblems, findServiceProblems } from './property-problems.ts'

/** Reads YAML or JSON text. All problems at once, with their paths, in the order of their lines; nothing half-read. */
export function readFixtures(
  text: string,
  findProblems: ProblemFinder,
): { readonly fixtures: Fixtures } | { readonly problems: readonly Problem[]; readonly value?: unknown } {
  const reading = parseText(text)
  if ('flaws' in reading) return { problems: reading.flaws.map((message) => ({ path: '', message })) }
  try {
    const value: unknown = reading.document.toJS()
    const entanglement = findEntanglement(value)
    if (entanglement !== undefined) return { problems: [{ path: '', message: entanglement }] }
    const checked = checkFixtures(value, findProblems, findValueProblems(value))
    return 'problems' in checked ? { problems: sortByLine(text, checked.problems), value } : checked
  } catch (error) {
    return { problems: [{ path: '', message: `cannot be read: ${(error as Error).message}` }] }
  }
}

/** Problems in the order in which a reader of the text meets them. */
function sortByLine(text: string, problems: readonly Problem[]): readonly Problem[] {
  if (problems.length < 2) return problems
  return placeProblems(text, problems)
    .toSorted(({ line: one = 0 }, { line: other = 0 }) => one - other)
    .map(({ path, message }) => ({ path, message }))
}

/**
 * Shape, unknown members and relations in one round, with `more` problems: what is wrong in one place hides nothing
 * elsewhere. A world that a test builds for itself may have values that no file should have, such as broken keys.
 */
export function checkFixtures(
  value: unknown,
  findProblems: ProblemFinder,
  more: readonly Problem[] = [],
): { readonly fixtures: Fixtures } | { readonly problems: readonly Problem[] } {
  const shape = findProblems(FixturesSchema, value)
  const conflicts = shape.length === 0 ? findConflicts(value as Fixtures) : findVisibleConflicts(value, shape)
  const found = [...shape, ...conflicts, ...findMemberProblems(value, findProblems), ...more]
  const problems = [...new Map(found.map((problem) => [formatProblem(problem), problem])).values()]
  return problems.length > 0
    ? { problems: problems.toSorted((one, other) => byPlace.compare(one.path, other.path)) }
    : { fixtures: value as Fixtures }
}

/** Orders paths as a reader meets them: `/services/2` before `/services/10`. */
const byPlace = new Intl.Collator('en', { numeric: true })

/** The conflicts of fixtures whose shape is wrong as well, where the wrong shape does not hide them. */
function findVisibleConflicts(value: unknown, shape: readonly Problem[]): readonly Problem[] {
  try {
    const wrong = shape.filter(({ message }) => /^must be (array|object)$/.test(message))
    const paths = new Set(wrong.map(({ path }) => path))
    return findConflicts(withoutPlaces(value, paths) as Fixtures).filter(({ path }) => !paths.has(path))
  } catch {
    return []
  }
}

type Container = Record<string, unknown>

/** A value without what stands at these places; an element of a list becomes an object without members. */
function withoutPlaces(value: unknown, paths: ReadonlySet<string>): unknown {
  const copy: unknown = structuredClone(value)
  for (const path of paths) {
    const steps = readPointer(path)
    const last = String(steps.pop())
    const owner = steps.reduce<unknown>((inner, step) => (inner as Container)[step], copy) as Container
    if (Array.isArray(owner)) owner[Number(last)] = {}
    else Reflect.deleteProperty(owner, last)
  }
  return copy
}

/** What is wrong with the values of services and clients, as far as their shape is right. */
function findValueProblems(value: unknown): readonly Problem[] {
  return listObjects(value, 'services').flatMap(([index, service]) => [
    ...findServiceProblems(service, `/services/${index}`),
    ...listObjects(service, 'clients').flatMap(([position, client]) =>
      findClientProblems(client, `/services/${index}/clients/${position}`),
    ),
  ])
}

/**
 * What is wrong with the types of Authlete's members of services and clients, and with expressions of scopes. Of some
 * hundred schemas only those are compiled that fixtures have members for, which keeps the start short.
 */
function findMemberProblems(value: unknown, findProblems: ProblemFinder): readonly Problem[] {
  const findWrong = (schemas: Readonly<Record<string, TSchema>>, owner: JsonObject, path: string) =>
    Object.entries(schemas).flatMap(([name, schema]) => {
      const member = Object.hasOwn(owner, name) ? owner[name] : undefined
      const problems = member === undefined ? [] : findProblems(schema, member)
      return problems.map((problem) => ({ ...problem, path: `${path}/${name}${problem.path}` }))
    })
  return listObjects(value, 'services').flatMap(([index, service]) => [
    ...findWrong(serviceMembers, service, `/services/${index}`),
    ...findScopeProblems(service, `/services/${index}`),
    ...listObjects(service, 'clients').flatMap(([position, client]) =>
      findWrong(clientMembers, client, `/services/${index}/clients/${position}`),
    ),
  ])
}

/** The objects of a list that is a member of this, with their places. */
export function listObjects(owner: unknown, name: string): readonly (readonly [number, JsonObject])[] {
  const list = isJsonObject(owner) ? owner[name] : undefined
  const entries = Array.isArray(list) ? [...list.entries()] : []
  return entries.flatMap(([index, one]) => (isJsonObject(one) ? [[index, one] as const] : []))
}
