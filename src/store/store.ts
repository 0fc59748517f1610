import type { AccessToken, FoundAccessToken, RefreshToken } from '../model/access-token.ts'
import type { ApiToken } from '../model/api-token.ts'
import type { Baseline, Opening } from '../model/baseline.ts'
import type { Client } from '../model/client.ts'
import type { Grant } from '../model/grant.ts'
import type { Service } from '../model/service.ts'
import type { SpentProof } from '../model/spent-proof.ts'

/** A service to be stored, with the state it begins with. */
export interface NewService extends Omit<Service, 'world'> {
  readonly baseline: Baseline
  readonly opening: Opening
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

export type TokenRefusal = 'grant_unknown' | 'grant_exists' | 'access_token_exists' | 'world_over'

/** The members of a service that change while it runs. */
export type ServiceChange = Partial<Pick<Service, 'properties' | 'mock' | 'clock'>>

/**
 * What the mock remembers. A contract without rules: every method is one unit of work, atomic in itself and durable
 * when it resolves, so that no caller reads and then writes. State belongs to a service's `world`, a key that a reset
 * replaces; what hangs on the old one is swept later.
 */
export interface Store {
  /** Resolves when the storage answers, rejects when it does not. */
  ping(): Promise<void>
  close(): Promise<void>
  /** How often the store was started before; counts this start. */
  countStart(): Promise<number>

  /** Stores those that the store has never held; gives back their ids. All of them or none. */
  createServices(services: readonly NewService[]): Promise<readonly string[]>
  findService(serviceId: string): Promise<Service | undefined>
  listServices(): Promise<readonly Service[]>
  /** Changes a service by a function that may be called more than once. Undefined when there is no such service. */
  updateService(serviceId: string, change: (service: Service) => ServiceChange): Promise<Service | undefined>
  /** False when there was none. One that came from fixtures can come back by `resetService`. */
  deleteService(serviceId: string): Promise<boolean>
  findBaseline(serviceId: string): Promise<Baseline | undefined>
  /** The services that fixtures declared, also those that were deleted since. */
  listFixtureServices(): Promise<readonly string[]>
  /** Begins a new world from the baseline, in a time that does not depend on what the old one held. */
  resetService(serviceId: string, baseline: Baseline, opening: Opening): Promise<boolean>

  /** Keeps a token unless there is one with that value already, whoever it serves. */
  saveApiToken(token: ApiToken): Promise<void>
  findApiToken(tokenHash: string): Promise<ApiToken | undefined>
  /** Ends all organization tokens and keeps these instead. */
  replaceOrganizationTokens(tokens: readonly ApiToken[]): Promise<void>

  saveToken(
    world: number,
    token: NewToken,
  ): Promise<{ readonly clientId: number } | { readonly refused: TokenRefusal }>
  findAccessToken(world: number, tokenHash: string): Promise<FoundAccessToken | undefined>
  /** Finds an access token and, if it has expired by now (epoch ms), deletes it in the same step. */
  takeAccessToken(world: number, tokenHash: string, now: number): Promise<FoundAccessToken | undefined>
  listAccessTokens(world: number): Promise<readonly AccessToken[]>
  listRefreshTokens(world: number): Promise<readonly RefreshToken[]>

  findGrant(world: number, grantId: string): Promise<Grant | undefined>
  listGrants(world: number): Promise<readonly Grant[]>
  /** Ends a grant and its refresh tokens. True for the one call that ended it. */
  revokeGrant(world: number, grantId: string): Promise<boolean>

  /** Remembers a proof. False when it is remembered already: of two equal calls exactly one gets true. */
  recordProof(world: number, proof: SpentProof): Promise<boolean>
  isProofSpent(world: number, proof: SpentProof): Promise<boolean>
  /** Forgets a bounded number of the proofs whose time is over (epoch ms). True when there may be more. */
  forgetProofs(world: number, now: number): Promise<boolean>
  /** Removes a bounded part of what worlds that are over left behind. True when there may be more. */
  sweepAbandoned(): Promise<boolean>
}
