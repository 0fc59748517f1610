import { aliasOf, isAliasUsed } from '../../../base/client-names.ts'
import { formatConsentedClaims, formatProperties } from '../../shared/token-members.ts'
import type { Service } from '../../../model/service.ts'
import { listRequestedClaims } from '../../../oauth/grants/grant-permissions.ts'
import { findClaimsFor } from '../../../oauth/authorization/claims.ts'
import { omitEmpty } from '../../shared/members.ts'
import type { UserInfoDecision } from './decision.ts'

/** What the userinfo endpoint needs to collect the claims (Authlete UserInfoResponse); nothing for a refused token. */
export function buildUserInfo(
  accessToken: string | undefined,
  { token, client }: Pick<UserInfoDecision, 'token' | 'client'>,
  { properties: serviceProperties }: Service,
): Readonly<Record<string, unknown>> {
  if (token === undefined || client === undefined) return {}
  const { scopes, subject, details = {} } = token
  const requested = findClaimsFor('userinfo', details.claims)
  return {
    claims: omitEmpty(listRequestedClaims(scopes, details.claims, ['userinfo'])),
    clientAttributes: omitEmpty(client.properties.attributes),
    clientId: client.clientId,
    clientIdAlias: aliasOf(client),
    clientIdAliasUsed: isAliasUsed(client, details),
    consentedClaims: formatConsentedClaims(token),
    properties: formatProperties(details.properties),
    scopes,
    serviceAttributes: omitEmpty(serviceProperties.attributes),
    subject,
    token: accessToken,
    userInfoClaims: requested && JSON.stringify(requested),
  }
}
