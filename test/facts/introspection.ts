import type { Fact } from './fact.ts'

/** What was published about introspection. */
export const introspectionFacts: readonly Fact[] = []
