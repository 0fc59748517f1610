import type { ApiToken } from './api-token.ts'
import type { InitialState } from './baseline.ts'
import type { Service } from './service.ts'

/** The key of a snapshot; without a service, of one of all services. */
export interface SnapshotKey {
  readonly serviceId?: string
  readonly name: string
}

/** The number of records in a snapshot. */
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

/** The content of a snapshot, without short-lived records: tickets, codes, pushed requests, used proofs. */
export interface SnapshotContent {
  readonly savedAt: number
  readonly organizationTokens: readonly ApiToken[]
  /** In the order of their creation. */
  readonly services: readonly { readonly service: Service; readonly initialState: InitialState }[]
}
