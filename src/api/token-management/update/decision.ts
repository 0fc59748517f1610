import type { TokenUpdateRequest } from '../../../../schema/token-management.ts'
import { keepEnd, toWholeSecond } from '../../../base/clock.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { checkMembersKept } from '../../shared/members-kept.ts'
import { defineDecision, type CallSoFar, type Decision, type OpenCall } from '../../shared/decision.ts'
import { findTokenHash } from '../../shared/token-hash.ts'
import { sha256 } from '../../../base/digest.ts'
import type { AccessToken, RefreshToken, TokenDetails } from '../../../model/access-token.ts'
import type { TokenProperty } from '../../../model/authorization.ts'
import type { Client } from '../../../model/client.ts'
import type { AuthorizationDetail } from '../../../model/grant.ts'
import { fromElements } from '../../../oauth/authorization/elements.ts'
import { checkScopesKept, chooseScopes } from '../../../oauth/scopes.ts'
import { findScopeSeconds } from '../../../oauth/token/durations.ts'
import { checkPropertiesSize, persistentSeconds } from '../../../oauth/token/creation.ts'
import { failed, verdict, type Verdict } from '../../../base/verdict.ts'
import type { UpdateReason, UpdateRefusal } from './outcomes.ts'

export interface Updated {
  readonly token: AccessToken
  /** The value, if it is known: it was given, or it is new. */
  readonly value?: string
  readonly refreshTokenExpiresAt?: number
}

interface UpdateFacts {
  updated: Updated
}

type UpdateCall = OpenCall<TokenUpdateRequest, UpdateRefusal, UpdateFacts>
export type UpdateDecision = Decision<UpdateReason, UpdateFacts>

/** The changes of a token, as far as they are known before the token is read. */
interface Change extends CallSoFar<TokenUpdateRequest, UpdateFacts> {
  readonly client: Client
  readonly authorizationDetails: readonly AuthorizationDetail[]
}

/** Decides one call of POST /auth/token/update: the token, the validity of the changes, and the changes. */
export const updateToken = defineDecision(async (call: UpdateCall, { store, random }: ApiTools) => {
  const { request, service, check, facts } = call
  const name = await identify(call, store)
  const missing = check(checkTokenNamed(name)) ?? check(checkPropertiesSize(request.properties ?? []))
  if (missing !== undefined) return missing
  const authorizationDetails = fromElements(request.authorizationDetails?.elements)
  if (authorizationDetails === undefined) {
    return check(failed(elementsRule, 'authorization_details_malformed'))
  }

  const found = await find(name, service.generation, store)
  const client = found && (await store.findClient(service.generation, { clientId: found.token.clientId }))
  if (found === undefined || client === undefined) return check(refuseUnknown(name))
  const change: Change = { ...call, client, authorizationDetails }
  const renewed = request.accessTokenValueUpdated === true ? random.token() : undefined
  const pair = await store.updateToken(service.generation, found.token.tokenHash, {
    accessToken: (current) => renewToken(changeToken(current, change), renewed),
    refreshToken: (current) => changeRefreshToken(current, change),
  })
  if (typeof pair !== 'object') return check(refuseUnknown(name))
  const { accessToken: token, refreshToken } = pair
  check(checkScopesKept(request.scopes ?? [], token.scopes, service, client))
  check(checkPropertiesKept(found.token, token, request))
  const shown = renewed ?? request.accessToken ?? ''
  facts.updated = {
    token,
    ...(shown !== '' && { value: shown }),
    ...(refreshToken !== undefined && { refreshTokenExpiresAt: toWholeSecond(refreshToken.expiresAt) }),
  }
  return 'updated'
})

/** How a call identifies its token: by a hash, and of which value. The hash is empty if it names none. */
interface TokenName {
  readonly of: 'accessToken' | 'refreshToken'
  readonly tokenHash: string
}

/** Authlete TokenUpdateRequest: the access token comes before the refresh token, and each value before its hash. */
async function identify({ request, service }: UpdateCall, store: ApiTools['store']): Promise<TokenName> {
  const { accessToken = '', accessTokenHash = '', refreshToken = '', refreshTokenHash = '' } = request
  if (accessToken !== '') {
    return { of: 'accessToken', tokenHash: await findTokenHash(accessToken, service, store) }
  }
  if (accessTokenHash !== '') return { of: 'accessToken', tokenHash: accessTokenHash }
  return { of: 'refreshToken', tokenHash: refreshToken === '' ? refreshTokenHash : sha256(refreshToken) }
}

async function find({ of, tokenHash }: TokenName, generation: number, store: ApiTools['store']) {
  return of === 'accessToken'
    ? store.findAccessToken(generation, { tokenHash })
    : store.findAccessToken(generation, { refreshTokenHash: tokenHash })
}

