import type { AccessToken, RefreshToken } from './access-token.ts'
import type { ApiToken } from './api-token.ts'
import type { Client } from './client.ts'
import type { ClockSetting } from './clock-setting.ts'
import type { Grant } from './grant.ts'
import type { MockSettings, ServiceProperties } from './service.ts'

/** An end that was declared: an instant (epoch ms), or so many seconds after the service begins. */
export type DeclaredEnd = { readonly expiresAt: number } | { readonly lastsSeconds: number }

export type Declared<Kept> = Omit<Kept, 'createdAt' | 'expiresAt'> & { readonly end: DeclaredEnd }

export type DeclaredApiToken = Omit<ApiToken, 'expiresAt'> & { readonly end?: DeclaredEnd }

/** The state that a service begins with and that a reset returns to. Holds no secret, only their hashes. */
export interface Baseline {
  readonly properties: ServiceProperties
  readonly mock: MockSettings
  readonly clock: ClockSetting
  readonly apiTokens: readonly DeclaredApiToken[]
  readonly clients: readonly Client[]
  readonly grants: readonly Omit<Grant, 'createdAt'>[]
  readonly accessTokens: readonly Declared<AccessToken>[]
  readonly refreshTokens: readonly Declared<RefreshToken>[]
}

/** A baseline with its times made definite: the rows to store. */
export interface Opening {
  readonly apiTokens: readonly ApiToken[]
  readonly clients: readonly Client[]
  readonly grants: readonly Grant[]
  readonly accessTokens: readonly AccessToken[]
  readonly refreshTokens: readonly RefreshToken[]
}
