import type { Store, StoreMethod } from '../store.ts'
import { findApiToken, replaceOrganizationTokens, saveApiToken } from './api-tokens.ts'
import { createClient, deleteClient, findClient, listClients, updateClient } from './clients.ts'
import { deleteGrantedScopes, findGrant, findGrantedScopes, listGrants, revokeGrant } from './grants.ts'
import { endPending, findPending, issueCode, savePending, updatePending } from './pending.ts'
import { isProofUsed, recordProof } from './proofs.ts'
import {
  createServices,
  deleteService,
  findService,
  listFixtureServices,
  listServices,
  resetService,
  updateService,
} from './services.ts'
import { restoreSnapshot } from './snapshot-restore.ts'
import { deleteSnapshot, findSnapshot, listSnapshots, saveSnapshot } from './snapshots.ts'
import { endTokens } from './token-ends.ts'
import { issueTokens, redeemPending, refreshTokens, saveToken } from './token-issues.ts'
import { rescopeTokens, updateToken } from './token-updates.ts'
import { findAccessToken, findRefreshToken, listAccessTokens, listRefreshTokens } from './tokens.ts'
import type { Unit } from './unit.ts'
import { countStart, forgetEnded, ping, sweepAbandoned } from './upkeep.ts'

export type UnitName = Exclude<StoreMethod, 'close' | 'takeAccessToken'>

/** The result type of a method; void accepts anything. */
type Outcome<Result> = [Result] extends [void] ? unknown : Result

/** The units of work, by their names in the contract. */
export type Units = {
  readonly [Name in UnitName]: (
    ...values: Parameters<Store[Name]>
  ) => Unit<Outcome<Awaited<ReturnType<Store[Name]>>>>
}

export function createUnits(): Units {
  return {
    ping,
    countStart,
    createServices,
    findService,
    listServices,
    updateService,
    deleteService,
    resetService,
    listFixtureServices,
    saveSnapshot,
    listSnapshots,
    findSnapshot,
    restoreSnapshot,
    deleteSnapshot,
    saveApiToken,
    findApiToken,
    replaceOrganizationTokens,
    createClient,
    findClient,
    listClients,
    updateClient,
    deleteClient,
    savePending,
    findPending,
    updatePending,
    endPending,
    redeemPending,
    issueCode,
    issueTokens,
    refreshTokens,
    saveToken,
    findAccessToken,
    listAccessTokens,
    findRefreshToken,
    listRefreshTokens,
    updateToken,
    rescopeTokens,
    endTokens,
    findGrant,
    listGrants,
    revokeGrant,
    findGrantedScopes,
    deleteGrantedScopes,
    recordProof,
    isProofUsed,
    forgetEnded,
    sweepAbandoned,
  }
}
