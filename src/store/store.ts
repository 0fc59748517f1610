import type { FoundAccessToken, RefreshToken } from '../model/access-token.ts'
import type { ApiToken } from '../model/api-token.ts'
import type { AuthorizationCode, GrantedScopes } from '../model/authorization.ts'
import type { Baseline } from '../model/baseline.ts'
import type { Client } from '../model/client.ts'
import type { Grant } from '../model/grant.ts'
import type { FoundPending, PendingContents, PendingKind } from '../model/pending.ts'
import type { Service } from '../model/service.ts'
import type { Snapshot, SnapshotContent, SnapshotKey } from '../model/snapshot.ts'
import type { UsedProof } from '../model/used-proof.ts'
import type {
  AccessTokenKey,
  ClientKey,
  CodeIssue,
  Holding,
  IssueResult,
  NewService,
  NewToken,
  Page,
  Part,
  RefreshTokenKey,
  SaveRefusal,
  ServiceChange,
  ServiceReset,
  SnapshotSaving,
  TokenChange,
  TokenFilter,
  TokenIssue,
  TokenOwner,
  TokenPair,
} from './values.ts'

export type * from './values.ts'

export interface ServiceStore {
  /** Stores those that the store has never held; returns their ids. All of them or none. */
  createServices(services: readonly NewService[]): Promise<readonly string[]>
  findService(serviceId: string): Promise<Service | undefined>
  listServices(): Promise<readonly Service[]>
  /** The generations and clocks of all services, without reading what else they are. */
  listGenerations(): Promise<readonly Pick<Service, 'generation' | 'clock'>[]>
  /** Changes a service by a function that may be called more than once. Undefined when there is no such service. */
  updateService(serviceId: string, change: (service: Service) => ServiceChange): Promise<Service | undefined>
  /** False when there was none. One that came from fixtures can come back by `resetService`. */
  deleteService(serviceId: string): Promise<boolean>
  /** The services that fixtures declared, also those that were deleted since. */
  listFixtureServices(): Promise<readonly string[]>
  /**
   * Begins a new generation with what the function makes of the baseline; it may be called more than once. Takes a time
   * that does not depend on what the old one held. False when there is no such service.
   */
  resetService(serviceId: string, reset: (baseline: Baseline) => ServiceReset): Promise<boolean>
}

export interface SnapshotStore {
  /**
   * Keeps a copy of the whole state of a service, or of all, in place of what had the name before. `savedAt` in epoch ms;
   * of one owner there are at most `most`.
   */
  saveSnapshot(key: SnapshotKey, savedAt: number, most: number): Promise<SnapshotSaving>
  /** The snapshots of a service, or those of all services, by their names. */
  listSnapshots(serviceId?: string): Promise<readonly Snapshot[]>
  findSnapshot(key: SnapshotKey): Promise<SnapshotContent | undefined>
  /**
   * Puts services into new generations like those that were saved; one of all services also drops the services and ends
   * the organization tokens that it does not hold. Returns the ids of all services that it touched, undefined where there
   * is no such snapshot.
   */
  restoreSnapshot(key: SnapshotKey): Promise<readonly string[] | undefined>
  /** False when there was none. Those of a service also go when it is deleted. */
  deleteSnapshot(key: SnapshotKey): Promise<boolean>
}

export interface ApiTokenStore {
  /** Keeps a token unless there is one with that value already, whoever it serves. */
  saveApiToken(token: ApiToken): Promise<void>
  findApiToken(tokenHash: string): Promise<ApiToken | undefined>
  /** Ends all organization tokens and keeps these instead. */
  replaceOrganizationTokens(tokens: readonly ApiToken[]): Promise<void>
}

export interface ClientStore {
  /** False when the id or the alias is the id or the alias of another one. */
  createClient(generation: number, client: Client): Promise<boolean>
  /** Finds a client; whether it may use its alias is for others to say. */
  findClient(generation: number, key: ClientKey): Promise<Client | undefined>
  /** Clients in the order in which they were made; all of them, or those that hold tokens of a subject. */
  listClients(generation: number, page: Page, holding?: Holding): Promise<Part<Client>>
  /**
   * Changes a client by a function that may be called more than once. Undefined when there is no such client,
   * `alias_taken` when the alias is the id or the alias of another one.
   */
  updateClient(
    generation: number,
    clientId: number,
    change: (client: Client) => Client,
  ): Promise<Client | 'alias_taken' | undefined>
  /** Ends a client with its tokens, grants and whatever else is its own. False when there was none. */
  deleteClient(generation: number, clientId: number): Promise<boolean>
}

/** Tickets, token tickets, pushed requests and codes: what waits for a later call and is found by the hash of its value. */
export interface PendingStore {
  savePending<Kind extends PendingKind>(
    generation: number,
    kind: Kind,
    content: PendingContents[Kind],
  ): Promise<void>
  findPending<Kind extends PendingKind>(
    generation: number,
    kind: Kind,
    keyHash: string,
  ): Promise<FoundPending<Kind> | undefined>
  /** Changes the content by a function that may be called more than once; its key stays. False when it is gone. */
  updatePending<Kind extends PendingKind>(
    generation: number,
    kind: Kind,
    keyHash: string,
    change: (content: PendingContents[Kind]) => PendingContents[Kind],
  ): Promise<boolean>
  /** Ends it, and the pushed request that it came from. True for the one call that ended it. */
  endPending(generation: number, kind: PendingKind, keyHash: string): Promise<boolean>
  /** Issues tokens for what works once: `spent` when it was used or is gone. A code is then found as used, others end. */
  redeemPending(
    generation: number,
    kind: PendingKind,
    keyHash: string,
    issue: TokenIssue,
  ): Promise<IssueResult>
  /**
   * Turns a ticket into a code: ends the ticket and the pushed request that it came from, and remembers what the subject
   * has granted to the client. There is no code when the ticket is gone, or the pushed request: of several tickets for
   * one, or of equal calls, exactly one has a code. The ticket ends either way.
   */
  issueCode(generation: number, ticketHash: string, code: AuthorizationCode): Promise<CodeIssue>
}

