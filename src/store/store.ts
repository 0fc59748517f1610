import type { AccessToken, FoundAccessToken, RefreshToken } from '../model/access-token.ts'
import type { ApiToken } from '../model/api-token.ts'
import type {
  AuthorizationCode,
  AuthorizationTicket,
  FoundCode,
  GrantedScopes,
  PushedRequest,
  TokenTicket,
} from '../model/authorization.ts'
import type { Baseline, InitialState } from '../model/baseline.ts'
import type { Client } from '../model/client.ts'
import type { Grant } from '../model/grant.ts'
import type { Service } from '../model/service.ts'
import type { Snapshot, SnapshotContent, SnapshotKey } from '../model/snapshot.ts'
import type { UsedProof } from '../model/used-proof.ts'

/** A service to be stored, with the state it begins with. */
export interface NewService extends Omit<Service, 'generation'> {
  readonly baseline: Baseline
  readonly initialState: InitialState
}

/** A token to be stored, with what hangs on it. The client is made when it does not exist. */
export interface NewToken {
  /** Absent: the service's first client. */
  readonly clientId?: number
  /** The client to make when the named one does not exist, or when the service has none. */
  readonly newClient: Client
  readonly newGrant?: Omit<Grant, 'clientId'>
  readonly accessToken: Omit<AccessToken, 'clientId'>
  readonly refreshToken?: Omit<RefreshToken, 'clientId'>
}

export type TokenRefusal =
  'grant_unknown' | 'grant_exists' | 'access_token_exists' | 'client_id_taken' | 'world_over'

/** Tokens to be stored together, and what their issue does to a grant. */
export interface TokenIssue {
  /** Whose tokens end before these are stored. */
  readonly ends?: TokenOwner
  readonly accessToken: AccessToken
  readonly refreshToken?: RefreshToken
  readonly grantChange?: GrantChange
}

/**
 * A grant as it is to be, made by a function that may be called more than once. It gets the grant as it is, and
 * undefined where there is none; it answers undefined where nothing can be done with that. A change ends the refresh
 * tokens that the grant had before.
 */
export interface GrantChange {
  readonly grantId: string
  readonly change: (grant: Grant | undefined) => Grant | undefined
}

export type IssueRefusal = 'spent' | 'grant_gone' | 'access_token_exists' | 'refresh_token_exists'
export type IssueResult = { readonly grant?: Grant } | { readonly refused: IssueRefusal }

/** What became of a code: issued, or refused because its ticket, or the pushed request behind that, is gone. */
export type CodeIssue = 'issued' | 'ticket_gone' | 'request_used'

/** Which tokens are meant: those of a client, of a subject, of both, or all where neither is named. */
export interface TokenOwner {
  readonly clientId?: number
  readonly subject?: string
}

/** An access token, and the refresh token that goes with it, where there is one. */
export interface TokenPair {
  readonly accessToken: AccessToken
  readonly refreshToken?: RefreshToken
}

/** How both tokens of a pair are to be, by functions that may be called more than once. */
export interface TokenPairChange {
  readonly accessToken: (token: AccessToken) => AccessToken
  readonly refreshToken: (token: RefreshToken) => RefreshToken
}

/** Some of a longer list: from `start` on, before `end`. */
export interface Page {
  readonly start: number
  readonly end: number
}

/** A part of a list, and how long the whole is. */
export interface Part<Entry> {
  readonly entries: readonly Entry[]
  readonly totalCount: number
}

/** What became of a snapshot: saved, or refused because there are enough of others, or no such service. */
export type SnapshotSaving = Snapshot | 'snapshots_full' | 'service_unknown'

/** The members of a service that change while it runs. */
export type ServiceChange = Partial<Pick<Service, 'properties' | 'mock' | 'clock'>>

export type StoreMethod = Exclude<keyof Store, 'openCall'>

/**
 * One call's way to the store. What it reads is remembered, and what it writes relies on that: a write first looks,
 * inside its own unit of work, whether all of it still reads the same, and otherwise rejects with `Overtaken` and writes
 * nothing. What the write itself is about may be gone: that the write says itself. A call that has written is decided,
 * and not overtaken any more.
 */
export interface StoreCall {
  /** Does what the store does by that name. */
  ask<Name extends StoreMethod>(name: Name, values: Parameters<Store[Name]>): Promise<unknown>
  /** Rejects with `Overtaken` where a call that wrote nothing would not read the same now. */
  confirm(): Promise<void>
  /** Begins anew: what was read is forgotten; the proofs that the call has spent are its own, and spent by it again. */
  restart(): void
}

/**
 * What the mock remembers. A contract without rules: every method is one unit of work, atomic in itself and durable
 * when it resolves, so that no caller reads and then writes; whoever decides by what was read opens a call. State belongs
 * to a service's `generation`, a key that a reset replaces; what hangs on the old one is swept later. Methods that only look
 * begin with `find`, `list`, `is` or `take`; those that give out tokens reject with `Overtaken` in a generation that is over.
 */
