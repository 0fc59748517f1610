import type { GrantStore } from './manage-grant.ts'
import type { Store } from '../../store/store.ts'

/** The same store to a decision, except that nothing it does is done: each change only says what it would have said. */
export function dryRunStore(store: Store): GrantStore {
  return {
    findGrant: (world, grantId) => store.findGrant(world, grantId),
    findAccessToken: (world, tokenHash) => store.findAccessToken(world, tokenHash),
    takeAccessToken: (world, tokenHash) => store.findAccessToken(world, tokenHash),
    revokeGrant: async (world, grantId) => (await store.findGrant(world, grantId)) !== undefined,
    recordProof: async (world, proof) => !(await store.isProofSpent(world, proof)),
  }
}
