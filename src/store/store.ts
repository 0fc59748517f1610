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
  /** Stores the services that the store has never had; returns their ids. All of them or none. */
  createServices(services: readonly NewService[]): Promise<readonly string[]>
  findService(serviceId: string): Promise<Service | undefined>
  /** All services, or so many, in the order of their generations. */
  listServices(most?: number): Promise<readonly Service[]>
  /** Changes a service by a function that may be called more than once. Undefined if there is no such service. */
  updateService(serviceId: string, change: (service: Service) => ServiceChange): Promise<Service | undefined>
  /** False if there was none. One from fixtures can be restored by `resetService`. */
  deleteService(serviceId: string): Promise<boolean>
  /** The services from fixtures, including deleted ones. */
  listFixtureServices(): Promise<readonly string[]>
  /**
   * Begins a new generation with the result of the function for the baseline; it may be called more than once. Takes a
   * time that does not depend on the old state. False if there is no such service, or no result.
   */
  resetService(serviceId: string, reset: (baseline: Baseline) => ServiceReset | undefined): Promise<boolean>
}

export interface SnapshotStore {
  /**
   * Saves a copy of the whole state of a service, or of all, in place of an earlier one of that name. `savedAt` in
   * epoch ms; an owner has at most `limit`.
   */
  saveSnapshot(key: SnapshotKey, savedAt: number, most: number): Promise<SnapshotSaving>
  /** The snapshots of a service, or those of all services, by their names. */
  listSnapshots(serviceId?: string): Promise<readonly Snapshot[]>
  findSnapshot(key: SnapshotKey): Promise<SnapshotContent | undefined>
  /**
   * Restores services into new generations; a snapshot of all services also deletes the services and the organization
   * tokens that it does not contain. Returns the ids of all affected services, undefined if there is no such snapshot.
   */
  restoreSnapshot(key: SnapshotKey): Promise<readonly string[] | undefined>
  /** False if there was none. Deleting a service deletes its snapshots. */
  deleteSnapshot(key: SnapshotKey): Promise<boolean>
}

export interface ApiTokenStore {
  /** Saves a token unless one with that value exists, of any service. */
  saveApiToken(token: ApiToken): Promise<void>
  findApiToken(tokenHash: string): Promise<ApiToken | undefined>
  /** Replaces all organization tokens. */
  replaceOrganizationTokens(tokens: readonly ApiToken[]): Promise<void>
}

export interface ClientStore {
  /** False if the id or the alias is the id or the alias of another one. */
  createClient(generation: number, client: Client): Promise<boolean>
  /** Finds a client, also by a disabled alias: the caller checks that. */
  findClient(generation: number, key: ClientKey): Promise<Client | undefined>
  /** Clients in the order of their creation; all of them, or those with tokens of a subject. */
  listClients(generation: number, page: Page, holding?: Holding): Promise<Part<Client>>
  /**
   * Changes a client by a function that may be called more than once. Undefined if there is no such client,
   * `alias_taken` if the alias is the id or the alias of another one.
   */
  updateClient(
    generation: number,
    clientId: number,
    change: (client: Client) => Client,
  ): Promise<Client | 'alias_taken' | undefined>
  /** Deletes a client with its tokens, grants and all other records of it. False if there was none. */
  deleteClient(generation: number, clientId: number): Promise<boolean>
}

/**
 * Tickets, token tickets, pushed requests and codes: they wait for a later call and are found by the hash of their
 * value.
 */
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
  /** Changes the content by a function that may be called more than once; the key stays. False if it is gone. */
  updatePending<Kind extends PendingKind>(
    generation: number,
    kind: Kind,
    keyHash: string,
    change: (content: PendingContents[Kind]) => PendingContents[Kind],
  ): Promise<boolean>
  /** Ends it, and the pushed request that it came from. True for the one call that ended it. */
  endPending(generation: number, kind: PendingKind, keyHash: string): Promise<boolean>
  /**
   * Issues tokens for a record that works once: `spent` if it was used or is gone. A used code can still be found,
   * others end.
   */
  redeemPending(
    generation: number,
    kind: PendingKind,
    keyHash: string,
    issue: TokenIssue,
  ): Promise<IssueResult>
  /**
   * Replaces a ticket by a code: ends the ticket and the pushed request that it came from, and records the scopes that
   * the subject has granted to the client. There is no code if the ticket or the pushed request is gone: of several
   * tickets for one, or of equal calls, exactly one gets a code. The ticket ends in any case.
   */
  issueCode(generation: number, ticketHash: string, code: AuthorizationCode): Promise<CodeIssue>
}

