/** An OAuth client of a service. */
export interface Client {
  readonly clientId: number
  readonly clientType: 'CONFIDENTIAL' | 'PUBLIC'
  /** Authlete's own properties of the client, as they were given. */
  readonly properties: { readonly [member: string]: unknown }
}
