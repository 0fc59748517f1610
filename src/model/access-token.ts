/** A refresh token; the value itself is never kept, only its SHA-256 (base64url). */
export interface RefreshToken {
  readonly tokenHash: string
  readonly clientId: number
  readonly subject?: string
  readonly scopes: readonly string[]
  readonly createdAt: number
  readonly expiresAt: number
  readonly grantId?: string
}

/** An access token: it keeps what a refresh token keeps, what it is bound to, and the refresh token issued with it. */
export interface AccessToken extends RefreshToken {
  /** The thumbprint of the key that the token is bound to (RFC 9449 §6). */
  readonly jkt?: string
  /** The thumbprint of the certificate that the token is bound to (RFC 8705 §3.1, `x5t#S256`). */
  readonly certificateThumbprint?: string
  readonly refreshTokenHash?: string
}

/** An access token as the store finds it, with what is left of its refresh token. */
export interface FoundAccessToken {
  readonly token: AccessToken
  readonly refreshTokenExpiresAt?: number
}
