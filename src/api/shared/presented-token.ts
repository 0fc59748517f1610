import type { FoundAccessToken } from '../../model/access-token.ts'
import type { Service } from '../../model/service.ts'
import {
  checkAccessTokenExpiry,
  checkAccessTokenKnown,
  checkAccessTokenPresent,
  type AccessTokenReason,
} from '../../oauth/token/access-token.ts'
import type { Store } from '../../store/store.ts'
import type { Fail, Check } from '../../base/verdict.ts'
import { findTokenHash } from './token-hash.ts'

/** An access token that a client presented: usable, or refused, in which case it may still be known. */
type PresentedToken =
  | ({ readonly refusal: Fail<AccessTokenReason> } & Partial<FoundAccessToken>)
  | ({ readonly refusal?: never } & FoundAccessToken)

/**
 * Resolves the access token that a client presented (RFC 6750 §3.1). An expired one is reported as expired once, and is
 * unknown from then on. `now` is the service's time in epoch milliseconds.
 */
export async function resolveAccessToken(
  accessToken: string,
  service: Service,
  now: number,
  store: Pick<Store, 'findAccessToken' | 'takeAccessToken'>,
  check: Check<AccessTokenReason>,
): Promise<PresentedToken> {
  const missing = check(checkAccessTokenPresent(accessToken))
  if (missing !== undefined) return { refusal: missing }
  const tokenHash = await findTokenHash(accessToken, service, store)
  const found = await store.takeAccessToken(service.generation, tokenHash, now)
  const known = check.find(checkAccessTokenKnown(found))
  if (known.refusal !== undefined) return known
  const expired = check(checkAccessTokenExpiry(known.value, now))
  return expired === undefined ? known.value : { refusal: expired, ...known.value }
}
