import type { AuthorizationDetail } from './grant.ts'

/** The members of a JSON object from outside, as it was parsed. */
export type JsonMembers = { readonly [member: string]: unknown }

/** A property that an authorization server attaches to a token; the client does not see a hidden one. */
export interface TokenProperty {
  readonly key: string
  readonly value?: string
  readonly hidden?: boolean
}

/** The requested action on a grant (Grant Management §5.2). */
export type GrantChangeAction = 'CREATE' | 'MERGE' | 'REPLACE'

/** A valid authorization request, stored until it ends in a code or in an error. */
export interface AuthorizationRequest {
  readonly clientId: number
  /** Whether the client identified itself by its alias. */
  readonly clientIdAliasUsed: boolean
  readonly responseType: 'CODE'
  readonly responseMode: 'query' | 'fragment' | 'form_post'
  /** The redirect URI of the response. */
  readonly redirectUri: string
  /** Whether the request contained it; the token request must then contain it again (RFC 6749 §4.1.3). */
  readonly redirectUriGiven: boolean
  readonly state?: string
  readonly scopes: readonly string[]
  readonly nonce?: string
  readonly codeChallenge?: string
  readonly codeChallengeMethod?: 'plain' | 'S256'
  /** The key that the code is bound to (RFC 9449 §10). */
  readonly dpopJkt?: string
  /** RFC 8707. */
  readonly resources: readonly string[]
  readonly authorizationDetails: readonly AuthorizationDetail[]
  /** OpenID Connect Core §5.5. */
  readonly claims?: JsonMembers
  readonly acrs: readonly string[]
  readonly prompts: readonly string[]
  /** Seconds. */
  readonly maxAge?: number
  readonly grantAction?: GrantChangeAction
  /** The grant to merge into or to replace. */
  readonly grantId?: string
  /** The SHA-256 of the pushed request's URI, if it was pushed. */
  readonly requestUriHash?: string
}

/** An authorization request that waits for its end user. The ticket itself is never stored, only its SHA-256. */
export interface AuthorizationTicket {
  readonly ticketHash: string
  readonly request: AuthorizationRequest
  /** What the authorization server has stored with the ticket. */
  readonly info?: string
  readonly expiresAt: number
}

/** A pushed authorization request (RFC 9126). */
export interface PushedRequest {
  readonly requestUriHash: string
  readonly clientId: number
  /** The parameters as they were pushed, form-encoded, without the client's credentials. */
  readonly parameters: string
  /** The key of the proof that came with it (RFC 9449 §10.1). */
  readonly dpopJkt?: string
  readonly expiresAt: number
}

/**
 * A token request that waits until the authorization server has authenticated the resource owner (RFC 6749 §4.3). The
 * ticket itself is never stored, only its SHA-256, nor are username and password.
 */
export interface TokenTicket {
  readonly ticketHash: string
  readonly clientId: number
  /** Whether the client identified itself by its alias. */
  readonly clientIdAliasUsed: boolean
  readonly scopes: readonly string[]
  /** RFC 8707. */
  readonly resources: readonly string[]
  /** RFC 9396. */
  readonly authorizationDetails: readonly AuthorizationDetail[]
  /** The binding of the tokens, which the client has proved already. */
  readonly jkt?: string
  readonly certificateThumbprint?: string
  readonly expiresAt: number
}

/** The consent of a subject. The code itself is never stored, only its SHA-256. */
export interface AuthorizationCode {
  readonly codeHash: string
  readonly request: AuthorizationRequest
  readonly subject: string
  /** The scopes that were consented to. */
  readonly scopes: readonly string[]
  /** Those of them that are values of parameterised scopes. */
  readonly dynamicScopes?: readonly string[]
  /** Seconds since the epoch. */
  readonly authTime?: number
  readonly acr?: string
  readonly properties?: readonly TokenProperty[]
  /** Claim values for the ID token. */
  readonly claims?: JsonMembers
  /** Names of the claims that the subject has consented to. */
  readonly consentedClaims?: readonly string[]
  /** The `sub` of the ID token, if it differs from the subject. */
  readonly sub?: string
  readonly idTokenHeaderParameters?: JsonMembers
  /** The type of `aud` in the ID token, if the request sets it. */
  readonly idTokenAudType?: 'array' | 'string'
  /** The lifetime of the access token, if the request sets it. */
  readonly accessTokenSeconds?: number
  /** More claims for an access token that is a JWT, as JSON text. */
  readonly jwtAtClaims?: string
  readonly createdAt: number
  readonly expiresAt: number
}

/** The scopes that a subject has granted to a client, by all authorizations and by the last one. */
export interface GrantedScopes {
  readonly latest: readonly string[]
  readonly merged: readonly string[]
  readonly modifiedAt: number
}

/** The same, with who has granted it to whom. */
export interface RememberedScopes extends GrantedScopes {
  readonly clientId: number
  readonly subject: string
}
