import { formatProperties } from '../../shared/token-members.ts'
import { showAccessToken } from '../../shared/issue-tokens.ts'
import { aliasOf } from '../../../base/client-names.ts'
import { toElements } from '../../../oauth/authorization/elements.ts'
import { listRequestedClaims } from '../../../oauth/grants/grant-permissions.ts'
import { listVisibleProperties } from '../../../oauth/token/properties.ts'
import { tokenTypeOf } from '../../../oauth/token/access-token.ts'
import { omitEmpty } from '../../shared/members.ts'
import type { IssuedTokens } from './token-spec.ts'

/** What the client gets (RFC 6749 §5.1, with the members of the extensions), members in Authlete's order. */
export function formatTokens({ spec, tokens, idToken }: IssuedTokens): string {
  const { service, scopes, grantId, jkt, details } = spec
  const { accessToken, refreshToken } = tokens
  const { authorizationDetails = [], properties = [] } = details
  return JSON.stringify({
    access_token: showAccessToken(tokens),
    token_type: tokenTypeOf(jkt, service),
    expires_in: accessToken.seconds,
    ...(scopes.length > 0 && { scope: scopes.toSorted().join(' ') }),
    ...(refreshToken !== undefined && { refresh_token: refreshToken.value }),
    ...(idToken !== undefined && { id_token: idToken }),
    ...(grantId !== undefined && { grant_id: grantId }),
    ...(authorizationDetails.length > 0 && { authorization_details: authorizationDetails }),
    ...listVisibleProperties(properties),
  })
}

/** What the authorization server gets to know of tokens (Authlete `token_issue_response`). */
export function describeTokens({ spec, tokens }: IssuedTokens): object {
  const { accessToken, refreshToken, records } = tokens
  const { details, service, client } = spec
  return {
    accessToken: accessToken.value,
    accessTokenDuration: accessToken.seconds,
    accessTokenExpiresAt: accessToken.expiresAt,
    accessTokenResources: details.accessTokenResources,
    authorizationDetails: toElements(details.authorizationDetails),
    clientAttributes: omitEmpty(client.properties.attributes),
    clientId: client.clientId,
    clientIdAlias: aliasOf(client),
    clientIdAliasUsed: details.clientIdAliasUsed,
    jwtAccessToken: accessToken.jwt,
    properties: formatProperties(details.properties),
    refreshToken: refreshToken?.value,
    refreshTokenDuration: refreshToken?.seconds,
    refreshTokenExpiresAt: refreshToken?.expiresAt,
    refreshTokenScopes: omitEmpty(records.refreshToken?.scopes.toSorted()),
    scopes: omitEmpty(spec.scopes.toSorted()),
    serviceAttributes: omitEmpty(service.properties.attributes),
    subject: spec.subject,
  }
}

/** What a token response tells besides (Authlete `token_response`). `asked` are the resources of the token request. */
export function describeGrant({ spec, idToken }: IssuedTokens, asked: readonly string[]): object {
  return {
    grantId: spec.grantId,
    idToken,
    requestedIdTokenClaims: omitEmpty(listRequestedClaims([], spec.details.claims, ['id_token'])),
    resources: omitEmpty(asked),
  }
}
