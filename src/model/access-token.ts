import type { JsonMembers, TokenProperty } from './authorization.ts'
import type { Client } from './client.ts'
import type { AuthorizationDetail } from './grant.ts'

/** The origin of a token, by Authlete's names; a server can create tokens as if by any of them. */
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

/** Further data of a token that not every check needs. */
export interface TokenDetails {
  readonly grantType?: GrantType
  readonly clientIdAliasUsed?: boolean
  readonly properties?: readonly TokenProperty[]
  /** The resources of the authorization (RFC 8707). */
  readonly resources?: readonly string[]
  /** The resources of the token request, if they are fewer. */
  readonly accessTokenResources?: readonly string[]
  readonly authorizationDetails?: readonly AuthorizationDetail[]
  /** The `claims` parameter of the authorization request. */
  readonly claims?: JsonMembers
  readonly consentedClaims?: readonly string[]
  /** Seconds since the epoch. */
  readonly authTime?: number
  readonly acr?: string
  /** Epoch milliseconds; absent for a token that no refresh has made. */
  readonly lastRefreshedAt?: number
  /** The SHA-256 (base64url) of the JWT that represents an access token, if any. */
  readonly jwtSha256?: string
  /** The refresh token that this one replaced, while it can still be repeated. */
  readonly renews?: Renewal
}

/** A used refresh token that gives the same renewed one for a while. */
export interface Renewal {
  readonly tokenHash: string
  /** What the renewed value is derived from, together with the used one. */
  readonly salt: string
  /** Epoch milliseconds. */
  readonly endsAt: number
}

/** A refresh token; the value itself is never stored, only its SHA-256 (base64url). */
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
  /** The SHA-256 of the code that the token comes from: a second use of the code ends all of them. */
  readonly codeHash?: string
  readonly details?: TokenDetails
}

/** An access token: the data of a refresh token, and the refresh token issued with it. */
export interface AccessToken extends RefreshToken {
  readonly refreshTokenHash?: string
}

/** Whether the tokens of a client are usable. */
interface ClientStanding extends Pick<Client, 'clientType'> {
  readonly locked: boolean
}

/** An access token as the store returns it, with its client and the end of its refresh token. */
export interface FoundAccessToken {
  readonly token: AccessToken
  /** Absent if there is no such client. */
  readonly client?: ClientStanding
  readonly refreshTokenExpiresAt?: number
}
