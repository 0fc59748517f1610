import { createLinter, type Linter } from '../../lint/linter.ts'
import type { AdminTools } from '../tools.ts'
import type { LintedEntry } from './view-call.ts'

/** Somebody who is told of the calls to all services while they are made. Neither function may throw. */
export interface CallWatcher {
  readonly onCall: (serviceId: string, call: LintedEntry) => void
  /** There was a call that is no service's. */
  readonly onUnattributed: () => void
}

/** Has calls judged as they come, each in the light of those before it since the journal of its service was cleared. */
export function createCallWatch({ journal, bodyMembers }: Pick<AdminTools, 'journal' | 'bodyMembers'>) {
  return ({ onCall, onUnattributed }: CallWatcher): void => {
    const linters = new Map<string, Linter>()
    journal.watchAll({
      onEntry: (serviceId, entry) => {
        const lint = linters.get(serviceId) ?? createLinter(bodyMembers)
        linters.set(serviceId, lint)
        onCall(serviceId, { ...entry, lint: lint(entry) })
      },
      onUnattributed,
      onClear: (serviceId) => void linters.delete(serviceId),
    })
  }
}
