import { toWholeSecond } from '../../../base/clock.ts'
import type { Service } from '../../../model/service.ts'
import type { Updated } from './decision.ts'

import { describeToken, type Members } from '../content.ts'

/** An updated token (Authlete TokenUpdateResponse). */
export function describeUpdated({ token, value, refreshTokenExpiresAt }: Updated, service: Service): Members {
  return {
    ...describeToken(token, service),
    accessToken: value,
    accessTokenExpiresAt: toWholeSecond(token.expiresAt),
    refreshTokenExpiresAt,
  }
}