export interface Store {
  openCall(): StoreCall
  /** Resolves when the storage answers, rejects when it does not. */
  ping(): Promise<void>
  close(): Promise<void>
  /** How often the store was started before; counts this start. */
  countStart(): Promise<number>

  /** Stores those that the store has never held; gives back their ids. All of them or none. */
  createServices(services: readonly NewService[]): Promise<readonly string[]>
  findService(serviceId: string): Promise<Service | undefined>
  listServices(): Promise<readonly Service[]>
  /** The generations and clocks of all services, without reading what else they are. */
  listGenerations(): Promise<readonly Pick<Service, 'generation' | 'clock'>[]>
  /** Changes a service by a function that may be called more than once. Undefined when there is no such service. */
  updateService(serviceId: string, change: (service: Service) => ServiceChange): Promise<Service | undefined>
  /** False when there was none. One that came from fixtures can come back by `resetService`. */
  deleteService(serviceId: string): Promise<boolean>
  findBaseline(serviceId: string): Promise<Baseline | undefined>
  /** The services that fixtures declared, also those that were deleted since. */
  listFixtureServices(): Promise<readonly string[]>
  /** Begins a new generation from the baseline, in a time that does not depend on what the old one held. */
  resetService(serviceId: string, baseline: Baseline, initialState: InitialState): Promise<boolean>

  /**
   * Keeps the whole state of a service, or of all, beside those that run, in place of what had the name before.
   * `savedAt` in epoch ms; of one owner there are at most `most`.
   */
  saveSnapshot(key: SnapshotKey, savedAt: number, most: number): Promise<SnapshotSaving>
  /** The snapshots of a service, or those of all services, by their names. */
  listSnapshots(serviceId?: string): Promise<readonly Snapshot[]>
  findSnapshot(key: SnapshotKey): Promise<SnapshotContent | undefined>
  /**
   * Puts services into new generations like those that were saved; one of all services also drops the services and ends the
   * organization tokens that it does not hold. Gives back the ids of all services that it touched, undefined where
   * there is no such snapshot.
   */
  restoreSnapshot(key: SnapshotKey): Promise<readonly string[] | undefined>
  /** False when there was none. Those of a service also go when it is deleted. */
  deleteSnapshot(key: SnapshotKey): Promise<boolean>

  /** Keeps a token unless there is one with that value already, whoever it serves. */
  saveApiToken(token: ApiToken): Promise<void>
  findApiToken(tokenHash: string): Promise<ApiToken | undefined>
  /** Ends all organization tokens and keeps these instead. */
  replaceOrganizationTokens(tokens: readonly ApiToken[]): Promise<void>

  /** False when the id or the alias is the id or the alias of another one. */
  createClient(generation: number, client: Client): Promise<boolean>
  findClient(generation: number, clientId: number): Promise<Client | undefined>
  /** Finds a client by its alias, where that is not its id; whether it may use it is for others to say. */
  findClientByAlias(generation: number, alias: string): Promise<Client | undefined>
  /** Clients in the order in which they were made; all of them, or those that hold tokens of a subject now (epoch ms). */
  listClients(
    generation: number,
    page: Page,
    holding?: { subject: string; now: number },
  ): Promise<Part<Client>>
  /**
   * Changes a client by a function that may be called more than once. Undefined when there is no such client,
   * `alias_taken` when the alias is the id or the alias of another one.
   */
  updateClient(
    generation: number,
    clientId: number,
    change: (client: Client) => Client,
  ): Promise<Client | 'alias_taken' | undefined>
  /** Ends a client and all that hangs on it. False when there was none. */
  deleteClient(generation: number, clientId: number): Promise<boolean>

  saveTicket(generation: number, ticket: AuthorizationTicket): Promise<void>
  findTicket(generation: number, ticketHash: string): Promise<AuthorizationTicket | undefined>
  /** Puts information beside a ticket. False when there is no such ticket. */
  updateTicket(generation: number, ticketHash: string, info: string): Promise<boolean>
  /** Ends a ticket and the pushed request that it came from. True for the one call that ended the ticket. */
  endTicket(generation: number, ticketHash: string): Promise<boolean>
  /** Keeps a token request that waits for its resource owner. */
  saveTokenTicket(generation: number, ticket: TokenTicket): Promise<void>
  findTokenTicket(generation: number, ticketHash: string): Promise<TokenTicket | undefined>
  /** Ends such a ticket. True for the one call that ended it. */
  endTokenTicket(generation: number, ticketHash: string): Promise<boolean>
  savePushedRequest(generation: number, request: PushedRequest): Promise<void>
  findPushedRequest(generation: number, requestUriHash: string): Promise<PushedRequest | undefined>
  /**
   * Turns a ticket into a code: ends the ticket and the pushed request that it came from, and remembers what the subject
   * has granted to the client. There is no code when the ticket is gone, or the pushed request: of several tickets for
   * one, or of equal calls, exactly one has a code. The ticket ends either way.
   */
  issueCode(generation: number, ticketHash: string, code: AuthorizationCode): Promise<CodeIssue>
  findCode(generation: number, codeHash: string): Promise<FoundCode | undefined>

