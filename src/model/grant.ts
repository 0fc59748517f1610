/** One row of a grant's `scopes`: scope names, and the resources they were granted for. */
export interface GrantedScope {
  /** Space-delimited scope names. */
  readonly scope: string
  readonly resource?: readonly string[]
}

/** What a subject has permitted a client to do (Grant Management for OAuth 2.0). */
export interface Grant {
  readonly grantId: string
  readonly clientId: number
  readonly subject?: string
  readonly scopes: readonly GrantedScope[]
  readonly claims: readonly string[]
  /** The elements of RFC 9396 `authorization_details`. */
  readonly authorizationDetails: readonly { readonly [member: string]: unknown }[]
  readonly createdAt: number
}
