import type { ApiTools } from '../shared/api-tools.ts'
import { resolveAccessToken } from '../shared/presented-token.ts'
import type { AccessToken } from '../../model/access-token.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import { checkAccessTokenKnown, type AccessTokenReason } from '../../oauth/token/access-token.ts'
import { checkClientUnlocked } from '../../oauth/token/requirements.ts'
import {
  checkNotPasswordGrant,
  checkOpenidScope,
  checkTokenSubject,
  type UserInfoReason,
} from '../../oauth/userinfo.ts'
import type { Fail, Check } from '../../base/verdict.ts'

/** Why a token that was presented at the userinfo endpoint is refused, in both calls. */
export type UserInfoTokenReason = AccessTokenReason | 'client_locked' | UserInfoReason

/** An access token at the userinfo endpoint: accepted, or refused, in which case it may still be known. */
type PresentedToken =
  | { readonly refusal: Fail<UserInfoTokenReason>; readonly token?: AccessToken }
  | { readonly refusal?: never; readonly token: AccessToken; readonly client: Client }

/**
 * Makes the checks of the access token that both calls share. This function defines the order of the checks: access
 * token, its client, the scope `openid`, subject, grant type. Scope and subject were observed to come before the
 * token's binding.
 */
export async function resolveUserInfoToken(
  accessToken: string,
  service: Service,
  now: number,
  { store }: Pick<ApiTools, 'store'>,
  check: Check<UserInfoTokenReason>,
): Promise<PresentedToken> {
  const { refusal, token } = await resolveAccessToken(accessToken, service, now, store, check)
  if (refusal !== undefined) return { refusal, ...(token !== undefined && { token }) }
  const client = await store.findClient(service.generation, { clientId: token.clientId })
  if (client === undefined) return { refusal: check(checkAccessTokenKnown(undefined)) }
  const refused =
    check(checkClientUnlocked(client.clientId, client.properties.locked)) ??
    check(checkOpenidScope(token)) ??
    check(checkTokenSubject(token)) ??
    check(checkNotPasswordGrant(token))
  return refused === undefined ? { token, client } : { refusal: refused, token }
}
