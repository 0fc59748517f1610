import type { ClockSetting } from './clock-setting.ts'

/** How strict the mock is for one service where Authlete is lenient, by observation or assumption. */
export interface MockSettings {
  readonly strictOwnership: boolean
  readonly oneClientAuthentication: boolean
  readonly replayCheck: boolean
  readonly iatPastSeconds: number
  readonly iatFutureSeconds: number
}

/** A key and a value that Authlete stores with a service, a client or a scope. */
export interface Attribute {
  readonly key?: string
  readonly value?: string
}

/** A scope of a service. */
export interface SupportedScope {
  readonly name: string
  /** Granted if a request names no scope. */
  readonly defaultEntry?: boolean
  readonly description?: string
  readonly attributes?: readonly Attribute[]
  readonly [member: string]: unknown
}

/** Authlete's own properties of a service, as they were given; those with an effect in the mock are named. */
export interface ServiceProperties {
  readonly serviceName?: string
  /** The issuer identifier (RFC 8414 §2). */
  readonly issuer?: string
  /** The service's own JWK set with its private keys, as JSON text. */
  readonly jwks?: string
  readonly supportedScopes?: readonly SupportedScope[]
  readonly supportedGrantTypes?: readonly string[]
  readonly supportedResponseTypes?: readonly string[]
  readonly supportedTokenAuthMethods?: readonly string[]
  readonly supportedAuthorizationDetailsTypes?: readonly string[]
  readonly supportedAcrs?: readonly string[]
  readonly mtlsEndpointAliases?: readonly { readonly name: string; readonly uri: string }[]
  readonly tokenEndpoint?: string
  readonly pushedAuthReqEndpoint?: string
  readonly userInfoEndpoint?: string
  readonly grantManagementActionRequired?: boolean
  readonly parRequired?: boolean
  readonly requestObjectRequired?: boolean
  readonly pkceRequired?: boolean
  readonly pkceS256Required?: boolean
  readonly scopeRequired?: boolean
  readonly clientIdAliasEnabled?: boolean
  readonly tlsClientCertificateBoundAccessTokens?: boolean
  readonly refreshTokenKept?: boolean
  readonly singleAccessTokenPerSubject?: boolean
  readonly tokenExpirationLinked?: boolean
  readonly openidDroppedOnRefreshWithoutOfflineAccess?: boolean
  readonly missingClientIdAllowed?: boolean
  readonly claimShortcutRestrictive?: boolean
  readonly accessTokenType?: string
  /** Present: access tokens are JWTs (RFC 9068) signed by this algorithm. */
  readonly accessTokenSignAlg?: string
  readonly accessTokenSignatureKeyId?: string
  readonly idTokenSignatureKeyId?: string
  readonly authorizationSignatureKeyId?: string
  readonly userInfoSignatureKeyId?: string
  readonly introspectionSignatureKeyId?: string
  readonly attributes?: readonly Attribute[]
  readonly errorDescriptionOmitted?: boolean
  readonly errorUriOmitted?: boolean
  /** Seconds. */
  readonly authorizationResponseDuration?: number
  /** Seconds. */
  readonly authorizationCodeDuration?: number
  /** Seconds. */
  readonly pushedAuthReqDuration?: number
  /** Seconds. */
  readonly idTokenDuration?: number
  /** Seconds. */
  readonly allowableClockSkew?: number
  readonly grantManagementEndpoint?: string
  readonly dpopNonceRequired?: boolean
  /** Seconds. */
  readonly dpopNonceDuration?: number
  /** Seconds. */
  readonly accessTokenDuration?: number
  /** Seconds. */
  readonly refreshTokenDuration?: number
  readonly [member: string]: unknown
}

/** An Authlete service: the tenant that all other data belongs to. */
export interface Service {
  /** Decimal digits, as in the path of every call. */
  readonly serviceId: string
  /** The key of the service's present state; a reset begins a new one. */
  readonly generation: number
  readonly origin: 'fixture' | 'api'
  readonly properties: ServiceProperties
  readonly mock: MockSettings
  readonly clock: ClockSetting
  /** The key from which DPoP nonces are derived. */
  readonly nonceSecret: string
}
