import type { Fact } from './fact.ts'

/** What was published about userinfo. */
export const userinfoFacts: readonly Fact[] = []
