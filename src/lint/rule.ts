import type { CallMemory } from './call-memory.ts'
import type { LintedCall } from './linted-call.ts'

/** Something that a caller should not do, though it may have worked. */
export interface Flag {
  readonly rule: string
  readonly message: string
  readonly clause: string
}

/** The context of the rules. */
export interface LintFacts {
  readonly memory: CallMemory
  /** The members that a body of each API can have, by the name of the API. */
  readonly bodyMembers: ReadonlyMap<string, readonly string[]>
}

/** One rule about calls, alone or in relation to earlier calls of the service. */
export interface LintRule {
  readonly rule: string
  readonly clause: string
  /** A summary of the rule, for the documentation. */
  readonly summary: string
  /** The message about this call, or undefined if it is in order. */
  readonly check: (call: LintedCall, facts: LintFacts) => string | undefined
}
