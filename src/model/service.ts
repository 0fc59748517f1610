import type { ClockSetting } from './clock-setting.ts'

/** How strict the mock is for one service, where real Authlete was seen or is supposed to be lenient. */
export interface MockSettings {
  readonly strictOwnership: boolean
  readonly replayCheck: boolean
  readonly iatPastSeconds: number
  readonly iatFutureSeconds: number
}

/** Authlete's own properties of a service, as they were given; those the mock acts on are named. */
export interface ServiceProperties {
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

/** An Authlete service: the tenant that everything else belongs to. */
export interface Service {
  /** Decimal digits, as in the path of every call. */
  readonly serviceId: string
  /** The key of the service's present state; a reset begins a new one. */
  readonly world: number
  readonly origin: 'fixture' | 'api'
  readonly properties: ServiceProperties
  readonly mock: MockSettings
  readonly clock: ClockSetting
  /** The key from which DPoP nonces are derived. */
  readonly nonceSecret: string
}
