import type { RevocationRequest } from '../../../schema/revocation.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import type { ClientAuthenticationReason } from '../shared/client-authentication.ts'
import {
  defineDecision,
  type Decision,
  type Ending,
  type ErrorReporter,
  type OpenCall,
} from '../shared/decision.ts'
import { findPresentedRefreshToken } from '../shared/presented-refresh-token.ts'
import { findTokenHash } from '../shared/token-hash.ts'
import { sha256 } from '../../base/digest.ts'
import type { AccessToken, RefreshToken } from '../../model/access-token.ts'
import { checkNoCredentials } from '../../oauth/client-authentication/methods.ts'
import { presentClient } from '../../oauth/client-authentication/identification.ts'
import { readOpaqueToken } from '../../oauth/token/jwt-access-token.ts'
import { checkClientIdNotEmpty } from '../../oauth/authorization/requesting-client.ts'
import {
  checkAnonymousRevocation,
  checkRevocationParameters,
  checkRevocationToken,
  checkSecretNotEmpty,
  checkTokenOwner,
} from '../../oauth/token/revocation.ts'
import type { Store } from '../../store/store.ts'
import type { Fail } from '../../base/verdict.ts'
import type { RevocationReason, RevocationRefusal } from './outcomes.ts'

type RevocationStore = Pick<Store, 'findAccessToken' | 'findRefreshToken' | 'findClient' | 'endTokens'>

interface RevocationTools extends Pick<ApiTools, 'authenticateClient'>, ErrorReporter {
  readonly store: RevocationStore
}

type RevocationCall = OpenCall<RevocationRequest, RevocationRefusal | ClientAuthenticationReason, object>
export type RevocationDecision = Decision<RevocationReason, object>

/**
 * Decides one call of POST /auth/revocation. The order of the checks stands here: parameters, client, token, whose
 * token it is, act. The pair ends that the token belongs to; its grant stays (Grant Management §6.5).
 */
export const revokeToken = defineDecision(async (call: RevocationCall, tools: RevocationTools) => {
  const { request, service, now, check } = call
  const parameters = check.find(checkRevocationParameters(request.parameters))
  if (parameters.refusal !== undefined) return parameters.refusal
  const refusal =
    check(checkClientIdNotEmpty(parameters.value)) ?? check(checkSecretNotEmpty(parameters.value))
  if (refusal !== undefined) return refusal

  const presented = presentClient(request, parameters.value)
  const authentication = await tools.authenticateClient(presented, { api: 'revocation', service, now }, check)
  if (authentication.refusal !== undefined) {
    const { reason, detail } = authentication.refusal
    if (reason !== 'client_unidentified') return { reason, detail }
    const credentials = check(checkNoCredentials(presented))
    if (credentials !== undefined) return { reason: credentials.reason }
  }

  const token = check.find(checkRevocationToken(parameters.value))
  if (token.refusal !== undefined) return token.refusal
  return endToken(token.value, call, authentication.value?.client.clientId, tools.store)
})

/** `clientId` is that of the client that was authenticated, and undefined where none named itself. */
async function endToken(
  value: string,
  call: RevocationCall,
  clientId: number | undefined,
  store: RevocationStore,
): Promise<Ending<RevocationReason>> {
  const { check, service } = call
  const token = await findToken(value, call, store)
  if (token === undefined) return 'token_unknown'
  const refusal: Fail<RevocationRefusal> | undefined =
    clientId === undefined
      ? check(
          checkAnonymousRevocation(await store.findClient(service.generation, { clientId: token.clientId })),
        )
      : check(checkTokenOwner(token.clientId, clientId))
  if (refusal !== undefined) return refusal
  await store.endTokens(service.generation, { pairOf: token.tokenHash })
  return 'revoked'
}

/**
 * RFC 7009 §2.1: a token is looked for among all kinds, whatever the hint says. An access token that was told as expired
 * is gone, but whoever revokes it still means the pair; its JWT is known by its `jti` then, which is as secret. So does
 * who revokes a spent refresh token that would still give the renewed one.
 */
async function findToken(
  value: string,
  { service, now }: Pick<RevocationCall, 'service' | 'now'>,
  store: RevocationStore,
): Promise<AccessToken | RefreshToken | undefined> {
  const { generation } = service
  const found = await store.findAccessToken(generation, {
    tokenHash: await findTokenHash(value, service, store),
  })
  if (found !== undefined) return found.token
  const presented = await findPresentedRefreshToken(value, service, store)
  const isGood = presented?.renewal === undefined || now < presented.renewal.endsAt
  return (
    (isGood ? presented?.token : undefined) ??
    store.findRefreshToken(generation, { expiredAccessTokenHash: sha256(readOpaqueToken(value) ?? value) })
  )
}
