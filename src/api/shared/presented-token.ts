import type { FoundAccessToken } from '../../model/access-token.ts'
import type { Service } from '../../model/service.ts'
import {
  checkAccessTokenExpiry,
  checkAccessTokenKnown,
  checkAccessTokenPresent,
  type AccessTokenReason,
} from '../../oauth/token/access-token.ts'
import type { Store } from '../../store/store.ts'
import type { Fail, Judge } from '../../base/verdict.ts'
import { findTokenHash } from './token-hash.ts'

/** An access token as a client presented it: usable, or refused, in which case it may still be known. */
export type PresentedToken =
  | ({ readonly refusal: Fail<AccessTokenReason> } & Partial<FoundAccessToken>)
  | ({ readonly refusal?: never } & FoundAccessToken)

/**
 * Finds the access token that a client presented (RFC 6750 §3.1). One that has expired is told as expired once, and
 * is unknown from then on. `now` is the service's time in epoch milliseconds.
 */
export async function takePresentedToken(
  accessToken: string,
  service: Service,
  now: number,
  store: Pick<Store, 'findAccessToken' | 'takeAccessToken'>,
  judge: Judge<AccessTokenReason>,
): Promise<PresentedToken> {
  const missing = judge(checkAccessTokenPresent(accessToken))
  if (missing !== undefined) return { refusal: missing }
  const tokenHash = await findTokenHash(accessToken, service, store)
  const found = await store.takeAccessToken(service.generation, tokenHash, now)
  if (found === undefined) return { refusal: judge(checkAccessTokenKnown(found)) }
  const expired = judge(checkAccessTokenKnown(found)) ?? judge(checkAccessTokenExpiry(found, now))
  return expired === undefined ? found : { refusal: expired, ...found }
}
