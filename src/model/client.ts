import type { Attribute } from './service.ts'

/** Authlete's own properties of a client, as they were given; those with an effect in the mock are named. */
export interface ClientProperties {
  readonly clientName?: string
  readonly clientIdAlias?: string
  readonly clientIdAliasEnabled?: boolean
  readonly clientSecret?: string
  /** A locked client is refused at every endpoint. */
  readonly locked?: boolean
  readonly applicationType?: string
  readonly redirectUris?: readonly string[]
  readonly responseTypes?: readonly string[]
  readonly grantTypes?: readonly string[]
  readonly tokenAuthMethod?: string
  readonly tokenAuthSignAlg?: string
  readonly tlsClientAuthSubjectDn?: string
  readonly tlsClientAuthSanDns?: string
  readonly tlsClientAuthSanUri?: string
  readonly tlsClientAuthSanIp?: string
  readonly tlsClientAuthSanEmail?: string
  /** The client's JWK set as JSON text. A `jwksUri` is stored and never fetched. */
  readonly jwks?: string
  readonly jwksUri?: string
  readonly requestSignAlg?: string
  readonly authorizationSignAlg?: string
  readonly requestObjectRequired?: boolean
  readonly parRequired?: boolean
  readonly pkceRequired?: boolean
  readonly pkceS256Required?: boolean
  readonly dpopRequired?: boolean
  readonly singleAccessTokenPerSubject?: boolean
  readonly responseModes?: readonly string[]
  readonly tlsClientCertificateBoundAccessTokens?: boolean
  readonly authorizationDetailsTypes?: readonly string[]
  readonly defaultMaxAge?: number
  readonly authTimeRequired?: boolean
  readonly idTokenSignAlg?: string
  readonly userInfoSignAlg?: string
  readonly userInfoEncryptionAlg?: string
  readonly attributes?: readonly Attribute[]
  readonly extension?: {
    readonly requestableScopes?: readonly string[]
    readonly requestableScopesEnabled?: boolean
    readonly accessTokenDuration?: number
    readonly refreshTokenDuration?: number
    readonly idTokenDuration?: number
    readonly [member: string]: unknown
  }
  readonly [member: string]: unknown
}

/** An OAuth client of a service. */
export interface Client {
  readonly clientId: number
  readonly clientType: 'CONFIDENTIAL' | 'PUBLIC'
  readonly properties: ClientProperties
}
