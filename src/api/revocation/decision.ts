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
 * Decides one call of POST /auth/revocation. This function defines the order of the checks: parameters, client, token,
 * its owner; then it ends the token and its counterpart; the grant stays (Grant Management §6.5).
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

/** `clientId` is that of the authenticated client, and undefined for a call without a client. */
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
 * RFC 7009 §2.1: searches all kinds of tokens, whatever the hint. An access token that was reported as expired is gone,
 * but revoking it still ends its refresh token; its JWT is then found by its `jti`, which is as secret. Revoking a used
 * refresh token ends the renewed one that it could still give.
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
