import type { TokenCreateRequest } from '../../../../schema/token-management.ts'
import type { IssuedTokens } from '../../shared/issue-tokens.ts'
import type { Service } from '../../../model/service.ts'

import { describeToken, type Members } from '../content.ts'

/** A created token (Authlete TokenCreateResponse). */
export function describeCreated(
  { accessToken, refreshToken, records }: IssuedTokens,
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
