import type { TokenRequest } from '../../../../schema/token.ts'
import type { IdentifiedClient } from '../../shared/find-client.ts'
import type { PresentedRefreshToken } from '../../shared/presented-refresh-token.ts'
import type { MadeTokens, RefreshTokenSpec, TokenSpec } from '../../shared/issue-tokens.ts'
import type { RefreshToken, TokenDetails } from '../../../model/access-token.ts'
import type { AuthorizationCode } from '../../../model/authorization.ts'
import type { Service } from '../../../model/service.ts'
import { chooseTokenScopes } from '../../../oauth/token/client-credentials.ts'
import type { GrantChange } from '../../../oauth/grants/grant-change.ts'
import { listConsentedClaims } from '../../../oauth/grants/grant-permissions.ts'
import type { RequestParameters } from '../../../oauth/parameters.ts'
import { chooseRefreshScopes } from '../../../oauth/token/refresh-token.ts'
import { deriveRenewed, rememberUsed } from '../../../oauth/token/renewed-token.ts'
import { mergeProperties } from '../../../oauth/token/properties.ts'
import { allowsRefreshTokens } from '../../../oauth/token/request.ts'
import { chooseTokenDetails } from '../../../oauth/token/details.ts'
import { chooseTokenResources } from '../../../oauth/resource-indicators.ts'
import type { TokenKind } from '../request/outcomes.ts'

/** A token request whose client is known. `now` is the service's time in epoch milliseconds. */
export interface TokenFacts extends IdentifiedClient {
  readonly request: TokenRequest
  readonly parameters: RequestParameters
  readonly service: Service
  readonly now: number
}

/** The tokens that a request has a right to, before they are bound. */
export interface TokenPlan {
  readonly kind: TokenKind
  readonly spec: TokenSpec & { readonly details: Details }
  readonly code?: AuthorizationCode
  /** The refresh token that was presented. */
  readonly refreshToken?: RefreshToken
  readonly grantChange?: GrantChange
}

/** Tokens that were made and stored. */
export interface IssuedTokens {
  readonly spec: TokenPlan['spec']
  readonly tokens: MadeTokens
  readonly idToken?: string
}

/** A request whose tokens wait until the authorization server knows the resource owner (RFC 6749 §4.3). */
export interface PasswordGrant {
  readonly kind: 'password'
  readonly code?: never
  readonly refreshToken?: never
}

/** The tokens of a code (RFC 6749 §4.1.4). */
export function planCodeTokens(
  facts: TokenFacts,
  code: AuthorizationCode,
  grantChange: GrantChange | undefined,
): TokenPlan {
  const { request, subject, scopes, codeHash } = code
  const consentedClaims = listConsentedClaims(code)
  const details = {
    ...describeRequest(facts, request.resources, code.properties),
    ...(request.authorizationDetails.length > 0 && { authorizationDetails: request.authorizationDetails }),
    ...(request.claims !== undefined && { claims: request.claims }),
    ...(consentedClaims.length > 0 && { consentedClaims }),
    ...(code.authTime !== undefined && { authTime: code.authTime }),
    ...(code.acr !== undefined && { acr: code.acr }),
  }
  const spec = {
    ...(code.accessTokenSeconds !== undefined && { accessTokenSeconds: code.accessTokenSeconds }),
    ...specFor(facts, details, request.resources),
    grantType: 'AUTHORIZATION_CODE',
    subject,
    scopes,
    codeHash,
    ...(grantChange !== undefined && { grantId: grantChange.grantId }),
    ...(allowsRefreshTokens(facts.service, facts.client) && {
      refreshToken: { details, ...secondsOf(facts) },
    }),
  } as const
  return { kind: 'code', spec, code, ...(grantChange !== undefined && { grantChange }) }
}

/** The tokens of a client that acts for itself (RFC 6749 §4.4.3): no refresh token. */
export function planClientTokens(facts: TokenFacts): TokenPlan {
  const spec = {
    ...specFor(facts, describeRequest(facts, []), []),
    grantType: 'CLIENT_CREDENTIALS',
    scopes: chooseTokenScopes(facts.parameters, facts.service, facts.client),
  } as const
  return { kind: 'client_credentials', spec }
}

