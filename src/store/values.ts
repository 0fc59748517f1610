import type { AccessToken, RefreshToken } from '../model/access-token.ts'
import type { Baseline, InitialState } from '../model/baseline.ts'
import type { Client } from '../model/client.ts'
import type { Grant } from '../model/grant.ts'
import type { Service } from '../model/service.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** A service to store, with its initial state. */
export interface NewService extends Omit<Service, 'generation'> {
  readonly baseline: Baseline
  readonly initialState: InitialState
}

/** The new state of a service after a reset, and the baseline of a fixture, where that takes the place of the stored one. */
export type ServiceReset = Pick<NewService, 'baseline' | 'initialState'> & { readonly replacement?: Baseline }

/** The members of a service that can change. */
export type ServiceChange = Partial<Pick<Service, 'properties' | 'mock' | 'clock'>>

/** A part of a longer list: from `start` on, before `end`. */
export interface Page {
  readonly start: number
  readonly end: number
}

/** A part of a list, and the length of the whole. */
export interface Part<Entry> {
  readonly entries: readonly Entry[]
  readonly totalCount: number
}

/** The result of saving a snapshot: saved, or refused because there are too many others, or no such service. */
export type SnapshotSaving = Snapshot | 'snapshots_full' | 'service_unknown'

/** The key of a client: its id, or its alias if that is not its id. */
export type ClientKey = { readonly clientId: number } | { readonly alias: string }

/** Selects clients that have tokens of a subject now (epoch ms). */
export interface Holding {
  readonly subject: string
  readonly now: number
}

/** A token to store, with its grant and refresh token. The client is created if it does not exist. */
export interface NewToken {
  /** Absent: the service's first client. */
  readonly clientId?: number
  /** The client to create if the named one does not exist, or if the service has none. */
  readonly newClient: Client
  readonly newGrant?: Omit<Grant, 'clientId'>
  readonly accessToken: Omit<AccessToken, 'clientId'>
  readonly refreshToken?: Omit<RefreshToken, 'clientId'>
}

export type SaveRefusal =
  'grant_unknown' | 'grant_exists' | 'access_token_exists' | 'client_id_taken' | 'service_was_reset'

/** Tokens to store together, and the change of a grant. */
export interface TokenIssue {
  /** The owner whose tokens end before these are stored. */
  readonly ends?: TokenOwner
  readonly accessToken: AccessToken
  readonly refreshToken?: RefreshToken
  readonly grantChange?: GrantUpdate
}

/**
 * The grant after an issue, made by a function that may be called more than once. It gets the grant as it is, and
 * undefined where there is none; it answers undefined where nothing can be done with that. A change ends the refresh
 * tokens that the grant had before.
 */
export interface GrantUpdate {
  readonly grantId: string
  readonly change: (grant: Grant | undefined) => Grant | undefined
}

export type StoreRefusal = 'spent' | 'grant_gone' | 'access_token_exists' | 'refresh_token_exists'
export type IssueResult = { readonly grant?: Grant } | { readonly refused: StoreRefusal }

/** The result for a code: issued, or refused because its ticket, or the pushed request behind that, is gone. */
export type CodeIssue = 'issued' | 'ticket_gone' | 'request_used'

/** Selects tokens: those of a client, of a subject, of both, or all if neither is named. */
export interface TokenOwner {
  readonly clientId?: number
  readonly subject?: string
}

/** Selects tokens: those of an owner, those of a code, or one of either kind and its counterpart. */
export type TokenFilter = TokenOwner | { readonly codeHash: string } | { readonly pairOf: string }

export type AccessTokenKey = { readonly tokenHash: string } | { readonly refreshTokenHash: string }

/** The key of a refresh token: its value, the used one that it renews, or its access token that has expired. */
export type RefreshTokenKey =
  | { readonly tokenHash: string }
  | { readonly renewedFrom: string }
  | { readonly expiredAccessTokenHash: string }

/** An access token, and its refresh token, if there is one. */
export interface TokenPair {
  readonly accessToken: AccessToken
  readonly refreshToken?: RefreshToken
}

/** The changes of both tokens of a pair, by functions that may be called more than once. */
export interface TokenChange {
  readonly accessToken: (token: AccessToken) => AccessToken
  readonly refreshToken: (token: RefreshToken) => RefreshToken
}
