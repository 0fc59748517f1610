import { compact } from '../../../base/compact.ts'
import type { Result } from '../../../base/verdict.ts'
import { checkTokenResources } from '../../../oauth/resource-indicators.ts'
import { checkGrantedDetails, checkRequestedDetails } from '../../../oauth/token/details.ts'
import {
  checkRefreshScopes,
  checkRefreshTokenClient,
  checkRefreshTokenExpiry,
  checkRefreshTokenGiven,
  checkRefreshTokenKnown,
  chooseRefreshScopes,
  type PresentedRefreshToken,
  type RefreshTokenReason,
} from '../../../oauth/token/refresh-token.ts'
import { checkRepetition, deriveRenewed, rememberUsed } from '../../../oauth/token/renewed-token.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import type { RefreshTokenSpec, TokenSpec } from '../../shared/issue-tokens.ts'
import { findPresentedRefreshToken } from '../../shared/presented-refresh-token.ts'
import { bindTokens } from '../shared/binding.ts'
import type { GrantCall, GrantRefusal, GrantType } from '../shared/grant-type.ts'
import { prepareTokens, refuseStorage, storageReasons } from '../shared/issue-tokens.ts'
import { issuanceOutcomes, type GrantOutcomes, type IssuanceReason } from '../shared/outcomes.ts'
import { describeAccessToken, describeRequest, type TokenSpecDetails } from '../shared/token-spec.ts'

type RefreshRefusal = RefreshTokenReason | 'refresh_token_gone'
export type RefreshGrantRefusal = RefreshRefusal | IssuanceReason<'refresh_token_'>
type RefreshCall = GrantCall<RefreshGrantRefusal>

const reasons = storageReasons('refresh_token_', 'refresh_token_gone')

/** The grant type `refresh_token` (RFC 6749 §6). */
export const refreshToken: GrantType<RefreshGrantRefusal, 'refreshed'> = {
  async findClientId(parameters, service, store) {
    const value = parameters.get('refresh_token') ?? ''
    return (await findPresentedRefreshToken(value, service, store))?.token.clientId
  },

  async decide(call, tools) {
    const { request, service, check, facts } = call
    const presented = await validateRefreshToken(call, tools)
    if (presented.refusal !== undefined) return presented.refusal
    const salt = tools.random.token()

    const { token } = presented.value
    const binding = await bindTokens(call, token, tools)
    if (binding.refusal !== undefined) return binding.refusal
    const spec = { ...describeRefreshedTokens(call, presented.value, salt), ...binding.value }
    const tokens = await prepareTokens('refresh_token_', spec, request.jwtAtClaims, tools, check)
    if (tokens.refusal !== undefined) return tokens.refusal

    const { records } = tokens.value
    const stored = await tools.store.refreshTokens(service.generation, token.tokenHash, records)
    if ('refused' in stored) return check(refuseStorage(reasons[stored.refused]))
    facts.issued = tokens.value
    return 'refreshed'
  },
}

async function validateRefreshToken(
  { parameters, client, now, service, check, facts }: RefreshCall,
  { store }: ApiTools,
): Promise<Result<GrantRefusal<RefreshGrantRefusal>['reason'], PresentedRefreshToken>> {
  const given = check.find(checkRefreshTokenGiven(parameters))
  if (given.refusal !== undefined) return given
  const found = await findPresentedRefreshToken(given.value, service, store)
  const known = check.find(checkRefreshTokenKnown(found))
  if (known.refusal !== undefined) return known
  const { token, renewal } = known.value
  facts.previousRefreshTokenUsed = renewal !== undefined
  const refusal =
    (renewal === undefined ? undefined : check(checkRepetition(renewal, now))) ??
    check(checkRefreshTokenClient(token, client)) ??
    check(checkRefreshTokenExpiry(token, now)) ??
    check(checkRefreshScopes(token, parameters)) ??
    check(checkTokenResources(parameters, token.details?.resources ?? [])) ??
    check(checkRequestedDetails(parameters, service, client)) ??
    check(checkGrantedDetails(parameters, token.details?.authorizationDetails))
  return refusal === undefined ? known : { refusal }
}

/**
 * The tokens of a refresh token (RFC 6749 §6), which keeps its scopes, its grant and its origin: a refresh does not
 * change how tokens were first obtained (Authlete AccessToken `grantType`).
 */
