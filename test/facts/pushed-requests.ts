import type { Fact } from './fact.ts'

/** What was published about pushed-requests. */
export const pushedRequestsFacts: readonly Fact[] = []
