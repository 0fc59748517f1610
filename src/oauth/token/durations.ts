import { oncePer } from '../../base/once-per.ts'
import type { Client } from '../../model/client.ts'
import type { Service, ServiceProperties, SupportedScope } from '../../model/service.ts'
import { listScopesOf } from '../dynamic-scopes.ts'

/** A hundred years: longer durations are mistakes, and a date can still represent the instants. */
const maximumSeconds = 3_155_760_000

/** Valid seconds: whole and positive (Authlete: in other cases the setting is ignored). */
function readSeconds(seconds: unknown): number | undefined {
  return Number.isInteger(seconds) && Number(seconds) > 0
    ? Math.min(Number(seconds), maximumSeconds)
    : undefined
}

/** The setting of a service, or its default. */
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

const none: readonly SupportedScope[] = []

/** Most services have none, and then no scope needs to be found. */
const hasScopeAttributes = oncePer((scopes: readonly SupportedScope[]) =>
  scopes.some(({ attributes = [] }) => attributes.length > 0),
)

/** The lifetime of a token by a service and these scopes of it, in seconds. */
export function chooseServiceSeconds(
  duration: TokenDuration,
  properties: ServiceProperties,
  scopes: readonly string[],
): number {
  const ofService = chooseSeconds(properties[duration], durations[duration].standard)
  return Math.min(ofService, findScopeSeconds(scopes, duration, properties) ?? ofService)
}

/** The owner of a token, and its scopes. */
interface TokenOwner {
  readonly service: Service
  readonly client: Client
  readonly scopes: readonly string[]
}

/**
 * The lifetime of a token, in seconds: that of the call, else the least of those of service, client and scopes
 * (Authlete ClientExtension `accessTokenDuration`, `refreshTokenDuration`, `idTokenDuration`; KB, Token duration per
 * scope).
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
 * The shortest duration in attributes of these scopes, in seconds (Authlete TokenUpdateRequest
 * `accessTokenExpiresAtUpdatedOnScopeUpdate`); undefined if there is none. Only whole positive decimal numbers count.
 */
export function findScopeSeconds(
  scopes: readonly string[],
  duration: TokenDuration,
  properties: ServiceProperties,
): number | undefined {
  if (!hasScopeAttributes(properties.supportedScopes ?? none)) return undefined
  const seconds = listScopesOf(scopes, properties)
    .flatMap(({ attributes = [] }) => attributes)
    .filter(({ key, value = '' }) => key === durations[duration].attribute && /^\d+$/.test(value))
    .map(({ value }) => Number(value))
    .filter((value) => value > 0)
  return seconds.length === 0
    ? undefined
    : seconds.reduce((least, one) => Math.min(least, one), maximumSeconds)
}
