import type { Fact } from './fact.ts'

/** Where a fact was read, and how much that is worth. */
type Origin = Pick<Fact, 'where' | 'when' | 'source' | 'certainty'>

const repository = 'github.com/blackadi/OAUTH2.0'

/** Something seen at the real service, and written down. */
export function seen(where: string, when: string): Origin {
  return { where, when, source: 'observed', certainty: 'high' }
}

/** Something that Authlete says. */
export function said(where: string, when: string): Origin {
  return { where, when, source: 'documented', certainty: 'high' }
}

/** A module of a course whose exercises were done on the live service. */
export const lab = (module: string): Origin =>
  seen(`${repository}, docs/curriculum/modules/${module}, lab`, '2026-08')

/** Any other document of that course. */
export const notes = (document: string): Origin => seen(`${repository}, ${document}`, '2026-08')

/** Calls to the live service that were made one by one to find something out. */
export const probe = (section: string): Origin =>
  notes(`audit/02-findings/SERVICE-CONFIG-PROBE.md §${section}`)

/** A class of Authlete's own library for Java, in the words of its documentation. */
export const javadoc = (name: string): Origin => said(`authlete-java-common, Javadoc of ${name}`, '2026-06')

/** Authlete's OpenAPI document, in its newest public copy. */
export const contract = (place: string): Origin => said(`Authlete OpenAPI 3.0.16, ${place}`, '2026-08')