const tokenRule = {
  check: 'access-token',
  clause: 'Authlete TokenUpdateRequest accessToken, accessTokenHash',
  source: 'documented',
} as const

const refreshTokenRule = {
  check: 'refresh-token',
  clause: 'Authlete TokenUpdateRequest refreshToken, refreshTokenHash',
  source: 'documented',
} as const

const elementsRule = {
  check: 'authorization-details',
  clause: 'Authlete TokenUpdateRequest authorizationDetails',
  source: 'assumed',
} as const

function checkTokenNamed({ tokenHash }: TokenName): Verdict<'access_token_missing'> {
  return verdict(tokenRule, tokenHash !== '', 'access_token_missing', { expected: 'a token or its hash' })
}

function refuseUnknown({ of }: TokenName) {
  if (of === 'refreshToken') {
    return failed(refreshTokenRule, 'refresh_token_unknown', {
      expected: 'the refresh token of an access token of this service',
      actual: 'unknown',
    })
  }
  return failed(tokenRule, 'access_token_unknown', {
    expected: 'an access token of this service',
    actual: 'unknown',
  })
}

/** Properties that are sent replace all that the token had; an empty list is there to remove them. */
function checkPropertiesKept(
  before: AccessToken,
  after: AccessToken,
  { properties: sent = [] }: TokenUpdateRequest,
): Verdict<never> {
  return checkMembersKept({
    sent: byKey(sent),
    before: sent.length === 0 ? {} : byKey(before.details?.properties),
    after: byKey(after.details?.properties),
  })
}

function byKey(properties: readonly TokenProperty[] = []): Readonly<Record<string, unknown>> {
  return Object.fromEntries(properties.map(({ key, value }) => [key, value]))
}

/**
 * The token under its new value, if it gets one. Authlete's answer has no place for a new JWT, and the JWT of the old
 * value ends with it.
 */
function renewToken(token: ChangedToken, renewed: string | undefined): AccessToken {
  if (renewed === undefined) return token
  const { jwtSha256: _, ...details } = token.details
  return { ...token, tokenHash: sha256(renewed), details }
}

type ChangedToken = AccessToken & { readonly details: TokenDetails }

function changeToken(token: AccessToken, change: Change): ChangedToken {
  const { request, service, client } = change
  const { certificateThumbprint = '', dpopKeyThumbprint: jkt = '' } = request
  const scopes = request.scopes === undefined ? token.scopes : chooseScopes(request.scopes, service, client)
  return {
    ...token,
    scopes,
    expiresAt: keepEnd(chooseEnd(token.expiresAt, scopes, change)),
    ...(certificateThumbprint !== '' && { certificateThumbprint }),
    ...(jkt !== '' && { jkt }),
    details: changeDetails(token.details, change),
  }
}

/** Authlete TokenUpdateRequest: absent members stay unchanged; authorization details are replaced as a whole. */
function changeDetails(
  details: TokenDetails | undefined,
  { request: { properties, authorizationDetails: given }, authorizationDetails }: Change,
): TokenDetails {
  return {
    ...details,
    ...(properties !== undefined && { properties }),
    ...(given !== undefined && { authorizationDetails }),
  }
}

/** The new end of the access token: never, by the new scopes, by the call, or unchanged. */
function chooseEnd(expiresAt: number, scopes: readonly string[], { request, service, now }: Change): number {
  if (request.accessTokenPersistent === true) return now + persistentSeconds * 1000
  const { accessTokenExpiresAt: given = 0, accessTokenExpiresAtUpdatedOnScopeUpdate: followsScopes } = request
  if (given > 0) return given
  if (request.scopes === undefined || followsScopes !== true) return expiresAt
  const seconds = findScopeSeconds(scopes, 'accessTokenDuration', service.properties)
  return seconds === undefined ? expiresAt : now + seconds * 1000
}

/** The refresh token of a token, with the changes that concern it. */
function changeRefreshToken(token: RefreshToken, change: Change): RefreshToken {
  const { request, service, client, now } = change
  const {
    scopes,
    refreshTokenExpiresAt: given = 0,
    refreshTokenExpiresAtUpdatedOnScopeUpdate: follows,
  } = request
  const seconds =
    scopes !== undefined && follows === true
      ? findScopeSeconds(chooseScopes(scopes, service, client), 'refreshTokenDuration', service.properties)
      : undefined
  const ofScopes = seconds === undefined ? token.expiresAt : now + seconds * 1000
  return {
    ...token,
    expiresAt: keepEnd(given > 0 ? given : ofScopes),
    details: changeDetails(token.details, change),
  }
}
