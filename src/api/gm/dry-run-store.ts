import type { GrantStore } from './decision.ts'
import type { Store } from '../../store/store.ts'

/** The same store to a decision, except that nothing it does is done: each change only says what it would have said. */
export function dryRunStore(store: Store): GrantStore {
  return {
    findGrant: (generation, grantId) => store.findGrant(generation, grantId),
    findAccessToken: (generation, key) => store.findAccessToken(generation, key),
    takeAccessToken: (generation, tokenHash) => store.findAccessToken(generation, { tokenHash }),
    revokeGrant: async (generation, grantId) => (await store.findGrant(generation, grantId)) !== undefined,
    recordProof: async (generation, proof) => !(await store.isProofUsed(generation, proof)),
  }
}
