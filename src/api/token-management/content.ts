import { aliasOf, isAliasEnabled } from '../../base/client-names.ts'
import { toWholeSecond } from '../../base/clock.ts'
import type { TokenCreateRequest } from '../../../schema/token-management.ts'
import { authleteNumber } from '../shared/authlete-number.ts'
import { formatProperties } from '../shared/token-members.ts'
import type { MadeTokens } from '../shared/issue-tokens.ts'
import type { AccessToken, FoundAccessToken } from '../../model/access-token.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import { toElements } from '../../oauth/authorization/elements.ts'
import { tokenTypeOf } from '../../oauth/token/token-type.ts'
import { omitEmpty } from '../shared/members.ts'
import type { TokenPage } from './list-tokens.ts'
import type { Updated } from './update-token.ts'

type Members = Readonly<Record<string, unknown>>

/** What every answer about one token tells of it. The hash is its id: it names the token and does not give it away. */
function describeToken({ tokenHash, scopes, jkt, details = {} }: AccessToken, service: Service): Members {
  return {
    authorizationDetails: toElements(details.authorizationDetails),
    properties: formatProperties(details.properties),
    scopes: omitEmpty(scopes),
    tokenId: tokenHash,
    tokenType: tokenTypeOf(jkt, service),
  }
}

/** A token that was made (Authlete TokenCreateResponse). */
export function describeCreated(
  { accessToken, refreshToken, records }: MadeTokens,
  { grantType }: TokenCreateRequest,
  service: Service,
): Members {
  const { clientId, subject } = records.accessToken
  return {
    ...describeToken(records.accessToken, service),
    accessToken: accessToken.value,
    clientId,
    clientIdentifier: String(clientId),
    expiresAt: accessToken.expiresAt,
    expiresIn: accessToken.seconds,
    grantType,
    jwtAccessToken: accessToken.jwt,
    refreshToken: refreshToken?.value,
    subject,
  }
}

/** A token that was changed (Authlete TokenUpdateResponse). */
export function describeUpdated({ token, value, refreshTokenExpiresAt }: Updated, service: Service): Members {
  return {
    ...describeToken(token, service),
    accessToken: value,
    accessTokenExpiresAt: toWholeSecond(token.expiresAt),
    refreshTokenExpiresAt,
  }
}

/** A page of tokens (Authlete TokenListResponse). */
export function describePage({ tokens, client, ...page }: TokenPage): Members {
  return {
    ...page,
    accessTokens: tokens.map(describeListed),
    client: client && describeClient(client),
  }
}

function describeListed({ token, refreshTokenExpiresAt }: FoundAccessToken): Members {
  const { details = {} } = token
  return {
    accessTokenExpiresAt: toWholeSecond(token.expiresAt),
    accessTokenHash: token.tokenHash,
    clientId: token.clientId,
    createdAt: toWholeSecond(token.createdAt),
    grantType: details.grantType,
    lastRefreshedAt: toWholeSecond(details.lastRefreshedAt ?? 0),
    properties: formatProperties(details.properties),
    refreshTokenExpiresAt: toWholeSecond(refreshTokenExpiresAt ?? 0),
    refreshTokenHash: token.refreshTokenHash,
    scopes: omitEmpty(token.scopes),
    subject: token.subject,
  }
}

function describeClient(client: Client): Members {
  const { clientId, clientType, properties } = client
  const { clientName, clientNames, description, descriptions } = properties
  const names = { clientIdAlias: aliasOf(client), clientIdAliasEnabled: isAliasEnabled(client) }
  const number = authleteNumber(clientId)
  return { clientId, ...names, clientName, clientNames, clientType, description, descriptions, number }
}
