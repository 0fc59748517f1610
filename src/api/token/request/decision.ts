import type { TokenRequest } from '../../../../schema/token.ts'
import { withServerError, type ApiTools } from '../../shared/api-tools.ts'
import { findPresentedRefreshToken } from '../../shared/presented-refresh-token.ts'
import { sha256 } from '../../../base/digest.ts'
import type { Service } from '../../../model/service.ts'
import {
  checkCodeClient,
  checkCodeExpiry,
  checkCodeGiven,
  checkCodeKnown,
  checkCodeRedirectUri,
  checkCodeUnused,
} from '../../../oauth/token/authorization-code.ts'
import { presentClient } from '../../../oauth/client-authentication/identification.ts'
import { checkClientConfidential, checkTokenScopes } from '../../../oauth/token/client-credentials.ts'
import { checkCodeVerifier } from '../../../oauth/authorization/pkce.ts'
import { checkGrantRedeemer, planGrantChange } from '../../../oauth/grants/grant-change.ts'
import { checkOwnerCredentials, checkPasswordScopes } from '../../../oauth/token/password.ts'
import {
  checkRefreshScopes,
  checkRefreshTokenClient,
  checkRefreshTokenExpiry,
  checkRefreshTokenGiven,
  checkRefreshTokenKnown,
} from '../../../oauth/token/refresh-token.ts'
import { checkRepetition } from '../../../oauth/token/renewed-token.ts'
import { checkClientIdNotEmpty } from '../../../oauth/authorization/requesting-client.ts'
import {
  checkGrantType,
  checkGrantTypeAllowed,
  grantTypeOf,
  readTokenParameters,
} from '../../../oauth/token/request.ts'
import { checkGrantedDetails, checkRequestedDetails } from '../../../oauth/token/details.ts'
import { checkTokenResources } from '../../../oauth/resource-indicators.ts'
import { checkInto, type Fail, type Check, type Verdict } from '../../../base/verdict.ts'
import { bindToCertificate, bindToKey, findNonce } from '../shared/binding.ts'
import { supplyClientId } from './missing-client-id.ts'
import { savePasswordTicket } from '../grants/password.ts'
import { makeAndStore } from '../shared/issue-tokens.ts'
import type { TokenReason, TokenRefusal } from './outcomes.ts'
import {
  planClientTokens,
  planCodeTokens,
  planRefreshedTokens,
  type IssuedTokens,
  type PasswordGrant,
  type TokenFacts,
  type TokenPlan,
} from '../shared/token-spec.ts'

/** `now` is the service's time in epoch milliseconds, read once for the whole call. */
export interface TokenCall {
  readonly request: TokenRequest
  readonly service: Service
  readonly now: number
}

/** What was decided, with everything that the answer is written from. */
export interface TokenDecision {
  readonly reason: TokenReason
  readonly detail?: string
  readonly issued?: IssuedTokens
  /** For a request that waits for its resource owner. */
  readonly ticket?: string
  readonly facts?: TokenFacts
  readonly dpopNonce?: string
  /** Whether the refresh token was a spent one that the service still remembers. */
  readonly previousRefreshTokenUsed: boolean
  readonly trace: readonly Verdict[]
}

/** What one call has found out so far. */
interface Course {
  readonly trace: Verdict<TokenRefusal>[]
  facts?: TokenFacts
  dpopNonce?: string
  previousRefreshTokenUsed: boolean
}

type Refusal = Fail<TokenRefusal>
export type TokenRuling =
  Refusal | { readonly reason: TokenReason; readonly issued?: IssuedTokens; readonly ticket?: string }

/**
 * Decides one call of POST /auth/token. The order of the checks, which decides the result code, stands here and nowhere
 * else: parameters, grant type, client, what the grant type asks for, certificate, proof, properties; then the tokens
 * are made and stored. Never rejects: what nobody decided is the outcome `crash`.
 */
export async function decideToken(call: TokenCall, tools: ApiTools): Promise<TokenDecision> {
  const course: Course = { trace: [], previousRefreshTokenUsed: false }
  const ruling: TokenRuling = await withServerError(
    () => decide(call, tools, course),
    tools.onUnexpectedError,
  )
  const { trace, facts, dpopNonce, previousRefreshTokenUsed } = course
  return {
    reason: ruling.reason,
    trace,
    previousRefreshTokenUsed,
    ...('detail' in ruling && ruling.detail !== undefined && { detail: ruling.detail }),
    ...('issued' in ruling && ruling.issued !== undefined && { issued: ruling.issued }),
    ...('ticket' in ruling && ruling.ticket !== undefined && { ticket: ruling.ticket }),
    ...(facts !== undefined && { facts }),
    ...(dpopNonce !== undefined && { dpopNonce }),
  }
}

async function decide(call: TokenCall, tools: ApiTools, course: Course): Promise<TokenRuling> {
  const { request, service, now } = call
  const check = checkInto(course.trace)
  const parameters = readTokenParameters(request.parameters)
  if ('refusal' in parameters) return check(parameters.refusal)
  const unfit = check(checkGrantType(parameters)) ?? check(checkClientIdNotEmpty(parameters))
  if (unfit !== undefined) return unfit

  const presented = await supplyClientId(presentClient(request, parameters), service, tools.store)
  const authentication = await tools.authenticateClient(presented, { api: 'token', service, now }, check)
  if (authentication.refusal !== undefined) return authentication.refusal
  const { client, aliasUsed } = authentication.value
  const facts = { request, parameters, service, now, client, aliasUsed }
  course.facts = facts
  const grantTypeForbidden = check(checkGrantTypeAllowed(parameters, service, client))
  if (grantTypeForbidden !== undefined) return grantTypeForbidden

  const plan = await validators[grantTypeOf(parameters) as keyof typeof validators](facts, tools, check)
  course.previousRefreshTokenUsed = plan.isPrevious === true
  if ('refusal' in plan) return plan.refusal
  return issue(facts, plan, tools, course, check)
}

