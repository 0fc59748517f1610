import type { ExplanationView, ListedCall } from '../../../schema/admin/views.ts'
import type { JournalEntry } from '../../journal/journal.ts'
import { createLinter } from '../../lint/linter.ts'
import type { Flag } from '../../lint/rule.ts'
import type { Verdict } from '../../base/verdict.ts'
import type { AdminTools } from '../tools.ts'

/** A call of the journal with what is to be said about its caller. */
export interface JudgedCall extends JournalEntry {
  readonly lint: readonly Flag[]
}

/** All calls in the journal of a service, oldest first, each judged in the light of those before it. */
export function judgeCalls(
  { journal, bodyMembers }: Pick<AdminTools, 'journal' | 'bodyMembers'>,
  serviceId: string,
): readonly JudgedCall[] {
  const lint = createLinter(bodyMembers)
  return journal.list(serviceId).map((entry) => ({ ...entry, lint: lint(entry) }))
}

/** Whether a call came after a cursor. */
export function isAfter({ id }: Pick<JournalEntry, 'id'>, cursor: string): boolean {
  return Number(id) > Number(cursor)
}

/** A call as lists show it. */
export function listCall({ trace: _, lint, ...entry }: JudgedCall): ListedCall {
  return { ...entry, lint: [...lint] }
}

/** A verdict as it is shown: what it has nothing to say about is left out. */
export function viewTrace(trace: readonly Verdict[]): ExplanationView['trace'] {
  return JSON.parse(JSON.stringify(trace)) as ExplanationView['trace']
}
