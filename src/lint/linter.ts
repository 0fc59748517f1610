import type { JournalEntry } from '../journal/journal.ts'
import { createCallMemory, type CallSearch } from './call-memory.ts'
import { callRules } from './call-rules.ts'
import { clientRules } from './client-rules.ts'
import { readCall } from './linted-call.ts'
import { possessionRules } from './possession-rules.ts'
import type { Flag, LintFacts, LintRule } from './rule.ts'

/** Every rule about callers. */
export const lintRules: readonly LintRule[] = [...callRules, ...clientRules, ...possessionRules]

/** Judges the calls of one service, which it is shown in the order in which they came. */
export type Linter = (entry: JournalEntry) => readonly Flag[]

/**
 * Calls are judged when the journal is read, so that no call pays for it. A linter that is not shown the calls from the
 * first on looks for those before by `search`.
 */
export function createLinter(bodyMembers: LintFacts['bodyMembers'], search?: CallSearch): Linter {
  const facts = { memory: createCallMemory(search), bodyMembers }
  return (entry) => {
    const call = readCall(entry)
    const flags = lintRules.flatMap(({ rule, clause, check }) => {
      const message = check(call, facts)
      return message === undefined ? [] : [{ rule, message, clause }]
    })
    facts.memory.learn(call)
    return flags
  }
}
