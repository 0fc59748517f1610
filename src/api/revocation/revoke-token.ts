import type { RevocationRequest } from '../../../schema/revocation.ts'
import { orCrash, type ApiTools } from '../shared/api-tools.ts'
import type { ClientAuthenticationReason } from '../shared/client-authentication.ts'
import { findPresentedRefreshToken } from '../shared/presented-refresh-token.ts'
import { findTokenHash } from '../shared/token-hash.ts'
import { sha256 } from '../../base/digest.ts'
import type { AccessToken, RefreshToken } from '../../model/access-token.ts'
import type { Service } from '../../model/service.ts'
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
import { checkInto, type Fail, type Check, type Verdict } from '../../base/verdict.ts'
import type { RevocationReason, RevocationRefusal } from './outcomes.ts'

type RevocationStore = Pick<
  Store,
  | 'findAccessToken'
  | 'findRefreshToken'
  | 'findRenewedRefreshToken'
  | 'findRefreshTokenOfExpired'
  | 'findClient'
  | 'endTokenPair'
>

/** What a decision needs besides the call. */
export interface RevocationTools extends Pick<ApiTools, 'authenticateClient' | 'reportCrash'> {
  readonly store: RevocationStore
}

/** `now` is the service's time in epoch milliseconds, read once for the whole call. */
export interface RevocationCall {
  readonly request: RevocationRequest
  readonly service: Service
  readonly now: number
}

export interface RevocationDecision {
  readonly reason: RevocationReason
  readonly detail?: string | undefined
  readonly trace: readonly Verdict[]
}

type Ruling = { readonly reason: RevocationReason; readonly detail?: string | undefined }
type RevocationCheck = Check<RevocationRefusal | ClientAuthenticationReason>

/**
 * Decides one call of POST /auth/revocation. The order of the checks stands here: parameters, client, token, whose
 * token it is, act. The pair ends that the token belongs to; its grant stays (Grant Management §6.5).
 */
export async function revokeToken(call: RevocationCall, tools: RevocationTools): Promise<RevocationDecision> {
  const trace: Verdict<RevocationRefusal | ClientAuthenticationReason>[] = []
  const ruling: Ruling = await orCrash(() => decide(call, tools, checkInto(trace)), tools.reportCrash)
  return { reason: ruling.reason, detail: ruling.detail, trace }
}

async function decide(call: RevocationCall, tools: RevocationTools, check: RevocationCheck): Promise<Ruling> {
  const { request, service, now } = call
  const { verdict, parameters } = checkRevocationParameters(request.parameters)
  if (parameters === undefined) return check(verdict)
  check(verdict)
  const nameless = check(checkClientIdNotEmpty(parameters)) ?? check(checkSecretNotEmpty(parameters))
  if (nameless !== undefined) return nameless
  const presented = presentClient(request, parameters)
  const { refusal, value: identified } = await tools.authenticateClient(
    presented,
    { api: 'revocation', service, now },
    check,
  )
  if (refusal !== undefined && refusal.reason !== 'client_unidentified') {
    return { reason: refusal.reason, detail: refusal.detail }
  }
  const proofOfNobody = refusal && check(checkNoCredentials(presented))
  if (proofOfNobody !== undefined) return { reason: proofOfNobody.reason }
  const named = checkRevocationToken(parameters)
  if (named.token === undefined) return check(named.verdict)
  check(named.verdict)
  return endToken(named.token, call, identified?.client.clientId, tools.store, check)
}

/** `clientId` is that of the client that was authenticated, and undefined where none named itself. */
async function endToken(
  value: string,
  call: RevocationCall,
  clientId: number | undefined,
  store: RevocationStore,
  check: Check<RevocationRefusal>,
): Promise<Ruling> {
  const { generation } = call.service
  const token = await findToken(value, call, store)
  if (token === undefined) return { reason: 'token_unknown' }
  const foreign: Fail<RevocationRefusal> | undefined =
    clientId === undefined
      ? check(checkAnonymousRevocation(await store.findClient(generation, token.clientId)))
      : check(checkTokenOwner(token.clientId, clientId))
  if (foreign !== undefined) return foreign
  await store.endTokenPair(generation, token.tokenHash)
  return { reason: 'revoked' }
}

/**
 * RFC 7009 §2.1: a token is looked for among all kinds, whatever the hint says. An access token that was told as expired
 * is gone, but whoever revokes it still means the pair; its JWT is known by its `jti` then, which is as secret. So does
 * who revokes a spent refresh token that would still give the renewed one.
 */
async function findToken(
  value: string,
  { service, now }: RevocationCall,
  store: RevocationStore,
): Promise<AccessToken | RefreshToken | undefined> {
  const { generation } = service
  const found = await store.findAccessToken(generation, await findTokenHash(value, service, store))
  if (found !== undefined) return found.token
  const presented = await findPresentedRefreshToken(value, service, store)
  const isGood = presented?.renewal === undefined || now < presented.renewal.endsAt
  return (
    (isGood ? presented?.token : undefined) ??
    store.findRefreshTokenOfExpired(generation, sha256(readOpaqueToken(value) ?? value))
  )
}