export interface TokenStore {
  /** Stores tokens. A refusal changes nothing. */
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
   * Changes an access token, and its refresh token, if there is one; its value stays. Undefined if there is no such
   * access token.
   */
  updateToken(
    generation: number,
    tokenHash: string,
    change: TokenChange,
  ): Promise<TokenPair | 'access_token_exists' | undefined>
  /** Changes the scopes of all tokens of an owner. Returns the number of access tokens. */
  rescopeTokens(generation: number, owner: TokenOwner, scopes: readonly string[]): Promise<number>
  /**
   * Ends tokens and returns the number of access tokens. For a pair, and for a limited number of an owner's (the oldest
   * first, each with its counterpart), a refresh token without an access token counts too.
   */
  endTokens(generation: number, filter: TokenFilter, atMost?: number): Promise<number>
}

export interface GrantStore {
  findGrant(generation: number, grantId: string): Promise<Grant | undefined>
  listGrants(generation: number): Promise<readonly Grant[]>
  /** Ends a grant and its refresh tokens. True for the one call that ended it. */
  revokeGrant(generation: number, grantId: string): Promise<boolean>
  findGrantedScopes(generation: number, clientId: number, subject: string): Promise<GrantedScopes | undefined>
  /** Deletes the record of a subject's granted scopes. False if there was none. */
  deleteGrantedScopes(generation: number, clientId: number, subject: string): Promise<boolean>
}

export interface ProofStore {
  /** Records a proof. False if it is recorded already: of two equal calls exactly one gets true. */
  recordProof(generation: number, proof: UsedProof): Promise<boolean>
  isProofUsed(generation: number, proof: UsedProof): Promise<boolean>
}

/** The store as a whole: opening, closing and sweeping. */
export interface Upkeep {
  /** Resolves when the storage answers, rejects when it does not. */
  ping(): Promise<void>
  close(): Promise<void>
  /** How often the store was started before; counts this start. */
  countStart(): Promise<number>
  /**
   * Deletes a bounded number of expired rows of all services, each by its own clock: proofs at their end, pending
   * records a day later, so that they are reported as expired until then. Takes the machine's time (epoch ms). True if
   * there may be more.
   */
  forgetEnded(now: number): Promise<boolean>
  /** Deletes a bounded part of the rows of old generations. True if there may be more. */
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
 * The store of one call. It records what the call reads, and a write depends on that: inside its own unit of work a
 * write first checks whether all of it is still the same, and otherwise rejects with `Overtaken` and writes nothing.
 * The record of the write itself may be gone: the write reports that. A call that has written is decided, and can no
 * longer be overtaken.
 */
export interface StoreCall {
  /** Calls the store's method of that name. */
  ask<Name extends StoreMethod>(name: Name, values: Parameters<StoreMethods[Name]>): Promise<unknown>
  /** Rejects with `Overtaken` if a call that wrote nothing would now read something else. */
  confirm(): Promise<void>
  /** Begins again: discards what was read; the proofs that the call has recorded remain its own. */
  restart(): void
}

/**
 * The state of the mock, as small contracts by subject. It contains no rules: every method is one unit of work, atomic
 * and durable when it resolves, so that no caller reads and then writes; a caller that decides by what it has read
 * opens a call. State belongs to a service's `generation`, a key that a reset replaces; old state is swept later.
 * Methods that only read begin with `find`, `list`, `is` or `take`; those that issue tokens reject with `Overtaken` in
 * an old generation.
 */
export interface Store extends StoreMethods {
  openCall(): StoreCall
}