function describeRefreshedTokens(
  call: RefreshCall,
  presented: PresentedRefreshToken,
  salt: string,
): TokenSpec {
  const { token } = presented
  const { subject, grantId, codeHash, scopes, details: given = {} } = token
  const { grantType = 'REFRESH_TOKEN', renews: _, ...old } = given
  const details = { ...old, ...describeRequest(call, old.resources, old.properties) }
  return compact({
    ...describeAccessToken(call, details),
    grantType,
    refreshes: token,
    scopes: chooseRefreshScopes(token, call.parameters, call.service),
    subject,
    grantId,
    codeHash,
    refreshToken: { scopes, ...describeRotation(call, presented, salt, details) },
  })
}

/**
 * Authlete Service `refreshTokenKept`, `refreshTokenDurationKept`, `refreshTokenDurationReset`,
 * `refreshTokenIdempotent`. A repeated refresh token gives the renewed one unchanged. `salt` is random text for the
 * value of a renewed one.
 */
function describeRotation(
  { request, parameters, service, now }: RefreshCall,
  { token, renewal }: PresentedRefreshToken,
  salt: string,
  details: TokenSpecDetails,
): RefreshTokenSpec {
  const { refreshTokenKept, refreshTokenDurationKept, refreshTokenDurationReset, refreshTokenIdempotent } =
    service.properties
  const value = String(parameters.get('refresh_token'))
  const unchanged = { expiresAt: token.expiresAt }
  const reset = compact({ seconds: request.refreshTokenDuration })
  if (renewal !== undefined) {
    return { value: deriveRenewed(value, renewal), ...unchanged, details: { ...details, renews: renewal } }
  }
  if (refreshTokenKept === true) {
    return { value, details, ...(refreshTokenDurationReset === true ? reset : unchanged) }
  }
  const duration = refreshTokenDurationKept === true ? unchanged : reset
  if (refreshTokenIdempotent !== true) return { details, ...duration }
  const renews = rememberUsed(token, salt, now)
  return { value: deriveRenewed(value, renews), ...duration, details: { ...details, renews } }
}

// prettier-ignore
export const refreshOutcomes = {
  success: {
    refreshed: { status: 200, resultCode: 'A053001', action: 'OK', message: 'The token request (grant_type=refresh_token) was processed successfully.', clause: 'RFC 6749 §5.1', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
  },
  refusals: {
    refresh_token_missing: { status: 200, resultCode: 'A053301', action: 'BAD_REQUEST', message: "The token request does not contain 'refresh_token' parameter although 'grant_type' is 'refresh_token'.", error: 'invalid_request', clause: 'RFC 6749 §6', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    refresh_token_empty: { status: 200, resultCode: 'A053302', action: 'BAD_REQUEST', message: "The value of 'refresh_token' in the token request is empty.", error: 'invalid_request', clause: 'RFC 6749 §3.2, §6', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    refresh_token_repeated: { status: 200, resultCode: 'A053303', action: 'BAD_REQUEST', message: "The token request contains multiple 'refresh_token' parameters.", error: 'invalid_request', clause: 'RFC 6749 §3.2, §6', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    refresh_scope_repeated: { status: 200, resultCode: 'A053304', action: 'BAD_REQUEST', message: "The token request contains multiple 'scope' parameters.", error: 'invalid_request', clause: 'RFC 6749 §3.2, §6', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    refresh_token_unknown: { status: 200, resultCode: 'A053305', action: 'BAD_REQUEST', message: 'The refresh token passed to the token endpoint does not exist.', error: 'invalid_grant', clause: 'RFC 6749 §5.2', source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
    refresh_token_of_other_client: { status: 200, resultCode: 'A053307', action: 'BAD_REQUEST', message: 'The refresh token does not belong to the client.', error: 'invalid_grant', clause: 'RFC 6749 §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    refresh_token_expired: { status: 200, resultCode: 'A053308', action: 'BAD_REQUEST', message: 'The refresh token has already expired.', error: 'invalid_grant', clause: 'RFC 6749 §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    refresh_scope_exceeded: { status: 200, resultCode: 'A053309', action: 'BAD_REQUEST', message: "The value of 'scope' in the token request contains a scope which is not covered by the old access token.", error: 'invalid_scope', clause: 'RFC 6749 §6', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    refresh_token_gone: { status: 200, resultCode: 'A053310', action: 'BAD_REQUEST', message: 'Failed to refresh the access token because the database record for the refresh token was not found.', error: 'invalid_grant', clause: 'RFC 6749 §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  },
  failures: issuanceOutcomes('refresh_token_', 'A053', { resultCode: 'A053101', message: 'Failed to update the access token entity in the database.' }),
} as const satisfies GrantOutcomes<'refreshed', RefreshRefusal>
