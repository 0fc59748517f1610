import type { TSchema } from '@sinclair/typebox'
import { parseDocument } from 'yaml'
import { clientMembers } from '../../schema/client.ts'
import {
  FixturesSchema,
  type ApiTokenFixture,
  type Fixtures,
  type ServiceFixture,
  type TokenFixture,
} from '../../schema/fixtures.ts'
import { serviceMembers } from '../../schema/service.ts'
import { sha256 } from '../digest.ts'
import type { Baseline, DeclaredApiToken } from '../model/baseline.ts'
import type { Client } from '../model/client.ts'
import type { MockSettings, ServiceProperties } from '../model/service.ts'
import type { ClockSetting } from '../model/clock-setting.ts'
import type { Random } from '../random.ts'
import type { Problem } from './admin-error.ts'
import { declareToken, findContradictions, type DeclaredToken } from './declare-token.ts'
import type { ProblemFinder } from './order-reader.ts'

/** A world that was read and found whole: ready to be stored, service by service. */
export interface DeclaredWorld {
  readonly organizationTokens: readonly DeclaredApiToken[]
  readonly services: readonly {
    readonly serviceId: string
    readonly baseline: Baseline
    readonly apiToken?: string
  }[]
}

/** Reads YAML or JSON text. All problems at once, with their paths; nothing half-read. */
export function readFixtures(
  text: string,
  findProblems: ProblemFinder,
): { readonly fixtures: Fixtures } | { readonly problems: readonly Problem[] } {
  const document = parseDocument(text, { prettyErrors: true })
  const syntax = document.errors.map((error) => ({ path: '', message: error.message }))
  if (syntax.length > 0) return { problems: syntax }
  try {
    const value: unknown = document.toJS()
    JSON.stringify(value)
    return checkFixtures(value, findProblems)
  } catch (error) {
    return { problems: [{ path: '', message: `cannot be read: ${String(error)}` }] }
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
    ...clients.flatMap((client, position) =>
      findWrong(clientMembers, client, `/services/${index}/clients/${position}`),
    ),
  ])
}

/** What a schema cannot see: names given twice, grants that nobody declares, orders that contradict themselves. */
function findConflicts({ services, apiTokens = [] }: Fixtures): readonly Problem[] {
  const everyApiToken = services.flatMap((service, index) =>
    (service.apiTokens ?? []).map(({ apiToken }, position) => ({
      name: apiToken,
      path: `/services/${index}/apiTokens/${position}/apiToken`,
    })),
  )
  return [
    ...findRepeated(
      services.map(({ serviceId: name }, index) => ({ name, path: `/services/${index}/serviceId` })),
    ),
    ...findRepeated([
      ...apiTokens.map(({ apiToken: name }, index) => ({ name, path: `/apiTokens/${index}/apiToken` })),
      ...everyApiToken,
    ]),
    ...services.flatMap((service, index) => findServiceConflicts(service, `/services/${index}`)),
  ]
}

function findServiceConflicts(
  { clients = [], tokens = [] }: ServiceFixture,
  path: string,
): readonly Problem[] {
  const declaredGrants = tokens.flatMap(({ grant }, index) =>
    grant?.grantId === undefined
      ? []
      : [{ name: grant.grantId, path: `${path}/tokens/${index}/grant/grantId` }],
  )
  const known = new Set(declaredGrants.map(({ name }) => name))
  return [
    ...findRepeated(
      clients.map(({ clientId: name }, index) => ({ name, path: `${path}/clients/${index}/clientId` })),
    ),
    ...findRepeated(listAliases(clients, path)),
    ...findRepeated(
      tokens.map(({ accessToken: name }, index) => ({ name, path: `${path}/tokens/${index}/accessToken` })),
    ),
    ...findRepeated(declaredGrants),
    ...tokens.flatMap((token, index) => findContradictions(token, `${path}/tokens/${index}`)),
    ...tokens.flatMap(({ grantId }, index) =>
      grantId === undefined || known.has(grantId)
        ? []
        : [
            {
              path: `${path}/tokens/${index}/grantId`,
              message: 'names a grant that no token of this service declares',
            },
          ],
    ),
  ]
}

