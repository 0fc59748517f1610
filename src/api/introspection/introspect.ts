import type { IntrospectionRequest } from '../../../schema/introspection.ts'
import { orCrash, type ApiTools } from '../shared/api-tools.ts'
import { takePresentedToken } from '../shared/presented-token.ts'
import { checkPossession, findTokenNonce, type PresentedPossession } from '../shared/token-possession.ts'
import type { AccessToken, FoundAccessToken } from '../../model/access-token.ts'
import type { Client } from '../../model/client.ts'
import type { Grant } from '../../model/grant.ts'
import type { Service } from '../../model/service.ts'
import { checkAccessTokenKnown, isExpired } from '../../oauth/token/access-token.ts'
import {
  checkAuthenticationAge,
  checkAuthenticationContext,
  checkClientUnlocked,
  checkResources,
  checkScopesCovered,
  checkSubjectDemand,
  listAudience,
} from '../../oauth/token/requirements.ts'
import type { Store } from '../../store/store.ts'
import { checkInto, type Fail, type Verdict } from '../../base/verdict.ts'
import type { IntrospectionReason, IntrospectionRefusal } from './outcomes.ts'

/** `now` is the service's time in epoch milliseconds, read once for the whole call. */
export interface IntrospectionCall {
  readonly request: IntrospectionRequest
  readonly service: Service
  readonly now: number
}

/** What was found out about the token. */
export interface Finding {
  readonly token?: AccessToken
  readonly isRefreshable?: boolean
  readonly client?: Client
  readonly grant?: Grant
  /** The value for DPoP-Nonce, where a nonce is required of the token. */
  readonly dpopNonce?: string
}

export interface IntrospectionDecision extends Finding {
  readonly reason: IntrospectionReason
  readonly detail?: string
  readonly trace: readonly Verdict[]
}

type Ruling = Fail<IntrospectionRefusal> | { readonly reason: 'introspected' | 'crash' }

interface Course {
  readonly trace: Verdict<IntrospectionRefusal>[]
  finding: Finding
}

/**
 * Decides one call of POST /auth/introspection. The order of the checks, which decides the result code, stands here and
 * nowhere else: access token, its client, scopes, certificate binding, DPoP binding, subject, resources, age and
 * context of the user authentication.
 */
export async function introspect(call: IntrospectionCall, tools: ApiTools): Promise<IntrospectionDecision> {
  const course: Course = { trace: [], finding: {} }
  const ruling: Ruling = await orCrash(() => decide(call, tools, course), tools.reportCrash)
  return {
    ...course.finding,
    reason: ruling.reason,
    ...('detail' in ruling && ruling.detail !== undefined && { detail: ruling.detail }),
    trace: course.trace,
  }
}

async function decide(call: IntrospectionCall, tools: ApiTools, course: Course): Promise<Ruling> {
  const { request, service, now } = call
  const { token: accessToken = '' } = request
  const check = checkInto(course.trace)
  const presented = await takePresentedToken(accessToken, service, now, tools.store, check)
  const { token, refusal } = presented
  if (token !== undefined) course.finding = await describe({ ...presented, token }, call, tools.store)
  if (refusal !== undefined) return refusal
  const { client, dpopNonce } = course.finding
  if (client === undefined) {
    course.finding = {}
    return check(checkAccessTokenKnown(undefined))
  }

  const unusable =
    check(checkClientUnlocked(client.clientId, client.properties.locked)) ??
    check(checkScopesCovered(token.scopes, request.scopes ?? [])) ??
    (await checkPossession(token, presentPossession(call, dpopNonce !== undefined), tools, check))
  if (unusable !== undefined) return unusable
  const { authTime, acr } = token.details ?? {}
  return (
    check(checkSubjectDemand(token.subject, request.subject)) ??
    check(checkResources(listAudience(token), request.resources ?? [])) ??
    check(checkAuthenticationAge(authTime, request.maxAge ?? 0, now)) ??
    check(checkAuthenticationContext(acr, request.acrValues ?? [])) ?? { reason: 'introspected' }
  )
}

/** What hangs on a token that is known, also where it is refused in the end. */
async function describe(
  { token, refreshTokenExpiresAt }: FoundAccessToken,
  { request, service, now }: IntrospectionCall,
  store: Pick<Store, 'findClient' | 'findGrant'>,
): Promise<Finding> {
  const { clientId, grantId } = token
  const client = await store.findClient(service.generation, clientId)
  const grant = grantId === undefined ? undefined : await store.findGrant(service.generation, grantId)
  const dpopNonce = findTokenNonce(token, service, now, request.dpopNonceRequired)
  const isRefreshable = refreshTokenExpiresAt !== undefined && !isExpired(refreshTokenExpiresAt, now)
  return {
    token,
    isRefreshable,
    ...(client !== undefined && { client }),
    ...(grant !== undefined && { grant }),
    ...(dpopNonce !== undefined && { dpopNonce }),
  }
}

/** Authlete names no default for `htm` and `htu`: without them no proof can match. */
function presentPossession(
  { request, service, now }: IntrospectionCall,
  nonceRequired: boolean,
): PresentedPossession {
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
    nonceRequired,
  }
}
