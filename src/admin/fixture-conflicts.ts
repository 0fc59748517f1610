import { aliasOf } from '../base/client-names.ts'
import type { ApiTokenFixture, Fixtures, ServiceFixture } from '../../schema/fixtures.ts'
import { sha256 } from '../base/digest.ts'
import type { Problem } from './admin-error.ts'
import { findContradictions } from './declare-token.ts'
import { findDetailProblems } from './token-details.ts'

/** A name that is to be given once, and where it is given. */
interface Naming {
  readonly name: unknown
  readonly path: string
}

/** What a schema cannot see: names given twice, grants that nobody declares, orders that contradict themselves. */
export function findConflicts({ services, apiTokens = [] }: Fixtures): readonly Problem[] {
  const everyApiToken = [
    ...listApiTokens(apiTokens, ''),
    ...services.flatMap((service, index) => listApiTokens(service.apiTokens ?? [], `/services/${index}`)),
  ]
  return [
    ...findRepeated(
      services.map(({ serviceId: name }, index) => ({ name, path: `/services/${index}/serviceId` })),
    ),
    ...findRepeated(everyApiToken.flatMap(({ token, path }) => nameValue(token, 'apiToken', path))),
    ...everyApiToken.flatMap(({ token, path }) => [
      ...demandOne(token, 'apiToken', path),
      ...findContradictions(token, path),
    ]),
    ...services.flatMap((service, index) => findServiceConflicts(service, `/services/${index}`)),
  ]
}

function listApiTokens(tokens: readonly ApiTokenFixture[], path: string) {
  return tokens.map((token, index) => ({ token, path: `${path}/apiTokens/${index}` }))
}

function findServiceConflicts(service: ServiceFixture, path: string): readonly Problem[] {
  const { clients = [], tokens = [], refreshTokens = [] } = service
  const placedTokens = tokens.map((token, index) => ({ token, path: `${path}/tokens/${index}` }))
  const placedRefreshTokens = refreshTokens.map((token, index) => ({
    token,
    path: `${path}/refreshTokens/${index}`,
  }))
  const refreshNames = placedRefreshTokens.flatMap((placed) =>
    nameValue(placed.token, 'refreshToken', placed.path),
  )
  const grants = listGrants(service, path)
  const knownGrants = new Set(grants.map(({ name }) => name))
  const knownRefreshTokens = new Set(refreshNames.map(({ name }) => name))
  return [
    ...findRepeated([
      ...listClientIds(clients, path),
      ...listUndeclaredIds(service, path),
      ...listAliases(clients, path),
    ]),
    ...findRepeated(placedTokens.flatMap((placed) => nameValue(placed.token, 'accessToken', placed.path))),
    ...findRepeated(refreshNames),
    ...findRepeated(grants),
    ...placedTokens.flatMap((placed) => demandOne(placed.token, 'accessToken', placed.path)),
    ...placedRefreshTokens.flatMap((placed) => demandOne(placed.token, 'refreshToken', placed.path)),
    ...[...placedTokens, ...placedRefreshTokens].flatMap((placed) =>
      findContradictions(placed.token, placed.path),
    ),
    ...[...placedTokens, ...placedRefreshTokens].flatMap(({ token, path: place }) =>
      findDetailProblems(token.details, place),
    ),
    // A token that was saved may have outlived its grant.
    ...[
      ...placedTokens.filter(({ token }) => token.accessTokenSha256 === undefined),
      ...placedRefreshTokens.filter(({ token }) => token.refreshTokenSha256 === undefined),
    ].flatMap(({ token, path: place }) =>
      demandKnown(token.grantId, knownGrants, `${place}/grantId`, grantUndeclared),
    ),
    ...placedTokens.flatMap((placed) => {
      const place = `${placed.path}/refreshTokenSha256`
      return demandKnown(placed.token.refreshTokenSha256, knownRefreshTokens, place, refreshTokenUndeclared)
    }),
  ]
}

const grantUndeclared = 'names a grant that nothing of this service declares'
const refreshTokenUndeclared = 'names a refresh token that does not stand among refreshTokens'

function listGrants({ tokens = [], grants = [] }: ServiceFixture, path: string): readonly Naming[] {
  const ofTokens = tokens.flatMap(({ grant }, index) =>
    grant?.grantId === undefined
      ? []
      : [{ name: grant.grantId, path: `${path}/tokens/${index}/grant/grantId` }],
  )
  const alone = grants.map(({ grantId: name }, index) => ({ name, path: `${path}/grants/${index}/grantId` }))
  return [...ofTokens, ...alone]
}

type ClientFixtures = NonNullable<ServiceFixture['clients']>

function listClientIds(clients: ClientFixtures, path: string): readonly Naming[] {
  return clients.map(({ clientId }, index) => ({
    name: String(clientId),
    path: `${path}/clients/${index}/clientId`,
  }))
}

/** The ids of clients that are made because tokens or grants name them. */
function listUndeclaredIds(
  { clients = [], tokens = [], refreshTokens = [], grants = [] }: ServiceFixture,
  path: string,
): readonly Naming[] {
  const declared = new Set(clients.map(({ clientId }) => clientId))
  const named = [...tokens, ...refreshTokens, ...grants].flatMap(({ clientId }) => clientId ?? [])
  const undeclared = new Set(named.filter((clientId) => !declared.has(clientId)))
  return [...undeclared].map((clientId) => ({ name: String(clientId), path }))
}

/** The aliases of clients that are not their ids, whether they may be used or not; each is the name of one client. */
function listAliases(clients: ClientFixtures, path: string): readonly Naming[] {
  return clients.flatMap(({ clientId, ...properties }, index) => {
    const name = aliasOf({ clientId, properties })
    return name === String(clientId) ? [] : [{ name, path: `${path}/clients/${index}/clientIdAlias` }]
  })
}

type Hashed<Member extends string> = { readonly [Name in Member | `${Member}Sha256`]?: string | boolean }

/** A token by its hash, wherever it stands by its value or by its hash. */
function nameValue<Member extends string>(
  token: Hashed<Member>,
  member: Member,
  path: string,
): readonly Naming[] {
  const value: unknown = token[member]
  const hash: unknown = token[`${member}Sha256`]
  if (typeof value === 'string') return [{ name: sha256(value), path: `${path}/${member}` }]
  return hash === undefined ? [] : [{ name: hash, path: `${path}/${member}Sha256` }]
}

/** A token is told by its value or by the hash of that. */
function demandOne<Member extends string>(
  token: Hashed<Member>,
  member: Member,
  path: string,
): readonly Problem[] {
  const isTold = token[member] !== undefined || token[`${member}Sha256`] !== undefined
  return isTold ? [] : [{ path, message: `needs ${member} or ${member}Sha256` }]
}

function demandKnown(
  name: string | undefined,
  known: ReadonlySet<unknown>,
  path: string,
  message: string,
): readonly Problem[] {
  return name === undefined || known.has(name) ? [] : [{ path, message }]
}

function findRepeated(names: readonly Naming[]): readonly Problem[] {
  const seen = new Set<unknown>()
  return names.flatMap(({ name, path }) => {
    if (seen.has(name)) return [{ path, message: 'is given twice' }]
    seen.add(name)
    return []
  })
}
