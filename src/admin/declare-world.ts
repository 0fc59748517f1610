import type { GrantFixture, GrantedScopesFixture, RefreshTokenFixture } from '../../schema/fixture-state.ts'
import type { ApiTokenFixture, Fixtures, ServiceFixture } from '../../schema/fixtures.ts'
import { sha256 } from '../base/digest.ts'
import type { RefreshToken } from '../model/access-token.ts'
import type { Baseline, Declared, DeclaredApiToken, DeclaredScopes, Made } from '../model/baseline.ts'
import type { Client } from '../model/client.ts'
import type { ClockSetting } from '../model/clock-setting.ts'
import type { Grant } from '../model/grant.ts'
import type { MockSettings, ServiceProperties } from '../model/service.ts'
import { chooseServiceSeconds } from '../oauth/token/durations.ts'
import type { Random } from '../base/random.ts'
import { readClockOrder } from './clocks.ts'
import { declareBinding, declareMaking, declareToken } from './declare-token.ts'
import { declareTime } from './time.ts'
import { declareDetails } from './token-details.ts'

/** A world that was read and found whole: ready to be stored, service by service. */
export interface DeclaredWorld {
  readonly organizationTokens: readonly DeclaredApiToken[]
  readonly services: readonly {
    readonly serviceId: string
    readonly baseline: Baseline
    readonly apiToken?: string
  }[]
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
      const told = fixture.apiTokens?.find(({ apiToken }) => apiToken !== undefined)
      const baseline = declareService(fixture, defaults, random)
      return { serviceId: fixture.serviceId, baseline, ...(told?.apiToken && { apiToken: told.apiToken }) }
    }),
  }
}

function declareService(fixture: ServiceFixture, defaults: ServiceDefaults, random: Random): Baseline {
  const { serviceId: _, mock, clock, apiTokens = [], clients = [], tokens = [], ...more } = fixture
  const { grants = [], refreshTokens = [], grantedScopes = [], ...rest } = more
  const properties = rest as ServiceProperties
  const known = clients.map(({ clientId, clientType = 'CONFIDENTIAL', ...kept }) => ({
    clientId,
    clientType,
    properties: kept,
  }))
  const named = [...tokens, ...refreshTokens, ...grants].flatMap(({ clientId }) => clientId ?? [])
  const fallbackId = known[0]?.clientId ?? named[0] ?? Number(random.digits(10))
  const withClient = <Kept>(kept: Kept, { clientId = fallbackId }: { readonly clientId?: number }) => ({
    ...kept,
    clientId,
  })
  const declared = tokens.map((order) => ({ order, ...declareToken(order, properties, random) }))
  const owned = {
    grants: [
      ...declared.flatMap(({ newGrant, order }) => (newGrant ? [withClient(newGrant, order)] : [])),
      ...grants.map((grant) => withClient(declareGrantAlone(grant), grant)),
    ],
    accessTokens: declared.map(({ accessToken, order }) => withClient(accessToken, order)),
    refreshTokens: [
      ...declared.flatMap(({ refreshToken, order }) =>
        refreshToken ? [withClient(refreshToken, order)] : [],
      ),
      ...refreshTokens.map((token) => withClient(declareRefreshToken(token, properties), token)),
    ],
    grantedScopes: grantedScopes.map(declareGrantedScopes),
  }
  return {
    properties,
    mock: { ...defaults.mock, ...(mock as Partial<MockSettings>) },
    clock: clock === undefined ? defaults.clock : readClockOrder(clock),
    apiTokens: apiTokens.map(declareApiToken),
    clients: [...known, ...findImpliedClients(Object.values(owned).flat(), known)],
    ...owned,
  }
}

function declareApiToken(fixture: ApiTokenFixture): DeclaredApiToken {
  const { apiToken, apiTokenSha256: hash, rights = ['USE_SERVICE'], expiresInSeconds, expiresAt } = fixture
  return {
    tokenHash: hashOf(apiToken, hash),
    rights,
    ...(expiresInSeconds !== undefined && { end: { afterSeconds: expiresInSeconds } }),
    ...(expiresAt !== undefined && { end: declareTime(expiresAt) }),
  }
}

/** Fixtures that were checked tell one of the two. */
function hashOf(value: string | undefined, hash = ''): string {
  return value === undefined ? hash : sha256(value)
}

function declareRefreshToken(
  fixture: RefreshTokenFixture,
  properties: ServiceProperties,
): Omit<Declared<RefreshToken>, 'clientId'> {
  const { refreshToken, refreshTokenSha256, subject, scopes = [], grantId, details } = fixture
  const { expiresAt, expiresInSeconds } = fixture
  const seconds = expiresInSeconds ?? chooseServiceSeconds('refreshTokenDuration', properties, scopes)
  return {
    tokenHash: hashOf(refreshToken, refreshTokenSha256),
    scopes,
    ...(subject !== undefined && { subject }),
    ...(grantId !== undefined && { grantId }),
    ...declareBinding(fixture),
    ...declareMaking(fixture),
    ...(details !== undefined && { details: declareDetails(details) }),
    end: expiresAt === undefined ? { afterSeconds: seconds } : declareTime(expiresAt),
  }
}

function declareGrantAlone(fixture: GrantFixture): Omit<Made<Grant>, 'clientId'> {
  const { grantId, subject, scopes = [], claims = [], authorizationDetails = [] } = fixture
  return {
    grantId,
    scopes,
    claims,
    authorizationDetails,
    ...(subject !== undefined && { subject }),
    ...declareMaking(fixture),
  }
}

function declareGrantedScopes({ modifiedAt, ...scopes }: GrantedScopesFixture): DeclaredScopes {
  return { ...scopes, ...declareMaking({ createdAt: modifiedAt }) }
}

/** Clients that something names and nobody declares are made on the spot, confidential. */
function findImpliedClients(
  owned: readonly { readonly clientId: number }[],
  known: readonly Client[],
): readonly Client[] {
  const declaredIds = new Set(known.map(({ clientId }) => clientId))
  return [...new Set(owned.map(({ clientId }) => clientId))]
    .filter((clientId) => !declaredIds.has(clientId))
    .map((clientId) => ({ clientId, clientType: 'CONFIDENTIAL', properties: {} }))
}
