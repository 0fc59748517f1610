import type { Fact } from './fact.ts'

/** What was published about front-door. */
export const frontDoorFacts: readonly Fact[] = []
