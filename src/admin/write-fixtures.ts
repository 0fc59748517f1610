import type { ClockOrder } from '../../schema/admin.ts'
import type { GrantFixture, GrantedScopesFixture, RefreshTokenFixture } from '../../schema/fixture-state.ts'
import type { ApiTokenFixture, Fixtures, ServiceFixture, TokenFixture } from '../../schema/fixtures.ts'
import { readClock } from '../base/clock.ts'
import type { AccessToken, RefreshToken } from '../model/access-token.ts'
import type { ApiToken } from '../model/api-token.ts'
import type { RememberedScopes } from '../model/authorization.ts'
import type { Opening } from '../model/baseline.ts'
import type { ClockSetting } from '../model/clock-setting.ts'
import type { Grant } from '../model/grant.ts'
import type { Service } from '../model/service.ts'
import type { SnapshotContent } from '../model/snapshot.ts'
import { writeTime } from './time.ts'
import { writeDetails } from './token-details.ts'

/** What was saved, as the fixtures of a mock that begins like that: secrets by their hashes, times relative. */
export function writeFixtures({ savedAt, organizationTokens, services }: SnapshotContent): Fixtures {
  return {
    ...(organizationTokens.length > 0 && {
      apiTokens: organizationTokens.map((token) => writeApiToken(token, savedAt)),
    }),
    services: services.map(({ service, opening }) => writeService(service, opening, savedAt)),
  }
}

function writeService(service: Service, opening: Opening, savedAt: number): ServiceFixture {
  const { serviceId, properties, mock, clock } = service
  const now = readClock(clock, savedAt)
  const refreshHashes = new Set(opening.refreshTokens.map(({ tokenHash }) => tokenHash))
  return {
    ...properties,
    serviceId,
    mock: { ...mock },
    ...writeClock(clock),
    apiTokens: opening.apiTokens.map((token) => writeApiToken(token, now)),
    clients: opening.clients.map((client) => ({
      ...client.properties,
      clientId: client.clientId,
      clientType: client.clientType,
    })),
    grants: opening.grants.map((grant) => writeGrant(grant, now)),
    tokens: opening.accessTokens.map((token) => writeAccessToken(token, refreshHashes, now)),
    refreshTokens: opening.refreshTokens.map((token) => writeRefreshToken(token, now)),
    grantedScopes: opening.grantedScopes.map((scopes) => writeGrantedScopes(scopes, now)),
  }
}

/** The real clock is what a service has anyway. */
function writeClock(clock: ClockSetting): { readonly clock?: ClockOrder } {
  if (clock.mode === 'real') return {}
  return { clock: clock.mode === 'frozen' ? { ...clock, now: new Date(clock.now).toISOString() } : clock }
}

function writeApiToken({ tokenHash, rights, expiresAt }: ApiToken, now: number): ApiTokenFixture {
  return {
    apiTokenSha256: tokenHash,
    rights: [...rights],
    ...(expiresAt !== undefined && { expiresAt: writeTime(expiresAt, now) }),
  }
}

function writeGrant({ scopes, claims, authorizationDetails, ...grant }: Grant, now: number): GrantFixture {
  return {
    ...grant,
    scopes: scopes.map(({ scope, resource }) => ({ scope, ...(resource && { resource: [...resource] }) })),
    claims: [...claims],
    authorizationDetails: authorizationDetails as NonNullable<GrantFixture['authorizationDetails']>,
    createdAt: writeTime(grant.createdAt, now),
  }
}

function writeAccessToken(token: AccessToken, refreshHashes: ReadonlySet<string>, now: number): TokenFixture {
  const { tokenHash: accessTokenSha256, refreshTokenHash } = token
  const isLinked = refreshTokenHash !== undefined && refreshHashes.has(refreshTokenHash)
  return {
    accessTokenSha256,
    ...writeToken(token, now),
    ...(isLinked && { refreshTokenSha256: refreshTokenHash }),
  }
}

function writeRefreshToken(token: RefreshToken, now: number): RefreshTokenFixture {
  return { refreshTokenSha256: token.tokenHash, ...writeToken(token, now) }
}

function writeToken(token: RefreshToken, now: number) {
  const { clientId, subject, scopes, createdAt, expiresAt, grantId, details } = token
  const { jkt, certificateThumbprint } = token
  const cnf = {
    ...(jkt !== undefined && { jkt }),
    ...(certificateThumbprint !== undefined && { 'x5t#S256': certificateThumbprint }),
  }
  return {
    clientId,
    ...(subject !== undefined && { subject }),
    scopes: [...scopes],
    createdAt: writeTime(createdAt, now),
    expiresAt: writeTime(expiresAt, now),
    ...(grantId !== undefined && { grantId }),
    ...(Object.keys(cnf).length > 0 && { cnf }),
    ...(details !== undefined && { details: writeDetails(details) }),
  }
}

function writeGrantedScopes(
  { latest, merged, modifiedAt, ...owner }: RememberedScopes,
  now: number,
): GrantedScopesFixture {
  return { ...owner, latest: [...latest], merged: [...merged], modifiedAt: writeTime(modifiedAt, now) }
}