  /** Stores tokens. Nothing of it happens where it is refused. */
  issueTokens(generation: number, issue: TokenIssue): Promise<IssueResult>
  /** The same for a code, which works once: `spent` when it was used or is gone. */
  redeemCode(generation: number, codeHash: string, issue: TokenIssue): Promise<IssueResult>
  /** The same for the ticket of a token request, which ends: `spent` when it is gone. */
  redeemTokenTicket(generation: number, ticketHash: string, issue: TokenIssue): Promise<IssueResult>
  /**
   * The same for a refresh token: `spent` when it is gone. The access tokens issued with it end. The refresh token is
   * kept where the issue brings none, and replaced where it brings one, be it another or the same rewritten. Rejects with
   * `Overtaken` where it is gone and another one remembers it: that one is to be found.
   */
  refreshTokens(generation: number, refreshTokenHash: string, issue: TokenIssue): Promise<IssueResult>
  /** Ends all tokens that go back to a code. Gives back how many there were. */
  endTokensOfCode(generation: number, codeHash: string): Promise<number>
  /** Ends all tokens of an owner. Gives back how many access tokens there were. */
  endTokensOf(generation: number, owner: TokenOwner): Promise<number>
  /**
   * Ends so many tokens of an owner, the oldest first, each with its counterpart. Gives back how many: an access token, or
   * a refresh token that has none any more.
   */
  endOldestTokensOf(generation: number, owner: TokenOwner, atMost: number): Promise<number>
  /** Ends an access token, or a refresh token, and its counterpart. True for the one call that ended it. */
  endTokenPair(generation: number, tokenHash: string): Promise<boolean>
  /**
   * Changes an access token, and the refresh token that goes with it, where there is one; its value stays. Undefined when
   * there is no such access token.
   */
  updateTokenPair(
    generation: number,
    tokenHash: string,
    change: TokenPairChange,
  ): Promise<TokenPair | 'access_token_exists' | undefined>
  /** Gives all tokens of an owner these scopes. Gives back how many access tokens there were. */
  rescopeTokensOf(generation: number, owner: TokenOwner, scopes: readonly string[]): Promise<number>
  findRefreshToken(generation: number, tokenHash: string): Promise<RefreshToken | undefined>
  /** Finds the refresh token that came in the place of a spent one, where that may still be repeated. */
  findRenewedRefreshToken(generation: number, spentTokenHash: string): Promise<RefreshToken | undefined>
  /** Finds a refresh token by its access token, which `takeAccessToken` has found expired and deleted. */
  findRefreshTokenOfExpired(generation: number, accessTokenHash: string): Promise<RefreshToken | undefined>
  listTokensOf(generation: number, owner: TokenOwner, page: Page): Promise<Part<FoundAccessToken>>

  findGrantedScopes(generation: number, clientId: number, subject: string): Promise<GrantedScopes | undefined>
  /** Forgets what a subject has granted. False when nothing was remembered. */
  deleteGrantedScopes(generation: number, clientId: number, subject: string): Promise<boolean>

  saveToken(
    generation: number,
    token: NewToken,
  ): Promise<{ readonly clientId: number } | { readonly refused: TokenRefusal }>
  findAccessToken(generation: number, tokenHash: string): Promise<FoundAccessToken | undefined>
  /** Finds the access token that a refresh token goes with. */
  findAccessTokenOfRefreshToken(
    generation: number,
    refreshTokenHash: string,
  ): Promise<FoundAccessToken | undefined>
  /** Finds an access token and, if it has expired by now (epoch ms), deletes it in the same step. */
  takeAccessToken(generation: number, tokenHash: string, now: number): Promise<FoundAccessToken | undefined>
  listAccessTokens(generation: number): Promise<readonly AccessToken[]>
  listRefreshTokens(generation: number): Promise<readonly RefreshToken[]>

  findGrant(generation: number, grantId: string): Promise<Grant | undefined>
  listGrants(generation: number): Promise<readonly Grant[]>
  /** Ends a grant and its refresh tokens. True for the one call that ended it. */
  revokeGrant(generation: number, grantId: string): Promise<boolean>

  /** Remembers a proof. False when it is remembered already: of two equal calls exactly one gets true. */
  recordProof(generation: number, proof: UsedProof): Promise<boolean>
  isProofUsed(generation: number, proof: UsedProof): Promise<boolean>
  /**
   * Forgets a bounded number of the rows whose time is over (epoch ms): proofs at their end, tickets, pushed requests
   * and codes a day later, so that they are told as expired and not as unknown. True when there may be more.
   */
  forgetEnded(generation: number, now: number): Promise<boolean>
  /** Removes a bounded part of what generations that are over left behind. True when there may be more. */
  sweepAbandoned(): Promise<boolean>
}
