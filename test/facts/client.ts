import type { Fact } from './fact.ts'

/** What was published about client. */
export const clientFacts: readonly Fact[] = []
