import type { AccessToken, RefreshToken, TokenDetails } from './access-token.ts'
import type { ApiToken } from './api-token.ts'
import type { RememberedScopes } from './authorization.ts'
import type { Client } from './client.ts'
import type { ClockSetting } from './clock-setting.ts'
import type { Grant } from './grant.ts'
import type { MockSettings, ServiceProperties } from './service.ts'

/** A declared time: an instant (epoch ms), or so many seconds after the service is created; before, if negative. */
export type DeclaredTime = { readonly at: number } | { readonly afterSeconds: number }

/** A declared record, created with the service or before it. */
export type Made<Kept> = Omit<Kept, 'createdAt'> & { readonly made?: DeclaredTime }

export type Declared<Kept> = Made<Omit<Kept, 'expiresAt' | 'details'>> & {
  readonly end: DeclaredTime
  readonly details?: DeclaredDetails
}

/** Details of a declared token; numbers are as in those of a token. */
export type DeclaredDetails = Omit<TokenDetails, 'authTime' | 'lastRefreshedAt'> & {
  readonly authTime?: number | DeclaredTime
  readonly lastRefreshedAt?: number | DeclaredTime
}

export type DeclaredApiToken = Omit<ApiToken, 'expiresAt'> & { readonly end?: DeclaredTime }

export type DeclaredScopes = Omit<RememberedScopes, 'modifiedAt'> & { readonly made?: DeclaredTime }

/** The initial state of a service, to which a reset returns. Contains no secrets, only their hashes. */
export interface Baseline {
  /** The digest of the fixture that it was declared by; absent for a service that was created by a call. */
  readonly fixture?: string
  readonly properties: ServiceProperties
  readonly mock: MockSettings
  readonly clock: ClockSetting
  readonly apiTokens: readonly DeclaredApiToken[]
  readonly clients: readonly Client[]
  readonly grants: readonly Made<Grant>[]
  readonly accessTokens: readonly Declared<AccessToken>[]
  readonly refreshTokens: readonly Declared<RefreshToken>[]
  readonly grantedScopes: readonly DeclaredScopes[]
}

/** A baseline with definite times: the rows to store. */
export interface InitialState {
  readonly apiTokens: readonly ApiToken[]
  readonly clients: readonly Client[]
  readonly grants: readonly Grant[]
  readonly accessTokens: readonly AccessToken[]
  readonly refreshTokens: readonly RefreshToken[]
  readonly grantedScopes: readonly RememberedScopes[]
}
