import type { ApiTools } from '../shared/api-tools.ts'
import { takePresentedToken } from '../shared/presented-token.ts'
import type { AccessToken } from '../../model/access-token.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import { checkAccessTokenKnown } from '../../oauth/token/access-token.ts'
import { checkClientUnlocked } from '../../oauth/token/requirements.ts'
import { checkNotPasswordGrant, checkOpenidScope, checkTokenSubject } from '../../oauth/userinfo.ts'
import type { Fail, Check } from '../../base/verdict.ts'
import type { UserInfoTokenReason } from './outcomes.ts'

/** An access token at the userinfo endpoint: good for it, or refused, in which case it may still be known. */
export type PresentedToken =
  | { readonly refusal: Fail<UserInfoTokenReason>; readonly token?: AccessToken }
  | { readonly refusal?: never; readonly token: AccessToken; readonly client: Client }

/**
 * Judges the access token as far as both calls do. The order of the checks stands here: access token, its client, the
 * scope `openid`, subject, grant type. Scope and subject were observed to come before what the token is bound to.
 */
export async function judgePresentedToken(
  accessToken: string,
  service: Service,
  now: number,
  { store }: Pick<ApiTools, 'store'>,
  check: Check<UserInfoTokenReason>,
): Promise<PresentedToken> {
  const { refusal, token } = await takePresentedToken(accessToken, service, now, store, check)
  if (refusal !== undefined) return { refusal, ...(token !== undefined && { token }) }
  const client = await store.findClient(service.generation, token.clientId)
  if (client === undefined) return { refusal: check(checkAccessTokenKnown(undefined)) }
  const unfit =
    check(checkClientUnlocked(client.clientId, client.properties.locked)) ??
    check(checkOpenidScope(token)) ??
    check(checkTokenSubject(token)) ??
    check(checkNotPasswordGrant(token))
  return unfit === undefined ? { token, client } : { refusal: unfit, token }
}
