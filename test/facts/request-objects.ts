import type { Fact } from './fact.ts'

/** What was published about request-objects. */
export const requestObjectsFacts: readonly Fact[] = []
