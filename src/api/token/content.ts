import { listRequestedClaims } from '../../oauth/grant-permissions.ts'
import { toElements } from '../../oauth/authorization-elements.ts'
import { listVisibleProperties } from '../../oauth/token-properties.ts'
import { nameTokenType } from '../../oauth/token-type.ts'
import { listAttributes, unlessEmpty } from '../../outcome/members.ts'
import type { IssuedTokens } from './decide-token.ts'
import type { TokenFacts } from './plan-tokens.ts'

/** What the client gets (RFC 6749 §5.1, with the members of the extensions), members in Authlete's order. */
export function formatTokens({ plan, tokens, idToken }: IssuedTokens): string {
  const { order } = plan
  const { service, scopes, grantId, jkt, details } = order
  const { accessToken, refreshToken } = tokens
  const { authorizationDetails = [], properties = [] } = details
  return JSON.stringify({
    access_token: accessToken.value,
    token_type: nameTokenType(jkt, service),
    expires_in: accessToken.seconds,
    ...(scopes.length > 0 && { scope: scopes.toSorted().join(' ') }),
    ...(refreshToken !== undefined && { refresh_token: refreshToken.value }),
    ...(idToken !== undefined && { id_token: idToken }),
    ...(grantId !== undefined && { grant_id: grantId }),
    ...(authorizationDetails.length > 0 && { authorization_details: authorizationDetails }),
    ...listVisibleProperties(properties),
  })
}

/** What the authorization server gets to know of the tokens (Authlete `token_response`). */
export function describeTokens({ plan, tokens, idToken }: IssuedTokens, facts: TokenFacts): object {
  const { order } = plan
  const { accessToken, refreshToken, records } = tokens
  const { details } = order
  return {
    accessToken: accessToken.value,
    accessTokenDuration: accessToken.seconds,
    accessTokenExpiresAt: records.accessToken.expiresAt,
    accessTokenResources: details.accessTokenResources,
    authorizationDetails: toElements(details.authorizationDetails),
    clientAttributes: listAttributes(facts.client.properties['attributes']),
    clientId: facts.client.clientId,
    clientIdAlias: facts.client.properties.clientIdAlias,
    clientIdAliasUsed: facts.aliasUsed,
    grantId: order.grantId,
    grantType: order.grantType,
    idToken,
    ...(accessToken.isJwt && { jwtAccessToken: accessToken.value }),
    properties: details.properties,
    refreshToken: refreshToken?.value,
    refreshTokenDuration: refreshToken?.seconds,
    refreshTokenExpiresAt: records.refreshToken?.expiresAt,
    refreshTokenScopes: unlessEmpty(records.refreshToken?.scopes.toSorted()),
    requestedIdTokenClaims: unlessEmpty(listRequestedClaims([], details.claims, ['id_token'])),
    resources: unlessEmpty(facts.parameters.all('resource')),
    scopes: unlessEmpty(order.scopes.toSorted()),
    serviceAttributes: listAttributes(facts.service.properties['attributes']),
    subject: order.subject,
  }
}
