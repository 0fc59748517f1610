import { aliasOf } from '../../../base/client-names.ts'
import type { Service } from '../../../model/service.ts'
import { toElements } from '../../../oauth/authorization/elements.ts'
import { listVisibleProperties } from '../../../oauth/token/properties.ts'
import { tokenTypeOf } from '../../../oauth/token/access-token.ts'
import { errorMembers } from '../../../outcome/error-content.ts'
import { resultMessage, type OutcomeRow } from '../../../outcome/outcome.ts'
import { showAccessToken, type IssuedTokens } from '../../shared/issue-tokens.ts'
import { omitEmpty } from '../../shared/members.ts'
import { formatProperties } from '../../shared/token-members.ts'

/** The response for the client (RFC 6749 §5.1, with the members of the extensions), members in Authlete's order. */
export function formatTokens(tokens: IssuedTokens): string {
  const { spec, accessToken, refreshToken, idToken } = tokens
  const { service, scopes, grantId, jkt, details } = spec
  return JSON.stringify({
    access_token: showAccessToken(tokens),
    token_type: tokenTypeOf(jkt, service),
    expires_in: accessToken.seconds,
    scope: scopes.length === 0 ? undefined : scopes.toSorted().join(' '),
    refresh_token: refreshToken?.value,
    id_token: idToken,
    grant_id: grantId,
    authorization_details: omitEmpty(details.authorizationDetails),
    ...listVisibleProperties(details.properties ?? []),
  })
}

/** The members about tokens for the authorization server (Authlete `token_issue_response`). */
export function describeTokens({ spec, accessToken, refreshToken, records }: IssuedTokens): object {
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

/** The error response for the client (RFC 6749 §5.2). */
export function describeError(
  row: OutcomeRow,
  values: Readonly<Record<string, string>>,
  { properties }: Service,
): object {
  return { responseContent: JSON.stringify(errorMembers(row, resultMessage(row, values), properties)) }
}
