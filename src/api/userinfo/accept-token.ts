import type { UserInfoRequest } from '../../../schema/userinfo.ts'
import { orCrash, type ApiTools } from '../shared/api-tools.ts'
import { checkPossession, findTokenNonce, type PresentedPossession } from '../shared/token-possession.ts'
import type { AccessToken } from '../../model/access-token.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import { checkInto, type Fail, type Verdict } from '../../base/verdict.ts'
import type { UserInfoOutcomeReason, UserInfoRefusal } from './outcomes.ts'
import { judgePresentedToken } from './presentation.ts'

/** `now` is the service's time in epoch milliseconds, read once for the whole call. */
export interface UserInfoCall {
  readonly request: UserInfoRequest
  readonly service: Service
  readonly now: number
}

/** What was decided. `client` is there where the token was accepted. */
export interface UserInfoDecision {
  readonly reason: UserInfoOutcomeReason
  readonly detail?: string
  readonly token?: AccessToken
  readonly client?: Client
  readonly dpopNonce?: string
  readonly trace: readonly Verdict[]
}

type Ruling =
  | Fail<UserInfoRefusal>
  | { readonly reason: 'accepted'; readonly client: Client }
  | { readonly reason: 'crash' }

interface Course {
  readonly trace: Verdict<UserInfoRefusal>[]
  token?: AccessToken
  dpopNonce?: string
}

/** Decides one call of POST /auth/userinfo: what is judged at both calls, then certificate and DPoP binding. */
export async function acceptToken(call: UserInfoCall, tools: ApiTools): Promise<UserInfoDecision> {
  const course: Course = { trace: [] }
  const ruling: Ruling = await orCrash(() => decide(call, tools, course), tools.reportCrash)
  return {
    ...course,
    reason: ruling.reason,
    ...('detail' in ruling && ruling.detail !== undefined && { detail: ruling.detail }),
    ...('client' in ruling && { client: ruling.client }),
  }
}

async function decide(call: UserInfoCall, tools: ApiTools, course: Course): Promise<Ruling> {
  const { request, service, now } = call
  const check = checkInto(course.trace)
  const presented = await judgePresentedToken(request.token ?? '', service, now, tools, check)
  const { token, refusal } = presented
  if (token !== undefined) {
    course.token = token
    const current = findTokenNonce(token, service, now, request.dpopNonceRequired)
    if (current !== undefined) course.dpopNonce = current
  }
  if (refusal !== undefined) return refusal
  const possession = presentPossession(call, course.dpopNonce !== undefined)
  const unbound = await checkPossession(presented.token, possession, tools, check)
  return unbound ?? { reason: 'accepted', client: presented.client }
}

/** Authlete UserInfoRequest `htm`, `htu`: by default GET at the service's userinfo endpoint. */
function presentPossession(
  { request, service, now }: UserInfoCall,
  nonceRequired: boolean,
): PresentedPossession {
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
    nonceRequired,
  }
}
