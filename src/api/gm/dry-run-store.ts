import type { GrantStore } from './decision.ts'
import type { Store } from '../../store/store.ts'

/** The same store, except that it changes nothing: each change only returns what it would have returned. */
export function dryRunStore(store: Store): GrantStore {
  return {
    findGrant: (generation, grantId) => store.findGrant(generation, grantId),
    findAccessToken: (generation, key) => store.findAccessToken(generation, key),
    takeAccessToken: (generation, tokenHash) => store.findAccessToken(generation, { tokenHash }),
    revokeGrant: async (generation, grantId) => (await store.findGrant(generation, grantId)) !== undefined,
    recordProof: async (generation, proof) => !(await store.isProofUsed(generation, proof)),
  }
}
