import type { GmRequest } from '../../../schema/gm.ts'
import type { Fail } from '../../base/verdict.ts'
import type { AccessToken } from '../../model/access-token.ts'
import type { Grant } from '../../model/grant.ts'
import {
  checkGmActionPresent,
  checkGmActionUsable,
  checkGrantClient,
  checkGrantIdPresent,
  checkGrantKnown,
  checkGrantSubject,
  checkManagingClient,
  scopeFor,
} from '../../oauth/grants/grant-management.ts'
import { checkClientUnlocked, checkScope } from '../../oauth/token/requirements.ts'
import type { Store } from '../../store/store.ts'
import { defineDecision, type Decision, type ErrorReporter, type OpenCall } from '../shared/decision.ts'
import { resolveAccessToken } from '../shared/presented-token.ts'
import { type PossessionTools, checkSenderConstraint, findTokenNonce } from '../shared/possession.ts'
import type { GmReason, GmRefusal } from './outcomes.ts'
import { describePossession } from './possession.ts'

/** The methods of the store that this decision uses. */
export type GrantStore = Pick<
  Store,
  'findAccessToken' | 'takeAccessToken' | 'findGrant' | 'revokeGrant' | 'recordProof'
>

export interface GmTools extends PossessionTools, ErrorReporter {
  readonly store: GrantStore
}

interface GmFacts {
  grant: Grant
  token: AccessToken
  /** The value for DPoP-Nonce in every answer from here on, if the token requires a nonce. */
  dpopNonce: string | undefined
}

type GmCall = OpenCall<GmRequest, GmRefusal, GmFacts>
export type GmDecision = Decision<GmReason, GmFacts>

/**
 * Decides one call of POST /gm. This function alone defines the order of the checks, which decides the result code:
 * parameters, access token, its client, certificate binding, DPoP binding, scope, grant, action.
 */
export const manageGrant = defineDecision(async (call: GmCall, tools: GmTools) => {
  const { request, service, now, check, facts } = call
  const { gmAction, grantId = '', accessToken = '' } = request
  const { store } = tools
  let refusal: Fail<GmRefusal> | undefined

  refusal = check(checkGmActionPresent(gmAction))
  if (refusal !== undefined) return refusal
  const action = check.find(checkGmActionUsable(gmAction))
  if (action.refusal !== undefined) return action.refusal
  refusal = check(checkGrantIdPresent(grantId))
  if (refusal !== undefined) return refusal

  const presented = await resolveAccessToken(accessToken, service, now, store, check)
  const { token, client } = presented
  if (token !== undefined) {
    facts.token = token
    facts.dpopNonce = findTokenNonce(token, service, now, request.dpopNonceRequired)
  }
  if (presented.refusal !== undefined) return presented.refusal
  refusal =
    check(checkClientUnlocked(presented.token.clientId, client?.locked)) ??
    check(checkManagingClient(client?.clientType)) ??
    (await checkSenderConstraint(presented.token, describePossession(call, action.value), tools, check)) ??
    check(checkScope(presented.token.scopes, scopeFor[action.value]))
  if (refusal !== undefined) return refusal

  const grant = check.find(checkGrantKnown(await store.findGrant(service.generation, grantId)))
  if (grant.refusal !== undefined) return grant.refusal
  refusal =
    check(checkGrantClient(grant.value, presented.token)) ??
    check(checkGrantSubject(grant.value, presented.token, service.mock.strictOwnership))
  if (refusal !== undefined) return refusal

  facts.grant = grant.value
  if (action.value === 'QUERY') return 'queried'
  const ended = await store.revokeGrant(service.generation, grantId)
  return ended ? 'revoked' : check(checkGrantKnown(undefined))
})
