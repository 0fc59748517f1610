import type { Client } from '../../model/client.ts'
import type { Service, ServiceProperties } from '../../model/service.ts'
import { listScopesOf } from '../dynamic-scopes.ts'

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

/** For each duration of tokens: the attribute of scopes that shortens it, and Authlete's default in seconds. */
const durations = {
  accessTokenDuration: { attribute: 'access_token.duration', standard: 3600 },
  refreshTokenDuration: { attribute: 'refresh_token.duration', standard: 864_000 },
  idTokenDuration: { attribute: 'id_token.duration', standard: 86_400 },
} as const

type TokenDuration = keyof typeof durations

/** How long a service and these scopes of it let a token last, in seconds. */
export function chooseServiceSeconds(
  duration: TokenDuration,
  properties: ServiceProperties,
  scopes: readonly string[],
): number {
  const ofService = chooseSeconds(properties[duration], durations[duration].standard)
  return Math.min(ofService, findScopeSeconds(scopes, duration, properties) ?? ofService)
}

/** Who gets a token for what. */
export interface TokenOwner {
  readonly service: Service
  readonly client: Client
  readonly scopes: readonly string[]
}

/**
 * How long a token lasts, in seconds: as the call says, else the least of what service, client and scopes say (Authlete
 * ClientExtension `accessTokenDuration`, `refreshTokenDuration`, `idTokenDuration`; KB, Token duration per scope).
 */
export function chooseTokenSeconds(
  duration: TokenDuration,
  { service: { properties }, client, scopes }: TokenOwner,
  ofCall?: number,
): number {
  const ofService = chooseServiceSeconds(duration, properties, scopes)
  const ofClient = readSeconds(client.properties.extension?.[duration]) ?? ofService
  return readSeconds(ofCall) ?? Math.min(ofService, ofClient)
}

/**
 * The shortest duration that attributes of these scopes name, in seconds (Authlete TokenUpdateRequest
 * `accessTokenExpiresAtUpdatedOnScopeUpdate`); undefined where they name none. A value that is no whole positive number
 * in decimal digits is none.
 */
export function findScopeSeconds(
  scopes: readonly string[],
  duration: TokenDuration,
  properties: ServiceProperties,
): number | undefined {
  const seconds = listScopesOf(scopes, properties)
    .flatMap(({ attributes = [] }) => attributes)
    .filter(({ key, value = '' }) => key === durations[duration].attribute && /^\d+$/.test(value))
    .map(({ value }) => Number(value))
    .filter((value) => value > 0)
  return seconds.length === 0
    ? undefined
    : seconds.reduce((least, one) => Math.min(least, one), maximumSeconds)
}
