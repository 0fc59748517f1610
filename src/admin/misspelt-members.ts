import { clientMembers } from '../../schema/client.ts'
import { FixturesSchema } from '../../schema/fixtures.ts'
import { serviceMembers } from '../../schema/service.ts'
import { escapeStep } from '../journal/match.ts'
import { suggest } from '../base/suggest.ts'
import type { Problem } from './admin-error.ts'
import { listObjects } from './fixtures.ts'

const ownMembers = FixturesSchema.properties.services.items.properties
const knownOfService = [serviceMembers, ownMembers].flatMap(Object.keys)
const knownOfClient = [clientMembers, ownMembers.clients.items.properties].flatMap(Object.keys)

/**
 * Members of services and clients that look misspelt. They are kept, as every member is that Authlete may have and the
 * mock does not know, so that each is a warning and no problem.
 */
export function findMisspelt(fixtures: unknown): readonly Problem[] {
  return listObjects(fixtures, 'services').flatMap(([index, service]) => [
    ...findNear(service, knownOfService, `/services/${index}`),
    ...listObjects(service, 'clients').flatMap(([position, client]) =>
      findNear(client, knownOfClient, `/services/${index}/clients/${position}`),
    ),
  ])
}

/** Shorter names lie near to others by chance: Authlete's hsks is no misspelt jwks. */
const leastLetters = 5

function findNear(owner: object, known: readonly string[], path: string): readonly Problem[] {
  const strangers = Object.keys(owner).filter((name) => name.length >= leastLetters && !known.includes(name))
  return strangers.flatMap((name) => {
    const advice = suggest(name, known)
    return advice === ''
      ? []
      : [{ path: `${path}/${escapeStep(name)}`, message: `is kept, but not known.${advice}` }]
  })
}
