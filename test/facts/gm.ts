import type { Fact } from './fact.ts'

/** What was published about gm. */
export const gmFacts: readonly Fact[] = []