/** The aliases by which clients can be named; each names one client. */
function listAliases(clients: NonNullable<ServiceFixture['clients']>, path: string) {
  return clients.flatMap(({ clientIdAlias: name, clientIdAliasEnabled }, index) =>
    clientIdAliasEnabled === true && name !== undefined && name !== ''
      ? [{ name, path: `${path}/clients/${index}/clientIdAlias` }]
      : [],
  )
}

function findRepeated(
  names: readonly { readonly name: unknown; readonly path: string }[],
): readonly Problem[] {
  const seen = new Set<unknown>()
  return names.flatMap(({ name, path }) => {
    if (seen.has(name)) return [{ path, message: 'is given twice' }]
    seen.add(name)
    return []
  })
}

/** What a service has where its fixture says nothing. */
export interface ServiceDefaults {
  readonly mock: MockSettings
  readonly clock: ClockSetting
}

/** Turns fixtures into what is stored: secrets become hashes, ids that were left open are chosen once and for all. */
export function declareWorld(
  { services, apiTokens = [] }: Fixtures,
  defaults: ServiceDefaults,
  random: Random,
): DeclaredWorld {
  return {
    organizationTokens: apiTokens.map(declareApiToken),
    services: services.map((fixture) => {
      const apiToken = fixture.apiTokens?.[0]?.apiToken
      const baseline = declareService(fixture, defaults, random)
      return { serviceId: fixture.serviceId, baseline, ...(apiToken !== undefined && { apiToken }) }
    }),
  }
}

function declareService(fixture: ServiceFixture, defaults: ServiceDefaults, random: Random): Baseline {
  const { serviceId: _, mock, apiTokens = [], clients = [], tokens = [], ...rest } = fixture
  const properties = rest as ServiceProperties
  const declared = tokens.map((token) => ({
    order: token,
    ...declareToken(token, properties, random),
  }))
  const known = clients.map(({ clientId, clientType = 'CONFIDENTIAL', ...kept }) => ({
    clientId,
    clientType,
    properties: kept,
  }))
  const firstId = known[0]?.clientId ?? tokens.find(({ clientId }) => clientId !== undefined)?.clientId
  const fallbackId = firstId ?? Number(random.digits(10))
  const clientOf = (token: DeclaredToken & { order: TokenFixture }) => token.order.clientId ?? fallbackId
  return {
    properties,
    mock: { ...defaults.mock, ...(mock as Partial<MockSettings>) },
    clock: defaults.clock,
    apiTokens: apiTokens.map(declareApiToken),
    clients: [...known, ...findImpliedClients(declared.map(clientOf), known)],
    grants: declared.flatMap((token) =>
      token.newGrant === undefined ? [] : [{ ...token.newGrant, clientId: clientOf(token) }],
    ),
    accessTokens: declared.map((token) => ({ ...token.accessToken, clientId: clientOf(token) })),
    refreshTokens: declared.flatMap((token) =>
      token.refreshToken === undefined ? [] : [{ ...token.refreshToken, clientId: clientOf(token) }],
    ),
  }
}

function declareApiToken({
  apiToken,
  rights = ['USE_SERVICE'],
  expiresInSeconds,
}: ApiTokenFixture): DeclaredApiToken {
  return {
    tokenHash: sha256(apiToken),
    rights,
    ...(expiresInSeconds !== undefined && { end: { lastsSeconds: expiresInSeconds } }),
  }
}

/** Clients that tokens name and nobody declares are made on the spot, confidential. */
function findImpliedClients(named: readonly number[], known: readonly Client[]): readonly Client[] {
  const declaredIds = new Set(known.map(({ clientId }) => clientId))
  return [...new Set(named)]
    .filter((clientId) => !declaredIds.has(clientId))
    .map((clientId) => ({ clientId, clientType: 'CONFIDENTIAL', properties: {} }))
}
