/** A right of an API token, by Authlete's names. */
export type AccessRight =
  | 'VIEW_CLIENT'
  | 'MODIFY_CLIENT'
  | 'VIEW_SERVICE'
  | 'USE_INTROSPECTION'
  | 'USE_SERVICE'
  | 'CREATE_CLIENT'
  | 'MODIFY_SERVICE'
  | 'VIEW_DEFAULT_SERVICE'
  | 'CREATE_SERVICE'
  | 'VIEW_AUDIT_LOG'
  | 'DELETE_SERVICE'
  | 'ADMIN'

/** The credential of a caller of Authlete's APIs; the value itself is never stored, only its SHA-256 (base64url). */
export interface ApiToken {
  readonly tokenHash: string
  /** Absent for an organization token, which is valid for every service. */
  readonly serviceId?: string
  readonly rights: readonly AccessRight[]
  readonly expiresAt?: number
}
