import type { Service } from '../model/service.ts'
import { maximumSeconds } from './durations.ts'

/**
 * The shortest duration that attributes of these scopes name, in seconds (Authlete TokenUpdateRequest
 * `accessTokenExpiresAtUpdatedOnScopeUpdate`); undefined where they name none.
 */
export function findScopeSeconds(
  scopes: readonly string[],
  attribute: 'access_token.duration' | 'refresh_token.duration',
  { properties: { supportedScopes = [] } }: Service,
): number | undefined {
  const wanted = new Set(scopes)
  const seconds = supportedScopes
    .filter(({ name }) => wanted.has(name))
    .flatMap(({ attributes = [] }) => attributes)
    .filter(({ key }) => key === attribute)
    .map(({ value }) => Number(value))
    .filter((value) => Number.isSafeInteger(value) && value > 0)
  return seconds.length === 0
    ? undefined
    : seconds.reduce((least, one) => Math.min(least, one), maximumSeconds)
}
