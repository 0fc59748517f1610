import type { ApiToken } from './api-token.ts'
import type { InitialState } from './baseline.ts'
import type { Service } from './service.ts'

/** Which snapshot is meant; without a service, one of all services. */
export interface SnapshotKey {
  readonly serviceId?: string
  readonly name: string
}

/** What a snapshot holds, counted. */
export interface Snapshot {
  readonly name: string
  /** By the machine's clock, in epoch milliseconds. */
  readonly savedAt: number
  readonly services: number
  readonly clients: number
  readonly grants: number
  readonly accessTokens: number
  readonly refreshTokens: number
}

/** What a snapshot holds, except what is about to end anyway: tickets, codes, pushed requests, spent proofs. */
export interface SnapshotContent {
  readonly savedAt: number
  readonly organizationTokens: readonly ApiToken[]
  /** In the order in which they were made. */
  readonly services: readonly { readonly service: Service; readonly initialState: InitialState }[]
}
