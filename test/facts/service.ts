import type { Fact } from './fact.ts'

/** What was published about service. */
export const serviceFacts: readonly Fact[] = []