export interface TokenStore {
  /** Stores tokens. Nothing of it happens where it is refused. */
  issueTokens(generation: number, issue: TokenIssue): Promise<IssueResult>
  /**
   * The same for a refresh token: `spent` when it is gone. The access tokens issued with it end. The refresh token is
   * kept where the issue brings none, and replaced where it brings one, be it another or the same rewritten. Rejects with
   * `Overtaken` where it is gone and another one renews it: find that one instead.
   */
  refreshTokens(generation: number, refreshTokenHash: string, issue: TokenIssue): Promise<IssueResult>
  saveToken(
    generation: number,
    token: NewToken,
  ): Promise<{ readonly clientId: number } | { readonly refused: SaveRefusal }>
  findAccessToken(generation: number, key: AccessTokenKey): Promise<FoundAccessToken | undefined>
  /** Finds an access token and, if it has expired by now (epoch ms), deletes it in the same step. */
  takeAccessToken(generation: number, tokenHash: string, now: number): Promise<FoundAccessToken | undefined>
  /** The access tokens of an owner, the oldest first. */
  listAccessTokens(generation: number, owner?: TokenOwner, page?: Page): Promise<Part<FoundAccessToken>>
  findRefreshToken(generation: number, key: RefreshTokenKey): Promise<RefreshToken | undefined>
  listRefreshTokens(generation: number): Promise<readonly RefreshToken[]>
  /**
   * Changes an access token, and the refresh token that goes with it, where there is one; its value stays. Undefined when
   * there is no such access token.
   */
  updateToken(
    generation: number,
    tokenHash: string,
    change: TokenChange,
  ): Promise<TokenPair | 'access_token_exists' | undefined>
  /** Gives all tokens of an owner these scopes. Returns how many access tokens there were. */
  rescopeTokens(generation: number, owner: TokenOwner, scopes: readonly string[]): Promise<number>
  /**
   * Ends tokens and returns how many access tokens there were. For a pair, and for at most so many of an owner's (the
   * oldest first, each with its counterpart), a refresh token without an access token counts too.
   */
  endTokens(generation: number, filter: TokenFilter, atMost?: number): Promise<number>
}

export interface GrantStore {
  findGrant(generation: number, grantId: string): Promise<Grant | undefined>
  listGrants(generation: number): Promise<readonly Grant[]>
  /** Ends a grant and its refresh tokens. True for the one call that ended it. */
  revokeGrant(generation: number, grantId: string): Promise<boolean>
  findGrantedScopes(generation: number, clientId: number, subject: string): Promise<GrantedScopes | undefined>
  /** Forgets what a subject has granted. False when nothing was remembered. */
  deleteGrantedScopes(generation: number, clientId: number, subject: string): Promise<boolean>
}

export interface ProofStore {
  /** Remembers a proof. False when it is remembered already: of two equal calls exactly one gets true. */
  recordProof(generation: number, proof: UsedProof): Promise<boolean>
  isProofUsed(generation: number, proof: UsedProof): Promise<boolean>
}

/** The store as a whole: how it is opened and closed, and how it is swept. */
export interface Upkeep {
  /** Resolves when the storage answers, rejects when it does not. */
  ping(): Promise<void>
  close(): Promise<void>
  /** How often the store was started before; counts this start. */
  countStart(): Promise<number>
  /**
   * Forgets a bounded number of the rows whose time is over (epoch ms): proofs at their end, what is pending a day later,
   * so that it is known as expired until then. True when there may be more.
   */
  forgetEnded(generation: number, now: number): Promise<boolean>
  /** Removes a bounded part of what generations that are over left behind. True when there may be more. */
  sweepAbandoned(): Promise<boolean>
}

interface StoreMethods
  extends
    ServiceStore,
    SnapshotStore,
    ApiTokenStore,
    ClientStore,
    PendingStore,
    TokenStore,
    GrantStore,
    ProofStore,
    Upkeep {}

export type StoreMethod = keyof StoreMethods

/**
 * One call's way to the store. What it reads is remembered, and what it writes relies on that: a write first looks,
 * inside its own unit of work, whether all of it still reads the same, and otherwise rejects with `Overtaken` and writes
 * nothing. What the write itself is about may be gone: that the write says itself. A call that has written is decided,
 * and not overtaken any more.
 */
export interface StoreCall {
  /** Does what the store does by that name. */
  ask<Name extends StoreMethod>(name: Name, values: Parameters<StoreMethods[Name]>): Promise<unknown>
  /** Rejects with `Overtaken` where a call that wrote nothing would not read the same now. */
  confirm(): Promise<void>
  /** Begins anew: what was read is forgotten; the proofs that the call has used are its own, and used by it again. */
  restart(): void
}

/**
 * What the mock remembers, as small contracts by subject. A contract without rules: every method is one unit of work,
 * atomic in itself and durable when it resolves, so that no caller reads and then writes; whoever decides by what was read
 * opens a call. State belongs to a service's `generation`, a key that a reset replaces; what belongs to the old one is
 * swept later. Methods that only look begin with `find`, `list`, `is` or `take`; those that issue tokens reject with
 * `Overtaken` in a generation that is over.
 */
export interface Store extends StoreMethods {
  openCall(): StoreCall
}
