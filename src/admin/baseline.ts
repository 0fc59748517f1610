import { readClock } from '../clock.ts'
import type { ApiToken } from '../model/api-token.ts'
import type { Baseline, Declared, DeclaredApiToken, DeclaredEnd, Opening } from '../model/baseline.ts'
import type { NewService } from '../store/store.ts'

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
    grants: baseline.grants.map((grant) => ({ ...grant, createdAt: now })),
    accessTokens: baseline.accessTokens.map((token) => beginToken(token, now)),
    refreshTokens: baseline.refreshTokens.map((token) => beginToken(token, now)),
  }
}

/** Declared API tokens that are issued now (epoch ms). */
export function beginApiTokens(tokens: readonly DeclaredApiToken[], now: number): readonly ApiToken[] {
  return tokens.map(({ end, ...token }) => ({
    ...token,
    ...(end !== undefined && { expiresAt: endsAt(end, now) }),
  }))
}

/** A declared token that is issued now (epoch ms). */
export function beginToken<Token extends { readonly end: DeclaredEnd }>(
  { end, ...token }: Token,
  now: number,
): Omit<Token, 'end'> & { readonly createdAt: number; readonly expiresAt: number } {
  return { ...token, createdAt: now, expiresAt: endsAt(end, now) }
}

function endsAt(end: Declared<unknown>['end'], now: number): number {
  return 'expiresAt' in end ? end.expiresAt : now + end.lastsSeconds * 1000
}
