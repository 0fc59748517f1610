import type { ApiTokenFixture } from '../../../schema/fixtures.ts'
import { maximumInstant } from '../../../schema/times.ts'
import { declareTime, instantOf, secondsOf } from '../time.ts'
import { hasRight } from './rights.ts'

/**
 * Of the API tokens that fixtures tell in clear, the one to give to a server: it may call the service, and lasts longest.
 * Undefined if none of them can be used. `now` is the time of the service in epoch milliseconds.
 */
export function chooseApiToken(tokens: readonly ApiTokenFixture[], now: number): string | undefined {
  const usable = tokens.filter(
    (token) => hasRight(token.rights ?? ['USE_SERVICE'], 'USE_SERVICE') && endOf(token, now) > now,
  )
  const [chosen] = usable
    .filter(({ apiToken }) => apiToken !== undefined)
    .toSorted((one, other) => endOf(other, now) - endOf(one, now))
  return chosen?.apiToken
}

function endOf({ expiresAt, expiresInSeconds }: ApiTokenFixture, now: number): number {
  if (expiresInSeconds !== undefined) return now + secondsOf(expiresInSeconds) * 1000
  return expiresAt === undefined ? maximumInstant : instantOf(declareTime(expiresAt), now)
}
