import type { Fact } from './fact.ts'

/** What was published about revocation. */
export const revocationFacts: readonly Fact[] = []
