import type { JsonMembers, TokenProperty } from './authorization.ts'
import type { Client } from './client.ts'
import type { AuthorizationDetail } from './grant.ts'

/** How a token came to be, by Authlete's names; a server can have tokens made as if by any of them. */
export type GrantType =
  | 'AUTHORIZATION_CODE'
  | 'IMPLICIT'
  | 'PASSWORD'
  | 'CLIENT_CREDENTIALS'
  | 'REFRESH_TOKEN'
  | 'CIBA'
  | 'DEVICE_CODE'
  | 'TOKEN_EXCHANGE'
  | 'JWT_BEARER'
  | 'PRE_AUTHORIZED_CODE'

/** What else is known of a token besides what every check looks at. */
export interface TokenDetails {
  readonly grantType?: GrantType
  readonly clientIdAliasUsed?: boolean
  readonly properties?: readonly TokenProperty[]
  /** The resources of the authorization (RFC 8707). */
  readonly resources?: readonly string[]
  /** The resources that this token was asked for, where they are fewer. */
  readonly accessTokenResources?: readonly string[]
  readonly authorizationDetails?: readonly AuthorizationDetail[]
  /** The `claims` parameter of the authorization request. */
  readonly claims?: JsonMembers
  readonly consentedClaims?: readonly string[]
  /** Seconds since the epoch. */
  readonly authTime?: number
  readonly acr?: string
  /** Epoch milliseconds; absent for a token that no refresh has brought. */
  readonly lastRefreshedAt?: number
  /** The SHA-256 (base64url) of the JWT that an access token also goes by, where it has one. */
  readonly jwtSha256?: string
  /** The refresh token in whose place this one came, where that one may still be repeated. */
  readonly renews?: Renewal
}

/** A refresh token that was spent, and gives the same renewed one for a while. */
export interface Renewal {
  readonly tokenHash: string
  /** What the value of the renewed one is made of, together with the value of the spent one. */
  readonly salt: string
  /** Epoch milliseconds. */
  readonly endsAt: number
}

/** A refresh token; the value itself is never kept, only its SHA-256 (base64url). */
export interface RefreshToken {
  readonly tokenHash: string
  readonly clientId: number
  readonly subject?: string
  readonly scopes: readonly string[]
  readonly createdAt: number
  readonly expiresAt: number
  readonly grantId?: string
  /** The thumbprint of the key that the token is bound to (RFC 9449 §5, §6). */
  readonly jkt?: string
  /** The thumbprint of the certificate that the token is bound to (RFC 8705 §3.1, `x5t#S256`). */
  readonly certificateThumbprint?: string
  /** The SHA-256 of the code that the token goes back to: a second use of the code ends all of them. */
  readonly codeHash?: string
  readonly details?: TokenDetails
}

/** An access token: it keeps what a refresh token keeps, and the refresh token issued with it. */
export interface AccessToken extends RefreshToken {
  readonly refreshTokenHash?: string
}

/** What decides, of a client, whether its tokens are still good for anything. */
export interface ClientStanding extends Pick<Client, 'clientType'> {
  readonly locked: boolean
}

/** An access token as the store finds it, with its client and with what is left of its refresh token. */
export interface FoundAccessToken {
  readonly token: AccessToken
  /** Absent where there is no such client. */
  readonly client?: ClientStanding
  readonly refreshTokenExpiresAt?: number
}
