import type { Client } from '../model/client.ts'
import type { Service, ServiceProperties } from '../model/service.ts'

/** A hundred years: longer durations are mistakes, and instants stay within what a date can hold. */
export const maximumSeconds = 3_155_760_000

/** Seconds that count: whole and positive (Authlete: in other cases the setting is ignored). */
function readSeconds(seconds: unknown): number | undefined {
  return Number.isInteger(seconds) && Number(seconds) > 0
    ? Math.min(Number(seconds), maximumSeconds)
    : undefined
}

/** What a service has set, or its default where it has set nothing. */
export function chooseSeconds(configured: number | undefined, standard: number): number {
  return readSeconds(configured) ?? standard
}

type TokenDuration = 'accessTokenDuration' | 'refreshTokenDuration'

/** Authlete's defaults, in seconds. */
const standardSeconds: Readonly<Record<TokenDuration, number>> = {
  accessTokenDuration: 3600,
  refreshTokenDuration: 864_000,
}

/** How long a service lets a token last, in seconds. */
export function chooseServiceSeconds(duration: TokenDuration, properties: ServiceProperties): number {
  return chooseSeconds(properties[duration], standardSeconds[duration])
}

/**
 * How long a token lasts, in seconds: as the call says, else as the service says, which a client's own setting can only
 * shorten (Authlete ClientExtension `accessTokenDuration`, `refreshTokenDuration`).
 */
export function chooseTokenSeconds(
  duration: TokenDuration,
  { properties }: Service,
  client: Client,
  ofCall: number | undefined,
): number {
  const ofService = chooseServiceSeconds(duration, properties)
  const ofClient = readSeconds(client.properties.extension?.[duration]) ?? ofService
  return readSeconds(ofCall) ?? Math.min(ofService, ofClient)
}
