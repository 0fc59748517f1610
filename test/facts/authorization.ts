import type { Fact } from './fact.ts'

/** What was published about authorization. */
export const authorizationFacts: readonly Fact[] = []