async function issue(
  facts: TokenFacts,
  plan: TokenPlan | PasswordGrant,
  tools: ApiTools,
  course: Course,
  check: Check<TokenRefusal>,
): Promise<TokenRuling> {
  const dpopNonce = findNonce(facts, plan)
  if (dpopNonce !== undefined) course.dpopNonce = dpopNonce
  const certificate = bindToCertificate(facts, plan, tools, check)
  if (certificate.refusal !== undefined) return certificate.refusal
  const key = await bindToKey(facts, plan, tools, check)
  if (key.refusal !== undefined) return key.refusal
  if (plan.kind === 'password') {
    return {
      reason: 'password_ticket_issued',
      ticket: await savePasswordTicket(facts, { ...certificate, ...key }, tools),
    }
  }
  const bound = { ...plan, spec: { ...plan.spec, ...certificate, ...key } }
  return makeAndStore(facts, bound, tools, check)
}

type Validated = (TokenPlan | PasswordGrant | { readonly refusal: Refusal }) & {
  /** For a refresh token: that it was a spent one. */
  readonly isPrevious?: boolean
}
type Validator = (facts: TokenFacts, tools: ApiTools, check: Check<TokenRefusal>) => Promise<Validated>

/** RFC 6749 §4.1.3. A second use of a code ends what it gave (§4.1.2). */
const validateCode: Validator = async (facts, { store, random }, check) => {
  const { parameters, client, now, service } = facts
  const notGiven = check(checkCodeGiven(parameters))
  if (notGiven !== undefined) return { refusal: notGiven }
  const codeHash = sha256(String(parameters.get('code')))
  const found = await store.findPending(service.generation, 'code', codeHash)
  if (found === undefined) return { refusal: check(checkCodeKnown(found)) }
  const { content: code, isUsed: used } = found
  const foreign = check(checkCodeKnown(found)) ?? check(checkCodeClient(code, client))
  if (foreign !== undefined) return { refusal: foreign }
  const reuse = check(checkCodeUnused(used))
  if (reuse !== undefined) {
    await store.endTokens(service.generation, { codeHash })
    return { refusal: reuse }
  }
  const refusal =
    check(checkCodeExpiry(code, now)) ??
    check(checkCodeRedirectUri(code, parameters)) ??
    check(checkCodeVerifier(code, parameters)) ??
    check(checkTokenResources(parameters, code.request.resources)) ??
    check(checkRequestedDetails(parameters, service, client)) ??
    check(checkGrantedDetails(parameters, code.request.authorizationDetails)) ??
    check(checkGrantRedeemer(code, client))
  if (refusal !== undefined) return { refusal }
  return planCodeTokens(facts, code, planGrantChange(code, random.token(), now))
}

/** RFC 6749 §6. */
const validateRefreshToken: Validator = async (facts, { store, random }, check) => {
  const { parameters, client, now, service } = facts
  const notGiven = check(checkRefreshTokenGiven(parameters))
  if (notGiven !== undefined) return { refusal: notGiven }
  const presented = await findPresentedRefreshToken(String(parameters.get('refresh_token')), service, store)
  if (presented === undefined) return { refusal: check(checkRefreshTokenKnown(presented)) }
  const { token, renewal } = presented
  const isPrevious = renewal !== undefined
  const refusal =
    check(checkRefreshTokenKnown(token)) ??
    (isPrevious ? check(checkRepetition(renewal, now)) : undefined) ??
    check(checkRefreshTokenClient(token, client)) ??
    check(checkRefreshTokenExpiry(token, now)) ??
    check(checkRefreshScopes(token, parameters)) ??
    check(checkTokenResources(parameters, token.details?.resources ?? [])) ??
    check(checkRequestedDetails(parameters, service, client)) ??
    check(checkGrantedDetails(parameters, token.details?.authorizationDetails))
  if (refusal !== undefined) return { refusal, isPrevious }
  return { ...planRefreshedTokens(facts, { ...presented, salt: random.token() }), isPrevious }
}

/** RFC 6749 §4.4. */
const validateClient: Validator = async (facts, _, check) => {
  const { parameters, client, service } = facts
  const refusal =
    check(checkClientConfidential(client)) ??
    check(checkTokenScopes(parameters, service, client)) ??
    check(checkTokenResources(parameters, [])) ??
    check(checkRequestedDetails(parameters, service, client))
  return refusal === undefined ? planClientTokens(facts) : { refusal }
}

/** RFC 6749 §4.3. */
const validatePassword: Validator = async ({ parameters, client, service }, _, check) => {
  const refusal =
    check(checkOwnerCredentials(parameters)) ??
    check(checkPasswordScopes(parameters, service, client)) ??
    check(checkTokenResources(parameters, [])) ??
    check(checkRequestedDetails(parameters, service, client))
  return refusal === undefined ? { kind: 'password' } : { refusal }
}

const validators = {
  AUTHORIZATION_CODE: validateCode,
  REFRESH_TOKEN: validateRefreshToken,
  CLIENT_CREDENTIALS: validateClient,
  PASSWORD: validatePassword,
}
