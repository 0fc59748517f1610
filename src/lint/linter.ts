import type { JournalEntry } from '../journal/journal.ts'
import { createCallMemory, type CallSearch } from './call-memory.ts'
import { callRules } from './call-rules.ts'
import { clientRules } from './client-rules.ts'
import { readCall } from './linted-call.ts'
import { lossRules } from './loss-rules.ts'
import { possessionRules } from './possession-rules.ts'
import type { Flag, LintFacts, LintRule } from './rule.ts'

/** All rules about callers. */
export const lintRules: readonly LintRule[] = [...callRules, ...lossRules, ...clientRules, ...possessionRules]

/** Lints the calls of one service, in the order of the journal. */
export type Linter = (entry: JournalEntry) => readonly Flag[]

/**
 * Calls are linted when the journal is read, so that this costs no call any time. A linter that does not start with the
 * first call finds earlier ones by `search`.
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
