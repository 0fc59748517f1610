import type { Fact } from './fact.ts'

/** What was published about token-management. */
export const tokenManagementFacts: readonly Fact[] = []
