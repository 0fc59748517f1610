/** One row of a grant's `scopes`: scope names, and the resources they were granted for. */
export interface GrantedScope {
  /** Space-delimited scope names. */
  readonly scope: string
  readonly resource?: readonly string[]
}

/** An element of RFC 9396 `authorization_details`. */
export type AuthorizationDetail = { readonly [member: string]: unknown }

/** A subject's permission for a client (Grant Management for OAuth 2.0). */
export interface Grant {
  readonly grantId: string
  readonly clientId: number
  readonly subject?: string
  readonly scopes: readonly GrantedScope[]
  readonly claims: readonly string[]
  readonly authorizationDetails: readonly AuthorizationDetail[]
  readonly createdAt: number
}
