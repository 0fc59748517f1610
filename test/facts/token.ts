import type { Fact } from './fact.ts'

/** What was published about token. */
export const tokenFacts: readonly Fact[] = []