/** What was presented, with random text of which a renewed refresh token may be made. */
interface Presented extends PresentedRefreshToken {
  readonly salt: string
}

/**
 * The tokens of a refresh token (RFC 6749 §6), which keeps its scopes, its grant and where it comes from: a refresh does
 * not change how tokens came to be (Authlete AccessToken `grantType`).
 */
export function planRefreshedTokens(facts: TokenFacts, presented: Presented): TokenPlan {
  const { token: refreshToken } = presented
  const { subject, grantId, codeHash, scopes, details: given = {} } = refreshToken
  const { grantType = 'REFRESH_TOKEN', renews: _, ...old } = given
  const { resources = [] } = old
  const details = { ...old, ...describeRequest(facts, resources, old.properties) }
  const spec = {
    ...specFor(facts, details, resources),
    grantType,
    refreshes: refreshToken,
    scopes: chooseRefreshScopes(refreshToken, facts.parameters, facts.service),
    ...(subject !== undefined && { subject }),
    ...(grantId !== undefined && { grantId }),
    ...(codeHash !== undefined && { codeHash }),
    refreshToken: { scopes, ...planRotation(facts, presented, details) },
  } as const
  return { kind: 'refresh_token', spec, refreshToken }
}

/**
 * Authlete Service `refreshTokenKept`, `refreshTokenDurationKept`, `refreshTokenDurationReset`, `refreshTokenIdempotent`. A
 * spent one gives the renewed one as it is.
 */
function planRotation(facts: TokenFacts, presented: Presented, details: Details): RefreshTokenSpec {
  const { refreshTokenKept, refreshTokenDurationKept, refreshTokenDurationReset, refreshTokenIdempotent } =
    facts.service.properties
  const { token, renewal, salt } = presented
  const value = String(facts.parameters.get('refresh_token'))
  const ends = { expiresAt: token.expiresAt }
  if (renewal !== undefined) {
    return { value: deriveRenewed(value, renewal), ...ends, details: { ...details, renews: renewal } }
  }
  if (refreshTokenKept === true) {
    return { value, details, ...(refreshTokenDurationReset === true ? secondsOf(facts) : ends) }
  }
  const duration = refreshTokenDurationKept === true ? ends : secondsOf(facts)
  if (refreshTokenIdempotent !== true) return { details, ...duration }
  const renews = rememberUsed(token, salt, facts.now)
  return { value: deriveRenewed(value, renews), ...duration, details: { ...details, renews } }
}

function secondsOf({ request: { refreshTokenDuration: seconds } }: TokenFacts): RefreshTokenSpec {
  return seconds === undefined ? {} : { seconds }
}

type Details = Omit<TokenDetails, 'grantType'>

/** What every token of a request keeps. */
function describeRequest(
  { request, aliasUsed }: TokenFacts,
  resources: readonly string[],
  inherited?: Details['properties'],
): Details {
  const properties = mergeProperties(inherited, request.properties)
  return {
    clientIdAliasUsed: aliasUsed,
    ...(properties.length > 0 && { properties }),
    ...(resources.length > 0 && { resources }),
  }
}

/** The access token, which may be for fewer resources and authorization details than were granted. */
function specFor(
  { request, parameters, service, client, now }: TokenFacts,
  { authorizationDetails: grantedDetails, ...details }: Details,
  granted: readonly string[],
) {
  const authorizationDetails = chooseTokenDetails(parameters, grantedDetails)
  const accessTokenResources = chooseTokenResources(parameters, granted)
  const { accessToken, accessTokenDuration } = request
  return {
    service,
    client,
    now,
    details: {
      ...details,
      ...(authorizationDetails.length > 0 && { authorizationDetails }),
      ...(accessTokenResources.length > 0 && { accessTokenResources }),
    },
    ...(accessToken !== undefined && accessToken !== '' && { accessToken }),
    ...(accessTokenDuration !== undefined && { accessTokenSeconds: accessTokenDuration }),
  }
}
