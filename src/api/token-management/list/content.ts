import { aliasOf, isAliasEnabled } from '../../../base/client-names.ts'
import { toWholeSecond } from '../../../base/clock.ts'
import { authleteNumber } from '../../shared/authlete-number.ts'
import { formatProperties } from '../../shared/token-members.ts'
import type { FoundAccessToken } from '../../../model/access-token.ts'
import type { Client } from '../../../model/client.ts'
import { omitEmpty } from '../../shared/members.ts'
import type { TokenPage } from './decision.ts'

import type { Members } from '../content.ts'

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
