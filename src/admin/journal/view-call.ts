import type { ExplanationView, ListedCall } from '../../../schema/admin/views.ts'
import type { JournalEntry } from '../../journal/journal.ts'
import { createLinter } from '../../lint/linter.ts'
import type { Flag } from '../../lint/rule.ts'
import type { Verdict } from '../../base/verdict.ts'
import type { AdminTools } from '../tools.ts'

/** A call of the journal with what is to be said about its caller. */
export interface LintedEntry extends JournalEntry {
  readonly lint: readonly Flag[]
}

type JournalTools = Pick<AdminTools, 'journal' | 'bodyMembers'>

/** Looking for what is to be known of earlier calls is quicker than reading them all only for so many calls. */
const fewCalls = 10

/** The calls of a service after a cursor, oldest first, each judged in the light of all those before it. */
export function withLint(
  { journal, bodyMembers }: JournalTools,
  serviceId: string,
  after = '0',
): readonly LintedEntry[] {
  const isFew = Number(journal.newestId(serviceId)) - Number(after) <= fewCalls
  const lint = isFew
    ? createLinter(bodyMembers, (texts) => journal.search(serviceId, after, texts))
    : createLinter(bodyMembers)
  const linted = journal
    .list(serviceId, isFew ? after : '0')
    .map((entry) => ({ ...entry, lint: lint(entry) }))
  return linted.filter((call) => isAfter(call, after))
}

/** One call with the flags that it gets in the light of those before it, while the journal has it. */
export function lintCall(
  { journal, bodyMembers }: JournalTools,
  serviceId: string,
  id: string,
): LintedEntry | undefined {
  const entry = journal.find(serviceId, id)
  const earlier = String(Number(id) - 1)
  const lint = createLinter(bodyMembers, (texts) => journal.search(serviceId, earlier, texts))
  return entry && { ...entry, lint: lint(entry) }
}

/** Whether a call came after a cursor. */
export function isAfter({ id }: Pick<JournalEntry, 'id'>, cursor: string): boolean {
  return Number(id) > Number(cursor)
}

/** A call as lists show it. */
export function listCall({ trace: _, lint, ...entry }: LintedEntry): ListedCall {
  return { ...entry, lint: [...lint] }
}

/** A verdict as it is shown: what it has nothing to say about is left out. */
export function viewTrace(trace: readonly Verdict[]): ExplanationView['trace'] {
  return JSON.parse(JSON.stringify(trace)) as ExplanationView['trace']
}
