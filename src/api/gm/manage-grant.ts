import type { GmRequest } from '../../../schema/gm.ts'
import { takePresentedToken } from '../shared/presented-token.ts'
import { orCrash } from '../shared/api-tools.ts'
import type { PossessionTools } from '../shared/proof-of-possession.ts'
import { checkPossession, findTokenNonce, type PresentedPossession } from '../shared/token-possession.ts'
import type { AccessToken } from '../../model/access-token.ts'
import type { Grant } from '../../model/grant.ts'
import type { Service } from '../../model/service.ts'
import {
  checkGmActionPresent,
  checkGmActionUsable,
  checkGrantClient,
  checkGrantIdPresent,
  checkGrantKnown,
  checkGrantSubject,
  checkManagingClient,
  grantUri,
  isGmAction,
  methodFor,
  scopeFor,
  type GmAction,
} from '../../oauth/grants/grant-management.ts'
import { checkScope } from '../../oauth/token/scope.ts'
import { checkClientUnlocked } from '../../oauth/token/requirements.ts'
import type { Store } from '../../store/store.ts'
import { checkInto, type Fail, type Verdict } from '../../base/verdict.ts'
import type { GmReason, GmRefusal } from './outcomes.ts'

/** The part of the store that managing a grant reads and changes. */
export type GrantStore = Pick<
  Store,
  'findAccessToken' | 'takeAccessToken' | 'findGrant' | 'revokeGrant' | 'recordProof'
>

/** What a decision needs besides the call. */
export interface GrantManagement extends PossessionTools {
  readonly store: GrantStore
  /** Told of whatever nobody decided, before it is answered as AUTHLETE_ERROR. */
  readonly reportCrash: (error: unknown) => void
}

/** `now` is the service's time in epoch milliseconds, read once for the whole call. */
export interface GmCall {
  readonly request: GmRequest
  readonly service: Service
  readonly now: number
}

/** What was decided, with everything that the answer is written from. */
export interface GmDecision {
  readonly reason: GmReason
  readonly detail?: string
  readonly grant?: Grant
  readonly token?: AccessToken
  readonly dpopNonce?: string
  readonly trace: readonly Verdict[]
}

/** What one call has found out so far. */
interface Course {
  readonly trace: Verdict<GmRefusal>[]
  token?: AccessToken
  /** The value for DPoP-Nonce, where a nonce is required of the token. */
  dpopNonce?: string
}

type Refusal = Fail<GmRefusal>
type Ruling =
  Refusal | { readonly reason: 'queried' | 'revoked'; readonly grant: Grant } | { readonly reason: 'crash' }

/**
 * Decides one call of POST /gm. The order of the checks, which decides the result code, stands here and nowhere else:
 * parameters, access token, its client, certificate binding, DPoP binding, scope, grant, act. Never rejects: what nobody decided
 * is the outcome `crash`.
 */
export async function manageGrant(call: GmCall, management: GrantManagement): Promise<GmDecision> {
  const course: Course = { trace: [] }
  const ruling = await orCrash(() => decide(call, management, course), management.reportCrash)
  return conclude(ruling, course)
}

async function decide(call: GmCall, management: GrantManagement, course: Course): Promise<Ruling> {
  const { request, service, now } = call
  const { store } = management
  const { gmAction, grantId = '', accessToken = '' } = request
  const check = checkInto(course.trace)

  const actionMissing = check(checkGmActionPresent(gmAction))
  if (actionMissing !== undefined) return actionMissing
  if (!isGmAction(gmAction)) return check(checkGmActionUsable(gmAction))
  const parameterMissing = check(checkGmActionUsable(gmAction)) ?? check(checkGrantIdPresent(grantId))
  if (parameterMissing !== undefined) return parameterMissing

  const { token, client, refusal } = await takePresentedToken(accessToken, service, now, store, check)
  if (token !== undefined) noteToken(token, call, course)
  if (refusal !== undefined) return refusal
  const presented = presentPossession(call, gmAction, course.dpopNonce !== undefined)
  const tokenUnusable =
    check(checkClientUnlocked(token.clientId, client?.locked)) ??
    check(checkManagingClient(client?.clientType)) ??
    (await checkPossession(token, presented, management, check)) ??
    check(checkScope(token.scopes, scopeFor[gmAction]))
  if (tokenUnusable !== undefined) return tokenUnusable

  const grant = await store.findGrant(service.generation, grantId)
  if (grant === undefined) return check(checkGrantKnown(grant))
  const grantForeign =
    check(checkGrantKnown(grant)) ??
    check(checkGrantClient(grant, token)) ??
    check(checkGrantSubject(grant, token, service.mock.strictOwnership))
  if (grantForeign !== undefined) return grantForeign

  if (gmAction === 'QUERY') return { reason: 'queried', grant }
  const ended = await store.revokeGrant(service.generation, grantId)
  return ended ? { reason: 'revoked', grant } : check(checkGrantKnown(undefined))
}

/** Where a nonce is required of a bound token, it goes with every answer from here on. */
function noteToken(token: AccessToken, { request, service, now }: GmCall, course: Course): void {
  course.token = token
  const current = findTokenNonce(token, service, now, request.dpopNonceRequired)
  if (current !== undefined) course.dpopNonce = current
}

function presentPossession(
  { request, service, now }: GmCall,
  gmAction: GmAction,
  nonceRequired: boolean,
): PresentedPossession {
  const { accessToken = '', grantId = '' } = request
  return {
    api: 'gm',
    service,
    now,
    accessToken,
    certificate: request.clientCertificate,
    proof: request.dpop,
    method: request.htm ?? methodFor[gmAction],
    uri: request.htu ?? defaultUri(service, grantId),
    uriEndsInId: request.htu === undefined,
    nonceRequired,
  }
}

/** Empty, which no proof can match, where the service has no endpoint of its own or the id no place below it. */
function defaultUri({ properties }: Service, grantId: string): string {
  const endpoint = properties.grantManagementEndpoint
  return (endpoint === undefined ? undefined : grantUri(endpoint, grantId)) ?? ''
}

function conclude(ruling: Ruling, { trace, token, dpopNonce }: Course): GmDecision {
  return {
    reason: ruling.reason,
    trace,
    ...('detail' in ruling && ruling.detail !== undefined && { detail: ruling.detail }),
    ...('grant' in ruling && { grant: ruling.grant }),
    ...(token !== undefined && { token }),
    ...(dpopNonce !== undefined && { dpopNonce }),
  }
}
