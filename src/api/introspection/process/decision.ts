import type { IntrospectionRequest } from '../../../../schema/introspection.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { defineDecision, type Decision, type OpenCall } from '../../shared/decision.ts'
import { resolveAccessToken } from '../../shared/presented-token.ts'
import { checkSenderConstraint, findTokenNonce, type ProofOfPossession } from '../../shared/possession.ts'
import type { AccessToken, FoundAccessToken } from '../../../model/access-token.ts'
import type { Client } from '../../../model/client.ts'
import type { Grant } from '../../../model/grant.ts'
import { checkAccessTokenKnown, isExpired } from '../../../oauth/token/access-token.ts'
import {
  checkAuthenticationAge,
  checkAuthenticationContext,
  checkClientUnlocked,
  checkResources,
  checkScopesCovered,
  checkSubjectRequirement,
  listAudience,
} from '../../../oauth/token/requirements.ts'
import type { Store } from '../../../store/store.ts'
import type { IntrospectionReason, IntrospectionRefusal } from './outcomes.ts'

/** The facts about the token. */
export interface IntrospectionFacts {
  token: AccessToken
  isRefreshable: boolean
  client: Client | undefined
  grant: Grant | undefined
  /** The value for DPoP-Nonce, if the token requires a nonce. */
  dpopNonce: string | undefined
}

type IntrospectionCall = OpenCall<IntrospectionRequest, IntrospectionRefusal, IntrospectionFacts>
export type IntrospectionDecision = Decision<IntrospectionReason, IntrospectionFacts>

/**
 * Decides one call of POST /auth/introspection. This function alone defines the order of the checks, which decides the
 * result code: access token, its client, scopes, certificate binding, DPoP binding, subject, resources, age and context
 * of the user authentication.
 */
export const introspect = defineDecision(async (call: IntrospectionCall, tools: ApiTools) => {
  const { request, service, now, check, facts } = call
  const presented = await resolveAccessToken(request.token ?? '', service, now, tools.store, check)
  const { token } = presented
  const found = token && (await findFacts({ ...presented, token }, call, tools.store))
  if (presented.refusal === undefined && found?.client === undefined) {
    return check(checkAccessTokenKnown(undefined))
  }
  Object.assign(facts, found)
  if (presented.refusal !== undefined) return presented.refusal

  const { client } = facts
  const { authTime, acr } = presented.token.details ?? {}
  return (
    check(checkClientUnlocked(presented.token.clientId, client?.properties.locked)) ??
    check(checkScopesCovered(presented.token.scopes, request.scopes ?? [])) ??
    (await checkSenderConstraint(presented.token, describePossession(call), tools, check)) ??
    check(checkSubjectRequirement(presented.token.subject, request.subject)) ??
    check(checkResources(listAudience(presented.token), request.resources ?? [])) ??
    check(checkAuthenticationAge(authTime, request.maxAge ?? 0, now)) ??
    check(checkAuthenticationContext(acr, request.acrValues ?? [])) ??
    'introspected'
  )
})

/** The facts about a known token, even if it is refused later. */
async function findFacts(
  { token, refreshTokenExpiresAt }: FoundAccessToken,
  { request, service, now }: IntrospectionCall,
  store: Pick<Store, 'findClient' | 'findGrant'>,
): Promise<IntrospectionFacts> {
  const { clientId, grantId } = token
  return {
    token,
    isRefreshable: refreshTokenExpiresAt !== undefined && !isExpired(refreshTokenExpiresAt, now),
    client: await store.findClient(service.generation, { clientId }),
    grant: grantId === undefined ? undefined : await store.findGrant(service.generation, grantId),
    dpopNonce: findTokenNonce(token, service, now, request.dpopNonceRequired),
  }
}

/** Authlete documents no default for `htm` and `htu`: without them no proof can match. */
function describePossession({ request, service, now, facts }: IntrospectionCall): ProofOfPossession {
  const { token: accessToken = '', htm: method = '', htu: uri = '' } = request
  return {
    api: 'introspection',
    service,
    now,
    accessToken,
    certificate: request.clientCertificate,
    proof: request.dpop,
    method,
    uri,
    nonceRequired: facts.dpopNonce !== undefined,
  }
}
