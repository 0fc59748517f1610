import { readClock } from '../clock.ts'
import type { ApiToken } from '../model/api-token.ts'
import type { Baseline, DeclaredApiToken, DeclaredTime, Opening } from '../model/baseline.ts'
import type { NewService } from '../store/store.ts'
import { instantOf } from './time.ts'

/** A service that begins now, as its baseline says. */
export function beginService(
  service: Pick<NewService, 'serviceId' | 'origin' | 'nonceSecret' | 'baseline'>,
  systemNow: number,
): NewService {
  const { properties, mock, clock } = service.baseline
  const opening = openBaseline(service.baseline, service.serviceId, systemNow)
  return { ...service, properties, mock, clock, opening }
}

/** The rows of a service that begins now: declared ends become instants, by the service's own clock. */
export function openBaseline(baseline: Baseline, serviceId: string, systemNow: number): Opening {
  const now = readClock(baseline.clock, systemNow)
  return {
    apiTokens: beginApiTokens(baseline.apiTokens, now).map((token) => ({ ...token, serviceId })),
    clients: baseline.clients,
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
