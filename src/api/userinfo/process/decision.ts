import type { UserInfoRequest } from '../../../../schema/userinfo.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { defineDecision, type Decision, type OpenCall } from '../../shared/decision.ts'
import { checkSenderConstraint, findTokenNonce, type ProofOfPossession } from '../../shared/possession.ts'
import type { AccessToken } from '../../../model/access-token.ts'
import type { Client } from '../../../model/client.ts'
import type { UserInfoOutcomeReason, UserInfoRefusal } from './outcomes.ts'
import { resolveUserInfoToken } from '../presented-token.ts'

interface UserInfoFacts {
  token: AccessToken
  /** Present if the token was accepted. */
  client: Client
  dpopNonce: string | undefined
}

type UserInfoCall = OpenCall<UserInfoRequest, UserInfoRefusal, UserInfoFacts>
export type UserInfoDecision = Decision<UserInfoOutcomeReason, UserInfoFacts>

/** Decides one call of POST /auth/userinfo: the checks of both calls, then certificate and DPoP binding. */
export const processUserInfoRequest = defineDecision(async (call: UserInfoCall, tools: ApiTools) => {
  const { request, service, now, check, facts } = call
  const presented = await resolveUserInfoToken(request.token ?? '', service, now, tools, check)
  const { token } = presented
  if (token !== undefined) {
    facts.token = token
    facts.dpopNonce = findTokenNonce(token, service, now, request.dpopNonceRequired)
  }
  if (presented.refusal !== undefined) return presented.refusal
  const refusal = await checkSenderConstraint(presented.token, describePossession(call), tools, check)
  if (refusal !== undefined) return refusal
  facts.client = presented.client
  return 'accepted'
})

/** Authlete UserInfoRequest `htm`, `htu`: by default GET at the service's userinfo endpoint. */
function describePossession({ request, service, now, facts }: UserInfoCall): ProofOfPossession {
  const { token: accessToken = '', htm: method = 'GET' } = request
  return {
    api: 'userinfo',
    service,
    now,
    accessToken,
    certificate: request.clientCertificate,
    proof: request.dpop,
    method,
    uri: request.htu ?? service.properties.userInfoEndpoint ?? '',
    nonceRequired: facts.dpopNonce !== undefined,
  }
}
