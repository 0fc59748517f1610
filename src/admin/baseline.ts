import { readClock } from '../base/clock.ts'
import type { ApiToken } from '../model/api-token.ts'
import type { Baseline, DeclaredApiToken, DeclaredTime, Opening } from '../model/baseline.ts'
import type { ClientProperties } from '../model/client.ts'
import type { ServiceProperties } from '../model/service.ts'
import type { NewService } from '../store/store.ts'
import { instantOf } from './time.ts'

/** A service that begins now, as its baseline says. */
export function beginService(
  service: Pick<NewService, 'serviceId' | 'origin' | 'nonceSecret' | 'baseline'>,
  systemNow: number,
): NewService {
  const { properties, mock, clock } = beginBaseline(service.baseline, systemNow)
  const opening = openBaseline(service.baseline, service.serviceId, systemNow)
  return { ...service, properties, mock, clock, opening }
}

/** A baseline whose service is made now, unless it was declared as made before. */
export function beginBaseline(baseline: Baseline, systemNow: number): Baseline {
  return { ...baseline, properties: assignTimes(baseline.properties, readClock(baseline.clock, systemNow)) }
}

/** The properties of a service or a client with the times that Authlete gives them; `now` is epoch milliseconds. */
export function assignTimes<Properties extends ServiceProperties | ClientProperties>(
  properties: Properties,
  now: number,
): Properties {
  const createdAt = properties['createdAt'] ?? now
  return { ...properties, createdAt, modifiedAt: properties['modifiedAt'] ?? createdAt }
}

/** The rows of a service that begins now: declared ends become instants, by the service's own clock. */
export function openBaseline(baseline: Baseline, serviceId: string, systemNow: number): Opening {
  const now = readClock(baseline.clock, systemNow)
  return {
    apiTokens: beginApiTokens(baseline.apiTokens, now).map((token) => ({ ...token, serviceId })),
    clients: baseline.clients.map((client) => ({
      ...client,
      properties: assignTimes(client.properties, now),
    })),
    grants: baseline.grants.map(({ made, ...grant }) => ({ ...grant, createdAt: begunAt(made, now) })),
    accessTokens: baseline.accessTokens.map((token) => beginToken(token, now)),
    refreshTokens: baseline.refreshTokens.map((token) => beginToken(token, now)),
    grantedScopes: baseline.grantedScopes.map(({ made, ...scopes }) => ({
      ...scopes,
      modifiedAt: begunAt(made, now),
    })),
  }
}

/** Declared API tokens that are issued now (epoch ms). */
export function beginApiTokens(tokens: readonly DeclaredApiToken[], now: number): readonly ApiToken[] {
  return tokens.map(({ end, ...token }) => ({
    ...token,
    ...(end !== undefined && { expiresAt: instantOf(end, now) }),
  }))
}

/** A declared token that is issued now (epoch ms), unless it was issued before. */
export function beginToken<Token extends { readonly made?: DeclaredTime; readonly end: DeclaredTime }>(
  { end, made, ...token }: Token,
  now: number,
): Omit<Token, 'end' | 'made'> & { readonly createdAt: number; readonly expiresAt: number } {
  return { ...token, createdAt: begunAt(made, now), expiresAt: instantOf(end, now) }
}

/** What begins with the service was made now (epoch ms), unless it was declared as made before. */
function begunAt(made: DeclaredTime | undefined, now: number): number {
  return made === undefined ? now : instantOf(made, now)
}
