import type { CallMemory } from './call-memory.ts'
import type { LintedCall } from './linted-call.ts'

/** Something that a caller did and should not do, though it may have worked. */
export interface Flag {
  readonly rule: string
  readonly message: string
  readonly clause: string
}

/** What the rules know besides the calls. */
export interface LintFacts {
  readonly memory: CallMemory
  /** The members that a body of each API can have, by the name of the API. */
  readonly bodyMembers: ReadonlyMap<string, readonly string[]>
}

/** One rule about calls. It judges the call alone, or together with what earlier calls of the service told. */
export interface LintRule {
  readonly rule: string
  readonly clause: string
  /** What the rule is about, for the documentation. */
  readonly summary: string
  /** What is to be said about this call, or undefined where it is in order. */
  readonly check: (call: LintedCall, facts: LintFacts) => string | undefined
}
