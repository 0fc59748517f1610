import type { ActedOnGrantType } from '../../../oauth/token/request.ts'
import { authorizationCode } from '../grants/authorization-code.ts'
import { clientCredentials } from '../grants/client-credentials.ts'
import { password } from '../grants/password.ts'
import { refreshToken } from '../grants/refresh-token.ts'

/** The grant types of the token endpoint, by Authlete's names. */
export const grantTypes = {
  AUTHORIZATION_CODE: authorizationCode,
  REFRESH_TOKEN: refreshToken,
  CLIENT_CREDENTIALS: clientCredentials,
  PASSWORD: password,
} as const satisfies Record<ActedOnGrantType, object>
